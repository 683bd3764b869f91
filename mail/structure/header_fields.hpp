// Cuts one entity into header fields and body (RFC 5322 sections 2.1, 2.2). Refuses what readers
// disagree about: bare CR (CR CR LF too), NUL, a line without colon, a name that is not printable
// ASCII, a continuation line with nothing to continue. A header without blank line after it is
// legal: then there is no body.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "mail/limits.hpp"
#include "mail/structure/scan.hpp"

namespace pouch::mail {

struct HeaderBlock {
  std::string_view header;
  std::string_view body;
  std::vector<Field> fields;
};

std::variant<HeaderBlock, ScanRefusal> split_header(std::string_view entity, const Limits& limits);

// RFC 5322 section 2.2.3: line ends before white space removed. Empty when a line end is not
// followed by white space, or another control character than TAB is there.
std::optional<std::string> unfold(std::string_view value);

// Two fields that say the same, however each was folded.
bool same_field_value(std::string_view left, std::string_view right);

}  // namespace pouch::mail
