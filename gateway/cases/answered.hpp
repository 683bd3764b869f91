// The letter of ours that a mail answers, as the store knows it (CORRESPONDENCE sections 1 to 3).
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "gateway/cases/case.hpp"

namespace pouch::gateway {

// For what a letter asks its reader's permission.
struct PermissionAsked {
  MessageNumber message;  // whose use in court is asked for
  std::string use;        // who, for what, as asked
};

struct AnsweredLetter {
  std::string id;                       // Message-ID
  std::string letter;                   // letter id: the fence of its form bears it
  std::string kind;                     // one of letter_rules()
  std::optional<MessageNumber> number;  // case and message that it carried; message 0: the case
  std::vector<std::string> receivers;   // addresses to which it went
  std::string text;                     // as sent, the inner subject first; empty: written before
                                        // texts were kept
  std::string context;                  // JSON of what a Reply may ask of it (search pages …)
  Time created{};
  std::optional<PermissionAsked> asks{};
};

}  // namespace pouch::gateway
