// To somebody who is in a group from now on: its address, who is in it, what they may read and from
// which day on, how to write to it. The gateway's key they have.
#pragma once

#include <string>
#include <vector>

#include "gateway/letters/non_delivery.hpp"

namespace pouch::gateway {

struct GroupWelcome {
  const config::Group& group;
  std::vector<std::string> others;  // who is in it today, by name
  Time since{};                     // of the reader
};

mail::Draft write_group_welcome(const NoticeSource& source, const Party& to,
                                const GroupWelcome& welcome, const LetterThread& thread);

}  // namespace pouch::gateway
