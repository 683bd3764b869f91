#include "mail/gnupg/offered_key.hpp"

#include <chrono>
#include <filesystem>

#include "mail/gnupg/key_pool.hpp"
#include "mail/gnupg/ring_parts.hpp"

namespace pouch::mail::openpgp {
namespace {

namespace fs = std::filesystem;

constexpr std::chrono::hours kForgotten{1};
constexpr std::size_t kLargestSecret = 4u << 10;

std::string sealed_to(const fs::path& home, const std::string& fingerprint,
                      std::string_view secret) {
  const Context context(home);
  KeyHandle key;
  if (const auto error = find_key(context, {kRingOperation}, fingerprint, false, key)) {
    fail(error, "find an offered key");
  }
  gpgme_key_t recipients[] = {key.get(), nullptr};
  Source in(secret);
  Sink out(kLargestSecret * 2 + kLargestKey);
  const auto flags = static_cast<gpgme_encrypt_flags_t>(
      GPGME_ENCRYPT_ALWAYS_TRUST | GPGME_ENCRYPT_NO_ENCRYPT_TO | GPGME_ENCRYPT_NO_COMPRESS);
  const auto error = with_deadline(context, {kRingOperation}, "sealing to an offered key", [&] {
    return gpgme_op_encrypt(context.get(), recipients, flags, in.get(), out.get());
  });
  const auto* result = gpgme_op_encrypt_result(context.get());
  if (error != 0 && is_transient(error)) {
    fail(error, "seal to an offered key");
  }
  const bool sound = error == 0 && result != nullptr && result->invalid_recipients == nullptr;
  return sound ? out.take() : std::string();
}

// Whatever armour it wears, and wherever it stands.
bool has_secret(std::string_view bytes) {
  const TemporaryHome home;
  const Context context(home.path());
  const auto octets = as_octets(bytes);
  Source in(octets);
  const auto error = with_deadline(context, {kRingOperation}, "looking at an offered key",
                                   [&] { return gpgme_op_import(context.get(), in.get()); });
  if (error != 0 && is_transient(error)) {
    fail(error, "look at an offered key");
  }
  const auto* result = gpgme_op_import_result(context.get());
  return result != nullptr && (result->secret_read > 0 || result->secret_imported > 0);
}

}  // namespace

Offered look_at_offered(std::string_view bytes, std::string_view secret) {
  if (has_secret(bytes)) {
    return {{}, {}, true};
  }
  const TemporaryHome home;
  Offered offered{add_to(home.path(), bytes), {}, false};
  const auto& keys = offered.brought.keys;
  const bool one =
      keys.size() == 1 && keys.front().refused.empty() && keys.front().info.usable_for_sealing();
  if (one && secret.size() <= kLargestSecret) {
    offered.sealed = sealed_to(home.path(), keys.front().info.fingerprint, secret);
  }
  return offered;
}

void sweep_throw_away_homes() {
  std::error_code error;
  const auto now = fs::file_time_type::clock::now();
  for (fs::directory_iterator it(fs::temp_directory_path(error), error), end; !error && it != end;
       it.increment(error)) {
    const bool ours = it->path().filename().string().starts_with("pouch-ring.");
    std::error_code ignored;
    if (ours && now - fs::last_write_time(it->path(), ignored) > kForgotten && !ignored) {
      fs::remove_all(it->path(), ignored);
    }
  }
}

}  // namespace pouch::mail::openpgp
