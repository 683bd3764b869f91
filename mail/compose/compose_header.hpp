// Header fields of our own mails: encoded (RFC 2047, RFC 2231), folded at 76 columns, never raw. A
// control character in free text becomes a blank; one in an address or identifier is a broken
// invariant (std::invalid_argument). Private to compose.
#pragma once

#include <chrono>
#include <string>
#include <string_view>
#include <vector>

#include "mail/structure/headers.hpp"

namespace pouch::mail {

std::string text_field(std::string_view name, std::string_view value);
std::string address_field(std::string_view name, const std::vector<Address>& addresses);
// Message-ID, In-Reply-To, References: empty ones, and those that no line can hold, are left out.
std::string identifier_field(std::string_view name, const std::vector<std::string>& identifiers);
std::string date_field(std::chrono::sys_seconds date);
// `value` is ours (a media type); `parameter` may be any text.
std::string parameter_field(std::string_view name, std::string_view value,
                            std::string_view parameter, std::string_view text);
// RFC 9788 section 2.2: an HP-Outer field for each of these header fields, as they were written.
std::string outer_fields(std::string_view fields);

}  // namespace pouch::mail
