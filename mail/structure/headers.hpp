// Header fields as values: addresses (RFC 5322 section 3.4), message identifiers (3.6.4), dates
// (3.3), unstructured text (RFC 2047). Reading refuses ambiguity (two different From fields, two
// mailboxes in From, a group there, NUL or bare CR) instead of picking. Nothing here folds Unicode
// to make two addresses meet (SECURITY section 2 classes 6, 26, 27).
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "mail/limits.hpp"
#include "mail/structure/scan.hpp"

namespace pouch::mail {

struct Address {
  std::string display;  // decoded, for showing only
  std::string spec;     // local@domain; domain in lower case; local part as written
};

// The header fields that Pouch reads. Strings are UTF-8 on one line.
struct Headers {
  Address from;
  std::vector<Address> to, cc;
  std::string subject;
  std::string message_id, in_reply_to;  // with angle brackets; empty when absent or unparsable
  std::vector<std::string> references;  // oldest first
  std::optional<std::chrono::sys_seconds> date;
  // Marks of automatic mail (RFC 3834 and the usual ones): empty when a person wrote it, else
  // which.
  std::string automatic;
  std::size_t received_count = 0;
};

struct HeaderRefusal {
  std::string rule;  // e.g. "two From fields"
};

// `require_from`: outer headers must have exactly one From mailbox; a protected set may lack it
// (then from.spec is empty).
std::variant<Headers, HeaderRefusal> read_headers(const Entity& entity, const Limits& limits,
                                                  bool require_from);

// RFC 2047, several words, any charset ICU knows but those of SECURITY class 29; what does not
// decode is shown as written. Never throws; result is valid UTF-8 without C0 controls.
std::string decode_text(std::string_view raw, const Limits& limits);

// Address list; nullopt when it cannot be parsed for sure.
std::optional<std::vector<Address>> parse_addresses(std::string_view raw, const Limits& limits);

// Two addr-specs name the same mailbox: domain compared as A-labels in lower case, local part
// without ASCII case. No other folding (class 27).
bool same_address(std::string_view left, std::string_view right);

// `address` is `ours`, with or without a +tag behind its local part (RFC 5233); `ours` may hold a
// plus sign itself.
bool same_but_for_tag(std::string_view address, std::string_view ours);

}  // namespace pouch::mail
