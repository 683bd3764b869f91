// To everybody who writes to the gateway: its key has a new date, or a successor. Signed with the
// key that they know; the public keys are attached.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "gateway/letters/non_delivery.hpp"

namespace pouch::gateway {

struct KeyNews {
  std::string fingerprint;          // of the key to use from now on
  std::string armoured;             // all that is to be imported
  std::optional<Time> ends{};       // of that key; nullopt: it has no end
  std::string old_fingerprint{};    // of the one that it replaces; empty: a new date only
  std::optional<Time> old_until{};  // until then the old one opens mail
};

mail::Draft write_key_news(const NoticeSource& source, const Party& to, const KeyNews& news,
                           const LetterThread& thread);

}  // namespace pouch::gateway
