#include "mail/openpgp/clearsigned.hpp"

#include <algorithm>

#include "mail/ascii.hpp"

namespace pouch::mail::openpgp {
namespace {

constexpr std::string_view kMessage = "-----BEGIN PGP SIGNED MESSAGE-----";
constexpr std::string_view kSignatureMark = "-----BEGIN PGP SIGNATURE-----";
constexpr std::string_view kEnd = "-----END PGP SIGNATURE-----";

// Lines in which the block can be, one after the other.
enum class Place { kBefore, kHeaders, kText, kSignature, kAfter };

std::string_view without_end(std::string_view line) {
  while (!line.empty() && (line.back() == '\r' || line.back() == ' ' || line.back() == '\t')) {
    line.remove_suffix(1);
  }
  return line;
}

}  // namespace

bool is_whole_clearsigned(std::string_view text) {
  text = without_byte_order_mark(text);
  auto place = Place::kBefore;
  std::size_t at = 0;
  while (at < text.size()) {
    const auto end = std::min(text.find('\n', at), text.size());
    const auto line = without_end(text.substr(at, end - at));
    at = end + 1;
    switch (place) {
      case Place::kBefore:
        if (line.empty()) {
          break;
        }
        if (line != kMessage) {
          return false;
        }
        place = Place::kHeaders;
        break;
      case Place::kHeaders:
        // RFC 4880 section 7: one or more "Hash" headers, then an empty line; anything else here
        // would be shown as text by some readers.
        if (line.empty()) {
          place = Place::kText;
        } else if (!line.starts_with("Hash: ")) {
          return false;
        }
        break;
      case Place::kText:
        if (line == kSignatureMark) {
          place = Place::kSignature;
        } else if (line.starts_with("-") && !line.starts_with("- ")) {
          return false;  // section 7.1: such a line must be dash-escaped
        }
        break;
      case Place::kSignature:
        if (line == kEnd) {
          place = Place::kAfter;
        } else if (line.starts_with("-")) {
          return false;
        }
        break;
      case Place::kAfter:
        if (!line.empty()) {
          return false;
        }
        break;
    }
  }
  return place == Place::kAfter;
}

bool mentions_clearsigned(std::string_view text) {
  return text.find(kMessage) != std::string_view::npos;
}

}  // namespace pouch::mail::openpgp
