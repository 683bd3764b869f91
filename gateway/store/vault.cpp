#include "gateway/store/vault.hpp"

#include <pthread.h>
#include <sodium.h>

#include <algorithm>
#include <mutex>
#include <stdexcept>
#include <utility>
#include <vector>

namespace pouch::gateway {
namespace {

constexpr std::size_t kSecretOctets = 32;
constexpr std::size_t kNonce = crypto_aead_xchacha20poly1305_ietf_NPUBBYTES;
constexpr std::size_t kTag = crypto_aead_xchacha20poly1305_ietf_ABYTES;
static_assert(kSecretOctets == crypto_aead_xchacha20poly1305_ietf_KEYBYTES);
static_assert(kSecretOctets == crypto_generichash_KEYBYTES);
static_assert(kSecretOctets == crypto_box_SEEDBYTES);
static_assert(kSecretOctets == crypto_box_SECRETKEYBYTES);
static_assert(kSecretOctets == crypto_box_PUBLICKEYBYTES);
static_assert(kSpoolWrappedKey == crypto_box_SEALBYTES + kSecretOctets);

void need_sodium() {
  static const int kReady = sodium_init();
  if (kReady < 0) {
    throw Fault(true, "vault: libsodium does not start", "no source of randomness?");
  }
}

// Room for secrets, locked and between guard pages, many in one piece: to lock and to unlock memory
// costs ten calls of the kernel for each secret, and a page of a search opens sixty. What is given
// back is wiped and used again. A fork's child inherits no lock (mlock(2)): it begins anew.
class LockedMemory {
 public:
  static LockedMemory& instance() {
    static auto& one = *new LockedMemory;  // secrets that outlive all else give theirs back too
    return one;
  }

  unsigned char* take() {
    const std::lock_guard<std::mutex> lock(mutex_);
    if (free_.empty()) {
      add_piece();
    }
    auto* slot = free_.back();
    free_.pop_back();
    return slot;
  }

  void give_back(unsigned char* slot) noexcept {
    sodium_memzero(slot, kSecretOctets);
    const std::lock_guard<std::mutex> lock(mutex_);
    const bool ours = std::any_of(pieces_.begin(), pieces_.end(), [&](const unsigned char* piece) {
      return slot >= piece && slot < piece + kPiece;
    });
    if (ours) {
      free_.push_back(slot);  // reserved for all
    }
  }

 private:
  static constexpr std::size_t kSlots = 64, kPiece = kSlots * kSecretOctets;

  LockedMemory() {
    need_sodium();
    pthread_atfork([] { instance().mutex_.lock(); }, [] { instance().mutex_.unlock(); },
                   [] {
                     instance().free_.clear();
                     instance().pieces_.clear();
                     instance().mutex_.unlock();
                   });
  }

  void add_piece() {
    auto* piece = static_cast<unsigned char*>(sodium_malloc(kPiece));
    if (piece == nullptr) {
      throw Fault(true, "vault: no locked memory", "raise RLIMIT_MEMLOCK or free memory");
    }
    pieces_.push_back(piece);
    free_.reserve(pieces_.size() * kSlots);
    for (std::size_t i = 0; i < kSlots; ++i) {
      free_.push_back(piece + i * kSecretOctets);
    }
  }

  std::mutex mutex_;
  std::vector<unsigned char*> free_, pieces_;
};

const unsigned char* octets_in(std::string_view bytes) {
  return reinterpret_cast<const unsigned char*>(bytes.data());
}

unsigned char* octets_in(std::string& bytes) {
  return reinterpret_cast<unsigned char*>(bytes.data());
}

// The purpose is a name of ours (kind and number), never content.
[[noreturn]] void does_not_open(std::string_view purpose) {
  throw Fault(false, "vault: what is sealed as " + std::string(purpose) + " does not open",
              "it was changed on the disk, put in another's place, or sealed under another data "
              "key; compare with the backup");
}

// Opens `sealed` into `out`, which has room for exactly its plaintext.
void open_into(unsigned char* out, const Secret& key, std::string_view purpose,
               std::string_view sealed) {
  const auto* nonce = octets_in(sealed);
  if (crypto_aead_xchacha20poly1305_ietf_decrypt(
          out, nullptr, nullptr, nonce + kNonce, sealed.size() - kNonce, octets_in(purpose),
          purpose.size(), nonce, octets_in(key.octets())) != 0) {
    does_not_open(purpose);
  }
}

// The same with a sealed box.
void open_box_into(unsigned char* out, const SpoolKeys& keys, std::string_view sealed) {
  if (crypto_box_seal_open(out, octets_in(sealed), sealed.size(),
                           octets_in(std::string_view(keys.public_key)),
                           octets_in(keys.secret_key.octets())) != 0) {
    does_not_open("spool");
  }
}

}  // namespace

Secret::Secret() : bytes_(LockedMemory::instance().take()) {
  sodium_memzero(bytes_, kSecretOctets);  // libsodium fills new memory with another octet
}

Secret::~Secret() {
  if (bytes_ != nullptr) {
    LockedMemory::instance().give_back(bytes_);
  }
}

Secret::Secret(Secret&& other) noexcept : bytes_(std::exchange(other.bytes_, nullptr)) {}

Secret& Secret::operator=(Secret&& other) noexcept {
  std::swap(bytes_, other.bytes_);
  return *this;
}

Secret Secret::random() {
  Secret secret;
  randombytes_buf(secret.bytes_, kSecretOctets);
  return secret;
}

Secret Secret::from(std::string_view octets) {
  if (octets.size() != kSecretOctets) {
    throw Fault(false, "vault: a key of the wrong length", "the data key is damaged");
  }
  Secret secret;
  std::copy(octets.begin(), octets.end(), secret.bytes_);
  return secret;
}

Secret Secret::made(const std::function<void(unsigned char*)>& write) {
  Secret secret;
  write(secret.bytes_);
  return secret;
}

std::string_view Secret::octets() const {
  if (!bytes_) {
    throw std::logic_error("a secret that was moved away is used");
  }
  return {reinterpret_cast<const char*>(bytes_), kSecretOctets};
}

Secret Secret::derive(std::string_view purpose) const {
  Secret derived;
  crypto_generichash(derived.bytes_, kSecretOctets, octets_in(purpose), purpose.size(),
                     octets_in(octets()), kSecretOctets);
  return derived;
}

std::string seal(const Secret& key, std::string_view purpose, std::string_view plain) {
  std::string sealed(kNonce + plain.size() + kTag, '\0');
  auto* out = octets_in(sealed);
  randombytes_buf(out, kNonce);
  crypto_aead_xchacha20poly1305_ietf_encrypt(out + kNonce, nullptr, octets_in(plain), plain.size(),
                                             octets_in(purpose), purpose.size(), nullptr, out,
                                             octets_in(key.octets()));
  return sealed;
}

std::string unseal(const Secret& key, std::string_view purpose, std::string_view sealed) {
  if (sealed.size() < kNonce + kTag) {
    does_not_open(purpose);
  }
  std::string plain(sealed.size() - kNonce - kTag, '\0');
  open_into(octets_in(plain), key, purpose, sealed);
  return plain;
}

std::string wrap(const Secret& key, std::string_view purpose, const Secret& secret) {
  return seal(key, purpose, secret.octets());
}

Secret unwrap(const Secret& key, std::string_view purpose, std::string_view wrapped) {
  if (wrapped.size() != kNonce + kSecretOctets + kTag) {
    does_not_open(purpose);
  }
  return Secret::made([&](unsigned char* out) { open_into(out, key, purpose, wrapped); });
}

SpoolKeys spool_keys(const Secret& data_key) {
  const auto seed = data_key.derive("spool");
  std::string public_key(kSecretOctets, '\0');
  auto secret = Secret::made([&](unsigned char* out) {
    crypto_box_seed_keypair(octets_in(public_key), out, octets_in(seed.octets()));
  });
  return {std::move(public_key), std::move(secret)};
}

std::string seal_for_spool(std::string_view public_key, std::string_view plain) {
  need_sodium();
  if (public_key.size() != kSecretOctets) {
    throw Fault(false, "vault: the spool's public key has the wrong length",
                "state/spool.pub is damaged; restore it from the backup");
  }
  std::string sealed(crypto_box_SEALBYTES + plain.size(), '\0');
  if (crypto_box_seal(octets_in(sealed), octets_in(plain), plain.size(), octets_in(public_key)) !=
      0) {
    throw Fault(false, "vault: the spool's public key is none",
                "state/spool.pub is damaged; restore it from the backup");
  }
  return sealed;
}

std::string unseal_from_spool(const SpoolKeys& keys, std::string_view sealed) {
  if (sealed.size() < crypto_box_SEALBYTES) {
    does_not_open("spool");
  }
  std::string plain(sealed.size() - crypto_box_SEALBYTES, '\0');
  open_box_into(octets_in(plain), keys, sealed);
  return plain;
}

Secret unwrap_from_spool(const SpoolKeys& keys, std::string_view wrapped) {
  if (wrapped.size() != kSpoolWrappedKey) {
    does_not_open("spool");
  }
  return Secret::made([&](unsigned char* out) { open_box_into(out, keys, wrapped); });
}

std::string keyed_hash(const Secret& key, std::string_view bytes) {
  std::string hash(crypto_generichash_BYTES, '\0');
  crypto_generichash(octets_in(hash), hash.size(), octets_in(bytes), bytes.size(),
                     octets_in(key.octets()), kSecretOctets);
  return hash;
}

std::string keyed_digits(const Secret& key, std::string_view bytes) {
  constexpr std::size_t kDigits = 32;
  return hex(keyed_hash(key, bytes)).substr(0, kDigits);
}

bool same_octets(std::string_view left, std::string_view right) {
  return left.size() == right.size() && sodium_memcmp(left.data(), right.data(), left.size()) == 0;
}

std::string hex(std::string_view octets) {
  std::string text(octets.size() * 2 + 1, '\0');
  sodium_bin2hex(text.data(), text.size(), octets_in(octets), octets.size());
  text.pop_back();
  return text;
}

std::string octets_of_hex(std::string_view text) {
  std::string octets(text.size() / 2, '\0');
  std::size_t length = 0;
  if (text.size() % 2 != 0 ||
      sodium_hex2bin(octets_in(octets), octets.size(), text.data(), text.size(), nullptr, &length,
                     nullptr) != 0 ||
      length != octets.size()) {
    throw Fault(false, "vault: hexadecimal digits expected", "a file of the state is damaged");
  }
  return octets;
}

std::string sha256_hex(std::string_view bytes) {
  need_sodium();
  std::string digest(crypto_hash_sha256_BYTES, '\0');
  crypto_hash_sha256(octets_in(digest), octets_in(bytes), bytes.size());
  return hex(digest);
}

Sha256::Sha256() {
  static_assert(sizeof(crypto_hash_sha256_state) <= kState);
  need_sodium();
  crypto_hash_sha256_init(reinterpret_cast<crypto_hash_sha256_state*>(state_));
}

void Sha256::take(std::string_view piece) {
  crypto_hash_sha256_update(reinterpret_cast<crypto_hash_sha256_state*>(state_), octets_in(piece),
                            piece.size());
}

std::string Sha256::hex() {
  std::string digest(crypto_hash_sha256_BYTES, '\0');
  crypto_hash_sha256_final(reinterpret_cast<crypto_hash_sha256_state*>(state_), octets_in(digest));
  return gateway::hex(digest);
}

std::string random_hex(std::size_t octets) {
  need_sodium();
  std::string bytes(octets, '\0');
  randombytes_buf(bytes.data(), bytes.size());
  return hex(bytes);
}

}  // namespace pouch::gateway
