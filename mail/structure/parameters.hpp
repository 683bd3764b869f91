// Parameters of MIME header fields, put together from what was written (RFC 2231 sections 3, 4).
#pragma once

#include <string>
#include <vector>

#include "mail/structure/mime_header.hpp"

namespace pouch::mail {

struct WrittenParameter {
  std::string name;   // lower case, with its asterisks: "filename*0*"
  std::string value;  // unquoted
};

// `name` and `filename`, with or without asterisks: for showing only.
bool is_shown_only(std::string_view parameter_name);

std::variant<Parameters, MimeFault> join_parameters(const std::vector<WrittenParameter>& written);

}  // namespace pouch::mail
