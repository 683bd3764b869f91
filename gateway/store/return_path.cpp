#include "gateway/store/return_path.hpp"

#include <algorithm>
#include <charconv>
#include <utility>

#include "mail/ascii.hpp"
#include "mail/structure/headers.hpp"

namespace pouch::gateway {
namespace {

constexpr std::string_view kMark = "+d";
constexpr std::size_t kMacDigits = 20;  // 80 bits: each guess costs a mail
constexpr std::size_t kLongestLocalPart = 64;

bool is_hex(std::string_view text) {
  return std::all_of(text.begin(), text.end(),
                     [](char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'); });
}

}  // namespace

ReturnPath::ReturnPath(const Secret& data_key, std::vector<std::int64_t> last_before)
    : key_(data_key.derive("return path")), last_before_(std::move(last_before)) {}

std::string ReturnPath::mac(std::int64_t delivery, std::string_view recipient) const {
  auto covered = std::to_string(delivery) + " " + mail::to_lower(recipient);
  const auto epoch = std::count_if(last_before_.begin(), last_before_.end(),
                                   [&](std::int64_t last) { return delivery > last; });
  if (epoch > 0) {
    covered += " " + std::to_string(epoch);
  }
  return hex(keyed_hash(key_, covered)).substr(0, kMacDigits);
}

std::string ReturnPath::address(std::string_view ours, std::int64_t delivery,
                                std::string_view recipient) const {
  const auto at = ours.rfind('@');
  if (at == std::string_view::npos) {
    return {};
  }
  auto local = std::string(ours.substr(0, at));
  local.append(kMark).append(std::to_string(delivery)).append("-").append(mac(delivery, recipient));
  return local.size() > kLongestLocalPart ? std::string() : local + std::string(ours.substr(at));
}

bool ReturnPath::proves(const ReturnToken& token, std::string_view recipient) const {
  return same_octets(token.mac, mac(token.delivery, recipient));
}

std::optional<ReturnToken> return_token(std::string_view address, std::string_view ours) {
  const auto at = address.rfind('@');
  const auto local = ours.rfind('@');
  if (!mail::same_but_for_tag(address, ours) || at <= local) {
    return std::nullopt;
  }
  const auto tag = mail::to_lower(address.substr(local, at - local));
  const auto dash = tag.find('-');
  if (!tag.starts_with(kMark) || dash == std::string::npos) {
    return std::nullopt;
  }
  ReturnToken token;
  const auto* begin = tag.data() + kMark.size();
  const auto* end = tag.data() + dash;
  const auto read = std::from_chars(begin, end, token.delivery);
  token.mac = tag.substr(dash + 1);
  if (begin == end || *begin < '1' || *begin > '9' || read.ec != std::errc() || read.ptr != end ||
      token.mac.size() != kMacDigits || !is_hex(token.mac)) {
    return std::nullopt;
  }
  return token;
}

}  // namespace pouch::gateway
