#include "gateway/cases/identifiers.hpp"

#include <string_view>

#include "mail/ascii.hpp"

namespace pouch::gateway {
namespace {

constexpr std::string_view kIdMark = "<pouch.";  // every identifier that we write starts so

std::string domain_of(const config::Site& site) {
  return site.address.substr(site.address.rfind('@') + 1);
}

}  // namespace

std::string letter_id(const std::string& seed, std::size_t n) {
  return seed + "-" + std::to_string(n);
}

std::string letter_message_id(const config::Site& site, const std::string& seed, std::size_t n) {
  return std::string(kIdMark) + letter_id(seed, n) + "@" + domain_of(site) + ">";
}

std::string thread_root(const config::Site& site, const CaseNumber& number) {
  return std::string(kIdMark) + mail::to_lower(number.text()) + "@" + domain_of(site) + ">";
}

bool is_our_message_id(const config::Site& site, const std::string& message_id) {
  return message_id.starts_with(kIdMark) && message_id.ends_with("@" + domain_of(site) + ">");
}

}  // namespace pouch::gateway
