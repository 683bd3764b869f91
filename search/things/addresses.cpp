#include "search/things/addresses.hpp"

#include <arpa/inet.h>

#include <algorithm>
#include <vector>

#include "search/ascii.hpp"
#include "search/things/identifier.hpp"

namespace pouch::search {
namespace {

bool in_mailbox(char c) {
  return is_alnum(c) || static_cast<unsigned char>(c) >= 0x80 ||
         std::string_view("._%+-'=").find(c) != std::string_view::npos;
}

bool in_domain(char c) {
  return is_alnum(c) || static_cast<unsigned char>(c) >= 0x80 || c == '.' || c == '-';
}

bool in_network(char c) {
  return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F') || c == ':' ||
         c == '.';
}

template <bool (*In)(char)>
std::string_view piece_around(std::string_view text, std::size_t at) {
  auto begin = at, end = at;
  while (begin > 0 && In(text[begin - 1])) {
    --begin;
  }
  while (end < text.size() && In(text[end])) {
    ++end;
  }
  while (end > begin && text[end - 1] == '.') {
    --end;  // of the sentence
  }
  return text.substr(begin, end - begin);
}

std::string network(std::string_view value) {
  constexpr std::size_t kLongest = 45;  // INET6_ADDRSTRLEN without its end
  if (value.size() > kLongest || value.find_first_of(".:") == value.npos) {
    return {};
  }
  const std::string text(value);
  unsigned char octets[16];
  char written[INET6_ADDRSTRLEN] = {};
  for (const int family : {AF_INET, AF_INET6}) {
    if (inet_pton(family, text.c_str(), octets) == 1) {
      return inet_ntop(family, octets, written, sizeof written) != nullptr ? written : "";
    }
  }
  return {};
}

std::string mailbox(std::string_view value) {
  constexpr std::size_t kLongest = 254;  // RFC 5321 section 4.5.3.1.3, without its brackets
  const auto at = value.find('@');
  if (at == value.npos || at == 0 || value.size() > kLongest) {
    return {};
  }
  const auto domain = value.substr(at + 1);
  const bool well =
      std::all_of(value.begin(), value.begin() + static_cast<std::ptrdiff_t>(at), in_mailbox) &&
      !domain.empty() && std::all_of(domain.begin(), domain.end(), in_domain) &&
      domain.find('.') != domain.npos;
  return well ? lower(value) : std::string();
}

}  // namespace

std::string canonical_address(std::string_view value) {
  return value.find('@') != value.npos ? mailbox(value) : network(value);
}

bool is_address(std::string_view value) { return !canonical_address(value).empty(); }

std::vector<std::string> addresses_in(std::string_view text) {
  std::vector<std::string> found;
  const auto add = [&](std::string_view value) {
    if (is_address(value)) {
      found.emplace_back(value);
    }
  };
  for (auto at = text.find('@'); at != text.npos; at = text.find('@', at + 1)) {
    const auto left = piece_around<in_mailbox>(text, at);
    const auto right = piece_around<in_domain>(text, at + 1);
    if (left.end() == text.begin() + static_cast<std::ptrdiff_t>(at)) {
      add(text.substr(at - left.size(), left.size() + 1 + right.size()));
    }
  }
  for (std::size_t at = 0; at < text.size();) {
    if (text[at] == ':' || (text[at] == '.' && at > 0 && is_digit(text[at - 1]))) {
      const auto piece = piece_around<in_network>(text, at);
      add(piece);
      at = std::max(at + 1, static_cast<std::size_t>(piece.end() - text.begin()));
    } else {
      ++at;
    }
  }
  return found;
}

}  // namespace pouch::search
