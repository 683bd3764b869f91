// The kinds of letters, and what follows from each. One table for all who ask: the envelope sender
// (RFC 3834 section 3.3), the rate limit, and who hears when a letter does not arrive. A letter
// that answers by itself never leads to a further letter to its recipient: no bounce of a bounce;
// one to the operator leads to none at all.
#pragma once

#include <span>
#include <string_view>

namespace pouch::gateway {

struct LetterRule {
  std::string_view kind;
  bool null_sender = false;     // nothing comes back: we want no answer of a stranger's server
  bool automatic = false;       // no person asked a person for it: counts for letters_per_hour
  bool tells_sender = false;    // who wrote the message hears when it does not arrive
  bool tells_operator = false;  // so does the operator
  std::string_view answered_as = {};  // what a Reply to it answers; empty: its own kind
};

std::span<const LetterRule> letter_rules();
const LetterRule& letter_rule(std::string_view kind);  // of a newer version: as a receipt

}  // namespace pouch::gateway
