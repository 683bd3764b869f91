// Content-Type, Content-Disposition and Content-Transfer-Encoding (RFC 2045 sections 5 and 6,
// RFC 2183) with comments, quoted pairs and the parameters of RFC 2231 (continued, encoded, or
// both). Refuses two values of one parameter. Only file names are read leniently: they are shown,
// nothing is decided by them.
#pragma once

#include <string>
#include <string_view>
#include <variant>

#include "mail/structure/scan.hpp"

namespace pouch::mail {

struct MimeValue {
  std::string value;  // "multipart/mixed", "attachment", "base64"; lower case, no white space
  Parameters parameters;
};

struct MimeFault {
  std::string rule;
};

std::variant<MimeValue, MimeFault> read_content_type(std::string_view raw);
std::variant<MimeValue, MimeFault> read_disposition(std::string_view raw);
std::variant<MimeValue, MimeFault> read_transfer_encoding(std::string_view raw);

}  // namespace pouch::mail
