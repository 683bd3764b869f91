#include "mail/openpgp/engine.hpp"

#include <atomic>

#include "mail/openpgp/feed.hpp"
#include "mail/openpgp/helper.hpp"

namespace pouch::mail::openpgp {
namespace {

std::uint64_t next_session() {
  static std::atomic<std::uint64_t> last{0};
  return ++last;
}

}  // namespace

struct Engine::Impl {
  Wanted wanted(Ask what, std::string arguments = {}, std::vector<std::string_view> sources = {},
                std::size_t output = 0) const {
    return {what, home,    std::move(arguments), std::move(sources), output, limits,
            stop, session, limits.crypto_time};
  }

  Bytes bytes(const Wanted& wanted) const {
    Bytes result;
    helper->ask(wanted, [&](Unpacker&, Bytes output) { result = std::move(output); });
    return result;
  }

  Result verdict(const Wanted& wanted) const {
    Result result;
    helper->ask(wanted, [&](Unpacker& values, Bytes output) {
      values(result);
      result.plaintext = std::move(output);
    });
    return result;
  }

  std::filesystem::path home;
  Limits limits;
  int stop;
  std::shared_ptr<Helper> helper;
  std::uint64_t session = next_session();
};

Engine::Engine(std::filesystem::path home, Limits limits, int stop, std::shared_ptr<Helper> helper)
    : impl_(new Impl{std::move(home), limits, stop,
                     helper != nullptr ? std::move(helper) : helper_of_process()}) {}
Engine::~Engine() = default;

Result Engine::decrypt_verify(std::string_view ciphertext) {
  return impl_->verdict(impl_->wanted(Ask::kDecryptVerify, {}, {ciphertext},
                                      most_opened(ciphertext.size(), impl_->limits)));
}

Result Engine::decrypt_unproved(std::string_view ciphertext) {
  return impl_->verdict(impl_->wanted(Ask::kDecryptUnproved, {}, {ciphertext},
                                      most_opened(ciphertext.size(), impl_->limits)));
}

Result Engine::verify_detached(std::string_view signed_bytes, std::string_view signature) {
  return impl_->verdict(impl_->wanted(Ask::kVerifyDetached, {}, {signed_bytes, signature}));
}

Result Engine::verify_clearsigned(std::string_view block) { return verify_message(block); }

Result Engine::verify_message(std::string_view message) {
  return impl_->verdict(impl_->wanted(Ask::kVerifyMessage, {}, {message},
                                      most_opened(message.size(), impl_->limits)));
}

Bytes Engine::unwrap(std::string_view ciphertext) {
  return impl_->bytes(
      impl_->wanted(Ask::kUnwrap, {}, {ciphertext}, most_opened(ciphertext.size(), impl_->limits)));
}

std::string Engine::seal(std::string_view plaintext, const std::string& signer,
                         const std::vector<std::string>& recipients) {
  return std::string(impl_->bytes(impl_->wanted(Ask::kSeal, packed(signer, recipients), {plaintext},
                                                most_sealed(plaintext.size()))));
}

void Engine::seal_into(int file, const Give& give, std::size_t size, const std::string& signer,
                       const std::vector<std::string>& recipients) {
  Feed feed(give, size);
  auto wanted = impl_->wanted(Ask::kSealStream, packed(signer, recipients, std::uint64_t{size}));
  wanted.feed = &feed;
  wanted.into = file;
  try {
    impl_->helper->ask(wanted, [](Unpacker&, const Bytes&) {});
  } catch (const std::exception&) {
    feed.end();  // if it broke off by itself, that is why
    throw;
  }
  feed.finish();
}

std::string Engine::sign(std::string_view text, const std::string& signer, SignedAs how) {
  return std::string(impl_->bytes(impl_->wanted(
      Ask::kSign, packed(signer, how == SignedAs::kDetached), {text}, most_sealed(text.size()))));
}

std::string Engine::public_key(const std::string& fingerprint) {
  return impl_->helper->told<std::string>(
      impl_->wanted(Ask::kPublicKey, packed(fingerprint), {}, kLargestValues));
}

std::string Engine::encrypt_to(std::string_view secret, const std::string& recipient) {
  return encrypt_to(secret, std::vector<std::string>{recipient});
}

std::string Engine::encrypt_to(std::string_view secret,
                               const std::vector<std::string>& recipients) {
  return std::string(impl_->bytes(
      impl_->wanted(Ask::kEncrypt, packed(recipients), {secret}, most_sealed(secret.size()))));
}

std::string Engine::decrypt(std::string_view ciphertext) {
  return impl_->helper->told<std::string>(impl_->wanted(Ask::kDecrypt, {}, {ciphertext}));
}

std::optional<KeyInfo> Engine::key(const std::string& fingerprint) {
  return impl_->helper->told<std::optional<KeyInfo>>(
      impl_->wanted(Ask::kKey, packed(fingerprint), {}, kLargestValues));
}

std::vector<KeyInfo> Engine::keys(bool secret_only) {
  auto wanted = impl_->wanted(Ask::kKeys, packed(secret_only), {}, kLargestValues);
  wanted.time = kRingTime;
  return impl_->helper->told<std::vector<KeyInfo>>(wanted);
}

Offered Engine::look_at_offered(std::string_view bytes, std::string_view secret) {
  auto wanted = impl_->wanted(Ask::kOffered, {}, {bytes, secret}, kLargestValues);
  wanted.time = kRingTime;
  return impl_->helper->told<Offered>(wanted);
}

void Engine::forget_keys() {
  impl_->helper->ask(impl_->wanted(Ask::kForgetKeys), [](Unpacker&, const Bytes&) {});
}

std::string gnupg_version() {
  return helper_of_process()->told<std::string>({Ask::kVersion, "/nonexistent"});
}

}  // namespace pouch::mail::openpgp
