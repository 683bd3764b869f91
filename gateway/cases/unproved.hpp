// The sender of a message whose signature nobody proved: a mail of an older archive. What its From
// field says, marked, where a proved message has the directory's id (which has no `@`).
#pragma once

#include <string>
#include <string_view>

namespace pouch::gateway {

inline constexpr std::string_view kNotProved = " (not proved)";

inline std::string unproved_sender(std::string_view address) {
  return (address.empty() ? "unknown" : std::string(address)) + std::string(kNotProved);
}

// Without the mark; the id of a proved one as it is.
inline std::string_view bare_sender(std::string_view sender) {
  return sender.ends_with(kNotProved) ? sender.substr(0, sender.size() - kNotProved.size())
                                      : sender;
}

}  // namespace pouch::gateway
