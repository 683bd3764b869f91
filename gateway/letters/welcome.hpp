// The first letter to a new member or desk (CORRESPONDENCE section 9): what to do first, the
// gateway's key, the addresses, how to tell that a mail arrived, how to answer. The filled-in form
// is an attachment, as the key is: no client quotes those in a Reply, so nothing of the example can
// come back as a request of his.
#pragma once

#include <string>
#include <vector>

#include "gateway/letters/letter.hpp"

namespace pouch::gateway {

struct WelcomeSource {
  const config::Site& site;
  const Sender& member;                      // or desk
  std::vector<const config::Group*> groups;  // that he writes to
  std::string key;                           // armoured, attached
  std::string fingerprint;
  std::string form;     // name of the template that is shown
  std::string example;  // filled in
  Time now{};
};

mail::Draft write_welcome(const Party& to, const WelcomeSource& source, const LetterThread& thread);

}  // namespace pouch::gateway
