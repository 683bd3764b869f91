#include "gateway/web/http/form.hpp"

#include <algorithm>

#include "mail/text/charset.hpp"

namespace pouch::gateway::http {
namespace {

int hexadecimal(char c) {
  return c >= '0' && c <= '9'   ? c - '0'
         : c >= 'a' && c <= 'f' ? c - 'a' + 10
         : c >= 'A' && c <= 'F' ? c - 'A' + 10
                                : -1;
}

std::optional<std::string> decoded(std::string_view text) {
  std::string out;
  for (std::size_t at = 0; at < text.size(); ++at) {
    if (text[at] != '%') {
      out += text[at] == '+' ? ' ' : text[at];
      continue;
    }
    const int high = at + 2 < text.size() ? hexadecimal(text[at + 1]) : -1;
    const int low = high < 0 ? -1 : hexadecimal(text[at + 2]);
    if (low < 0) {
      return std::nullopt;
    }
    out += static_cast<char>(high * 16 + low);
    at += 2;
  }
  return mail::is_utf8(out) ? std::optional(std::move(out)) : std::nullopt;
}

// What stands before the next `mark`; it goes off the rest, with the mark.
std::string_view next(std::string_view& rest, char mark) {
  const auto one = rest.substr(0, rest.find(mark));
  rest.remove_prefix(std::min(one.size() + 1, rest.size()));
  return one;
}

}  // namespace

std::optional<FormValues> read_form(std::string_view octets) {
  FormValues values;
  for (std::size_t pairs = 0; !octets.empty(); ++pairs) {
    auto pair = next(octets, '&');
    const auto name = decoded(next(pair, '='));
    const auto value = decoded(pair);
    if (pairs == kMostPairs || !name || !value || !values.emplace(*name, *value).second) {
      return std::nullopt;
    }
  }
  return values;
}

std::string cookie_named(std::string_view cookies, std::string_view name) {
  std::string found;
  std::size_t times = 0;
  while (!cookies.empty()) {
    auto pair = next(cookies, ';');
    pair.remove_prefix(std::min(pair.find_first_not_of(" \t"), pair.size()));
    if (next(pair, '=') == name) {
      found = pair;
      ++times;
    }
  }
  return times == 1 ? found : std::string();
}

}  // namespace pouch::gateway::http
