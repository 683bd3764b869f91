// application/x-www-form-urlencoded (URL standard, "application/x-www-form-urlencoded parsing"), as
// strictly as forms of our own are sent: a name that stands twice, a broken percent sign, an octet
// that is no UTF-8 or NUL, and more pairs than any form of ours has make the whole no form.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace pouch::gateway::http {

inline constexpr std::size_t kMostPairs = 30;

using FormValues = std::map<std::string, std::string, std::less<>>;
std::optional<FormValues> read_form(std::string_view octets);

// Of a Cookie field (RFC 6265 section 4.2.1): the value of that name; empty when it is not there
// once.
std::string cookie_named(std::string_view cookies, std::string_view name);

}  // namespace pouch::gateway::http
