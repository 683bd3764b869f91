#include "mail/openpgp/lone_revocations.hpp"

#include "mail/armour.hpp"
#include "mail/ascii.hpp"
#include "mail/lines.hpp"

namespace pouch::mail::openpgp {
namespace {

constexpr std::string_view kBase64 =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

// RFC 4880 section 4.2: tag 2 in the old and in the new format.
bool is_signature(std::size_t first_octet) {
  return (first_octet & 0xFCU) == 0x88U || first_octet == 0xC2U;
}

// RFC 4880 section 6.2: header lines, an empty line, base64.
bool bears_signature(std::string_view armour) {
  bool in_header = true;
  for (std::size_t at = line_at(armour, 0).end; at < armour.size();) {
    const auto line = line_at(armour, at);
    at = line.end;
    const auto text = trim(line.text);
    if (in_header || text.empty()) {
      in_header = in_header && !text.empty();
      continue;
    }
    const auto high = kBase64.find(text.front());
    const auto low = text.size() < 2 ? std::string_view::npos : kBase64.find(text[1]);
    return high != std::string_view::npos && low != std::string_view::npos &&
           is_signature((high << 2U) | (low >> 4U));
  }
  return false;
}

}  // namespace

std::vector<std::string_view> lone_revocations(std::string_view bytes) {
  std::vector<std::string_view> found;
  if (!bytes.empty() && is_signature(static_cast<unsigned char>(bytes.front()))) {
    return {bytes};
  }
  for (auto begin = bytes.find(kPublicKeyBegins); begin != std::string_view::npos;) {
    const auto end = bytes.find(kPublicKeyEnds, begin);
    if (end == std::string_view::npos) {
      break;
    }
    const auto block = bytes.substr(begin, end + kPublicKeyEnds.size() - begin);
    const bool locked = begin > 0 && bytes[begin - 1] != '\n';  // GnuPG's colon before its own
    if (!locked && bears_signature(block)) {
      found.push_back(block);
    }
    begin = bytes.find(kPublicKeyBegins, end);
  }
  return found;
}

}  // namespace pouch::mail::openpgp
