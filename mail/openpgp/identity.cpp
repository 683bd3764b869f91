#include "mail/openpgp/identity.hpp"

#include <sodium.h>

#include <algorithm>
#include <array>

namespace pouch::mail::openpgp {
namespace {

class Hash {
 public:
  Hash() { crypto_generichash_init(&state_, nullptr, 0, kSize); }
  void add(std::string_view bytes) {
    crypto_generichash_update(&state_, reinterpret_cast<const unsigned char*>(bytes.data()),
                              bytes.size());
  }
  std::string hex() {
    std::array<unsigned char, kSize> digest{};
    crypto_generichash_final(&state_, digest.data(), digest.size());
    std::array<char, kSize * 2 + 1> text{};
    sodium_bin2hex(text.data(), text.size(), digest.data(), digest.size());
    return text.data();
  }

 private:
  static constexpr std::size_t kSize = 32;
  crypto_generichash_state state_{};
};

void add_text(Hash& hash, std::string_view text) {
  std::size_t pending = 0;  // line ends not yet known to be inside the text
  std::size_t at = 0;
  while (at < text.size()) {
    const auto end = std::min(text.find('\n', at), text.size());
    auto line = text.substr(at, end - at);
    while (!line.empty() && (line.back() == '\r' || line.back() == ' ' || line.back() == '\t')) {
      line.remove_suffix(1);
    }
    if (!line.empty()) {
      for (; pending > 0; --pending) {
        hash.add("\n");
      }
      hash.add(line);
    }
    ++pending;
    at = end + 1;
  }
}

}  // namespace

std::string signature_identity(std::string_view fingerprint, std::chrono::sys_seconds made_at,
                               std::string_view signed_text) {
  Hash hash;
  hash.add(fingerprint);
  hash.add("\n" + std::to_string(made_at.time_since_epoch().count()) + "\n");
  add_text(hash, signed_text);
  return hash.hex();
}

}  // namespace pouch::mail::openpgp
