// Lists of addresses (headers.hpp).
#include "mail/ascii.hpp"
#include "mail/structure/headers.hpp"
#include "mail/structure/mailbox.hpp"
#include "mail/text/charset.hpp"

namespace pouch::mail {

std::optional<std::vector<Address>> parse_addresses(std::string_view raw, const Limits& limits) {
  auto list = read_address_list(raw, limits);
  if (!list) return std::nullopt;
  return std::move(list->mailboxes);
}

bool same_address(std::string_view left, std::string_view right) {
  const auto left_at = left.rfind('@');
  const auto right_at = right.rfind('@');
  if (left_at == std::string_view::npos || right_at == std::string_view::npos) return false;
  if (left_at == 0 || !same_word(left.substr(0, left_at), right.substr(0, right_at))) return false;
  const auto left_domain = domain_to_ascii(left.substr(left_at + 1));
  const auto right_domain = domain_to_ascii(right.substr(right_at + 1));
  return left_domain && right_domain && *left_domain == *right_domain;
}

bool same_but_for_tag(std::string_view address, std::string_view ours) {
  const auto at = address.rfind('@');
  const auto local = ours.rfind('@');
  if (at == std::string_view::npos || local == std::string_view::npos) return false;
  if (at > local && address[local] == '+') {
    std::string without(address.substr(0, local));
    return same_address(without.append(address.substr(at)), ours);
  }
  return same_address(address, ours);
}

}  // namespace pouch::mail
