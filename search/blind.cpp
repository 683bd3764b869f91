#include "search/blind.hpp"

#include <sodium.h>

#include <stdexcept>

namespace pouch::search {

std::string Blind::term(TermKind kind, std::string_view field, std::string_view folded) const {
  constexpr std::size_t kTermSize = 8;  // ENGINES section 3: a clash in a million words, odds 3e-8
  std::string message(1, static_cast<char>(kind));
  message.append(field).append(1, '\0').append(folded);
  unsigned char hash[crypto_generichash_BYTES_MIN];
  if (crypto_generichash(hash, sizeof hash, reinterpret_cast<const unsigned char*>(message.data()),
                         message.size(), key_.data(), key_.size()) != 0) {
    throw std::logic_error("BLAKE2b refused its parameters");
  }
  return {reinterpret_cast<const char*>(hash), kTermSize};
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
