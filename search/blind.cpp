#include "search/blind.hpp"

#include <sodium.h>

#include <stdexcept>

namespace pouch::search {
namespace {

std::size_t size_of(TermKind kind) {
  constexpr std::size_t kOfWord = 6, kOfValue = 8;
  switch (kind) {
    case TermKind::kWord:
    case TermKind::kFolded:
    case TermKind::kMarked:
    case TermKind::kSpelling:
    case TermKind::kSound:
    case TermKind::kEdge:
    case TermKind::kEnd:
      return kOfWord;
    case TermKind::kWhole:
    case TermKind::kLook:
    case TermKind::kAlias:
    case TermKind::kExact:
    case TermKind::kReader:
    case TermKind::kFlag:
      break;
  }
  return kOfValue;
}

}  // namespace

std::string Blind::term(TermKind kind, std::string_view field, std::string_view folded) const {
  std::string message(1, static_cast<char>(kind));
  message.append(field).append(1, '\0').append(folded);
  unsigned char hash[crypto_generichash_BYTES_MIN];
  if (crypto_generichash(hash, sizeof hash, reinterpret_cast<const unsigned char*>(message.data()),
                         message.size(), key_.data(), key_.size()) != 0) {
    throw std::logic_error("BLAKE2b refused its parameters");
  }
  return {reinterpret_cast<const char*>(hash), size_of(kind)};
}

std::string Blind::check_value() const {
  const auto octets = term(TermKind::kFlag, "index", "key");
  std::string text;
  for (const char c : octets) {
    constexpr std::string_view kDigits = "0123456789abcdef";
    const auto octet = static_cast<unsigned char>(c);
    text += kDigits[octet >> 4];
    text += kDigits[octet & 15];
  }
  return text;
}

}  // namespace pouch::search
