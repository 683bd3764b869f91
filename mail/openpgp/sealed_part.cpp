#include "mail/openpgp/sealed_part.hpp"

#include <algorithm>

#include "mail/ascii.hpp"
#include "mail/content/html.hpp"
#include "mail/text/transfer.hpp"

namespace pouch::mail::openpgp {
namespace {

constexpr std::string_view kBegin = "-----BEGIN PGP MESSAGE-----";
constexpr std::string_view kEnd = "-----END PGP MESSAGE-----";
constexpr std::string_view kVersion = "Version: 1";
constexpr std::size_t kControlSize = 1024;  // octets

bool is_openpgp(std::string_view bytes) {
  if (is_whole_armour(bytes)) {
    return true;
  }
  // RFC 4880 section 4.2: a packet of tag 1 (public-key encrypted session key) comes first.
  if (bytes.empty() || (static_cast<unsigned char>(bytes.front()) & 0x80) == 0) {
    return false;
  }
  const auto octet = static_cast<unsigned char>(bytes.front());
  const int tag = (octet & 0x40) != 0 ? octet & 0x3F : (octet & 0x3C) >> 2;
  return tag == 1;
}

}  // namespace

std::optional<Bytes> leaf_bytes(const Entity& entity) {
  if (entity.is_multipart()) {
    return std::nullopt;
  }
  if (is_identity(entity.encoding)) {
    return Bytes(nullptr, entity.body);
  }
  std::string bytes;
  return decode_transfer(entity.encoding, entity.body, bytes)
             ? std::optional<Bytes>(std::move(bytes))
             : std::nullopt;
}

bool is_blank(const Entity& entity) {
  const auto bytes = leaf_bytes(entity);
  if (entity.type != "text" || !bytes) {
    return false;
  }
  const Bytes text = entity.subtype == "html" ? Bytes(html_to_text(*bytes)) : *bytes;
  return without_blanks_around(text).empty() || without_blanks_around(text) == "Empty Message";
}

bool is_control(const Entity& entity) {
  const bool labelled = entity.is("application", "pgp-encrypted");
  const auto bytes =
      labelled || entity.is("application", "octet-stream") ? leaf_bytes(entity) : std::nullopt;
  if (!bytes || bytes->size() > kControlSize ||
      bytes->view().find("-----") != std::string_view::npos) {
    return false;
  }
  const auto text = without_blanks_around(*bytes);
  auto line = text.substr(0, text.find_first_of("\r\n"));
  line.remove_suffix(line.size() - std::min(line.find_last_not_of(" \t") + 1, line.size()));
  return line == kVersion || (labelled && text.empty());
}

std::optional<Bytes> ciphertext_of(const Entity& entity) {
  auto bytes = leaf_bytes(entity);
  return bytes && is_openpgp(*bytes) ? std::move(bytes) : std::nullopt;
}

std::optional<std::string> inline_armour(const Entity& entity) {
  auto bytes = entity.type == "text" ? leaf_bytes(entity) : std::nullopt;
  if (!bytes) {
    return std::nullopt;
  }
  if (entity.subtype == "html") {
    bytes = html_to_text(*bytes);
  }
  return is_whole_armour(*bytes) ? std::optional(std::string(without_blanks_around(*bytes)) + "\n")
                                 : std::nullopt;
}

bool mentions_armour(const Entity& entity) {
  if (entity.is_multipart()) {
    return std::any_of(entity.parts.begin(), entity.parts.end(), mentions_armour);
  }
  const auto bytes = entity.type == "text" ? leaf_bytes(entity) : std::nullopt;
  return bytes && bytes->view().find(kBegin) != std::string_view::npos;
}

bool is_whole_armour(std::string_view text) {
  text = without_blanks_around(text);
  return text.starts_with(kBegin) && text.ends_with(kEnd) &&
         text.find("-----BEGIN PGP", 1) == std::string_view::npos &&
         text.find(kEnd) == text.size() - kEnd.size();
}

std::string_view without_blanks_around(std::string_view text) {
  text = without_byte_order_mark(text);
  const auto begin = text.find_first_not_of(" \t\r\n");
  const auto end = text.find_last_not_of(" \t\r\n");
  return begin == std::string_view::npos ? std::string_view() : text.substr(begin, end - begin + 1);
}

}  // namespace pouch::mail::openpgp
