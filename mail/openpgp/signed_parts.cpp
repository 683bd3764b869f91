#include "mail/openpgp/signed_parts.hpp"

#include <variant>

#include "mail/text/transfer.hpp"

namespace pouch::mail::openpgp {
namespace {

// RFC 3156 section 5: signatures are over canonical CRLF text, whatever this copy has.
std::string canonical(std::string_view text) {
  std::string result;
  result.reserve(text.size() + text.size() / 32);
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '\n' && (i == 0 || text[i - 1] != '\r')) {
      result += '\r';
    }
    result += text[i];
  }
  return result;
}

}  // namespace

std::optional<SignedParts> signed_parts(const Entity& root) {
  SignedParts parts;
  if (!decode_transfer(root.parts[1].encoding, root.parts[1].body, parts.signature)) {
    return std::nullopt;
  }
  parts.text = canonical(root.parts[0].whole);
  return parts;
}

std::optional<SignedParts> signed_parts(std::string_view entity, const Limits& limits) {
  auto of_inside = limits;
  of_inside.message = limits.plaintext;
  const auto scanned = scan(entity, of_inside, Scanning::kRoot);
  const auto* root = std::get_if<Entity>(&scanned);
  return root != nullptr && root->parts.size() == 2 ? signed_parts(*root) : std::nullopt;
}

}  // namespace pouch::mail::openpgp
