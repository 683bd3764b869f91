#include "mail/openpgp/engine.hpp"

#include <string.h>
#include <sys/stat.h>

#include <algorithm>
#include <functional>
#include <map>
#include <set>

#include "mail/gnupg/context.hpp"
#include "mail/gnupg/judge.hpp"
#include "mail/gnupg/key_info.hpp"
#include "mail/openpgp/agent.hpp"

namespace pouch::mail::openpgp {
namespace {

constexpr std::size_t kMebibyte = 1u << 20;
constexpr std::size_t kSecretCap = 4096;
constexpr std::size_t kWireFactor = 2;  // armour of a letter stays below twice its octets

std::string text(const char* pointer) {
  return pointer == nullptr ? std::string() : std::string(pointer);
}

std::chrono::sys_seconds moment(long seconds) {
  return std::chrono::sys_seconds(std::chrono::seconds(seconds));
}

std::chrono::sys_seconds now() {
  return std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now());
}

ReportedSignature::Status status_of(gpgme_error_t status) {
  using Status = ReportedSignature::Status;
  switch (gpgme_err_code(status)) {
    case GPG_ERR_NO_ERROR:
      return Status::kGood;
    case GPG_ERR_BAD_SIGNATURE:
      return Status::kBad;
    case GPG_ERR_NO_PUBKEY:
      return Status::kNoKey;
    case GPG_ERR_KEY_EXPIRED:
      return Status::kKeyExpired;
    case GPG_ERR_CERT_REVOKED:
      return Status::kKeyRevoked;
    case GPG_ERR_SIG_EXPIRED:
      return Status::kExpired;
    case GPG_ERR_DIGEST_ALGO:
      return Status::kWeakDigest;
    default:
      return Status::kOther;
  }
}

// Tells one file from the next that a rename put in its place; empty: there is none.
std::string mark_of_file(const std::filesystem::path& file) {
  struct stat facts {};
  if (stat(file.c_str(), &facts) != 0) {
    return {};
  }
  return std::to_string(facts.st_ino) + " " + std::to_string(facts.st_size) + " " +
         std::to_string(facts.st_mtim.tv_sec) + "." + std::to_string(facts.st_mtim.tv_nsec);
}

// A gpg that was killed says nothing, like one that found nothing: who says nothing at all is asked
// once more.
Result asked_again(const std::function<Result()>& operation) {
  auto result = operation();
  const bool silent =
      result.signatures.empty() && !result.encrypted &&
      (result.judgement == Judgement::kNoData || result.judgement == Judgement::kBadSignature);
  return silent ? operation() : result;
}

}  // namespace

struct Engine::Impl {
  Impl(std::filesystem::path folder, Limits bounds, int stop)
      : home(std::move(folder)), limits(bounds), bound{bounds.crypto_time, stop} {}

  gpgme_ctx_t get() {
    if (context == nullptr) {
      context = make_context(home);
    }
    return context.get();
  }

  std::size_t output_cap(std::size_t input) const {
    const auto by_ratio = std::max(kMebibyte, input * limits.expansion);
    return std::min(limits.plaintext, by_ratio);
  }

  // Kept: a look-up costs a gpg process of several milliseconds (ENGINES section 1). A key that was
  // not there is asked for again: of a gpg that was killed GPGME says the same.
  gpgme_key_t key(const std::string& fingerprint) {
    forget_other_ring();
    return find(fingerprint);
  }

  // What it gives stays until `forget`.
  gpgme_key_t find(const std::string& fingerprint) {
    const auto known = keys.find(fingerprint);
    if (known != keys.end()) {
      return known->second.get();
    }
    gpgme_key_t raw = nullptr;
    const auto error = with_deadline(get(), bound, "looking up a key", [&] {
      return gpgme_get_key(get(), fingerprint.c_str(), &raw, 0);
    });
    if (error != 0 && gpgme_err_code(error) != GPG_ERR_EOF) {
      fail(error, "look up key " + fingerprint);
    }
    return raw == nullptr ? nullptr : keys.emplace(fingerprint, KeyHandle(raw)).first->second.get();
  }

  // What was kept is of the ring that lay there then.
  void forget_other_ring() {
    auto seen = mark_of_file(home / "pubring.kbx");
    if (seen != ring) {
      ring = std::move(seen);
      forget();
    }
  }

  void forget() {
    keys.clear();
    refused.clear();
  }

  KeyInfo info(gpgme_key_t handle) const {
    auto told = info_of(handle);
    told.invalid = told.invalid || refused.count(told.fingerprint) != 0;
    return told;
  }

  // The signatures of the last verification, in our own words, and as they are to be judged.
  std::vector<ReportedSignature> reported(Result& result) {
    std::vector<ReportedSignature> all;
    const auto* verified = gpgme_op_verify_result(get());
    if (verified == nullptr) {
      return all;
    }
    struct Copy {
      ReportedSignature report;
      std::string fingerprint;
      long made = 0;
    };
    std::vector<Copy> copies;  // looking up keys overwrites the context's results
    for (auto* signature = verified->signatures; signature != nullptr;
         signature = signature->next) {
      auto& copy = copies.emplace_back();
      copy.fingerprint = text(signature->fpr);
      copy.made = static_cast<long>(signature->timestamp);
      copy.report.status = status_of(signature->status);
      copy.report.key_revoked = (signature->summary & GPGME_SIGSUM_KEY_REVOKED) != 0;
      copy.report.key_expired = (signature->summary & GPGME_SIGSUM_KEY_EXPIRED) != 0;
      copy.report.expired = (signature->summary & GPGME_SIGSUM_SIG_EXPIRED) != 0;
      copy.report.key_missing = (signature->summary & GPGME_SIGSUM_KEY_MISSING) != 0;
      copy.report.system_error = (signature->summary & GPGME_SIGSUM_SYS_ERROR) != 0;
      copy.report.wrong_key_usage = signature->wrong_key_usage;
      copy.report.digest = text(gpgme_hash_algo_name(signature->hash_algo));
      copy.report.expires = moment(static_cast<long>(signature->exp_timestamp));
    }
    for (auto& copy : copies) {
      Signature plain{copy.fingerprint, "", moment(copy.made), copy.report.digest};
      if (copy.fingerprint.size() == 40) {
        if (auto* holder = key(copy.fingerprint)) {
          const auto info = info_of(holder);
          plain.primary = info.fingerprint;
          copy.report.key_algorithms = {algorithm_of(holder, info.fingerprint),
                                        algorithm_of(holder, copy.fingerprint)};
        } else if (copy.report.status == ReportedSignature::Status::kGood) {
          throw Fault(Permanence::kTransient, "gpg did not list a key that it had just used",
                      "was it killed? is there memory?");
        }
      }
      result.signatures.push_back(std::move(plain));
      all.push_back(std::move(copy.report));
    }
    return all;
  }

  ReportedDecryption decryption() {
    ReportedDecryption report;
    const auto* decrypted = gpgme_op_decrypt_result(get());
    if (decrypted == nullptr) {
      return report;
    }
    report.present = true;
    report.unsupported_algorithm = decrypted->unsupported_algorithm != nullptr;
    report.wrong_key_usage = decrypted->wrong_key_usage;
    report.no_integrity = decrypted->legacy_cipher_nomdc;
    report.cipher = text(decrypted->symkey_algo);
    for (auto* recipient = decrypted->recipients; recipient != nullptr;
         recipient = recipient->next) {
      // DECISIONS 4: key id 0 (hidden recipient) counts when decryption succeeded.
      report.recipient_opened = report.recipient_opened || recipient->status == 0 ||
                                text(recipient->keyid) == "0000000000000000";
    }
    return report;
  }

  // An operation that needs the agent; demand_agent looks whether it had the same one all the time.
  gpgme_error_t with_agent(const char* what, const std::function<gpgme_error_t()>& operation) {
    agent_before = agent_mark(home);
    return with_deadline(get(), bound, what, operation);
  }

  // An agent that is gone looks like a mail that is not for us: gpg says "no secret key" then. Only
  // the "no" of one that was there before the operation, and answers still, counts: the daemon may
  // have started the next one by now, and there may have been none at the beginning.
  void demand_agent(const char* what) const {
    const auto mark = agent_mark(home);
    if (agent_before.empty() || mark != agent_before || !agent_answers(home)) {
      throw Fault(Permanence::kTransient, std::string("gpg-agent does not answer while ") + what,
                  "the daemon starts it again by itself");
    }
  }

  Judgement refuse_decryption(gpgme_error_t error, bool symmetric) {
    if (is_transient(error)) {
      fail(error, "decrypt");
    }
    switch (gpgme_err_code(error)) {
      case GPG_ERR_CANCELED:
      case GPG_ERR_NO_PIN_ENTRY:
      case GPG_ERR_NO_PASSPHRASE:
      case GPG_ERR_BAD_PASSPHRASE:
        return Judgement::kSymmetric;
      case GPG_ERR_NO_DATA:
      case GPG_ERR_BAD_DATA:
        return Judgement::kNoData;
      case GPG_ERR_NO_SECKEY:
      case GPG_ERR_DECRYPT_FAILED:
      default:
        demand_agent("decrypting");
        return symmetric ? Judgement::kSymmetric : Judgement::kUndecryptable;
    }
  }

  // gpg ends in an error also when all that is wrong is a signature past its own time limit; no
  // other signature is looked at then, and never a good one.
  static Judgement despite_error(Judgement judgement,
                                 const std::vector<ReportedSignature>& signatures) {
    const auto told = judge_signatures(signatures, now());
    return told == Judgement::kExpiredSignature ? told : judgement;
  }

  Result finish_verify(gpgme_error_t error) {
    Result result;
    if (error != 0) {
      if (is_transient(error)) {
        fail(error, "verify a signature");
      }
      result.detail = words(error);
      result.judgement = despite_error(Judgement::kBadSignature, reported(result));
      return result;
    }
    result.judgement = judge_signatures(reported(result), now());
    return result;
  }

  std::string run_encrypt(std::string_view plaintext, const std::vector<std::string>& recipients,
                          const std::string* signer) {
    forget_other_ring();
    std::vector<gpgme_key_t> handles;
    for (const auto& fingerprint : recipients) {
      handles.push_back(usable(fingerprint));
    }
    handles.push_back(nullptr);
    gpgme_signers_clear(get());
    if (signer != nullptr) {
      auto* key_handle = find(*signer);
      if (key_handle == nullptr || gpgme_signers_add(get(), key_handle) != 0) {
        throw Fault(Permanence::kPermanent, "the gateway's key " + *signer + " is not there",
                    "see key in pouch.toml and the gnupg folder");
      }
      if (info_of(key_handle).expired) {
        throw Fault(Permanence::kTransient, "the gateway's own key has expired",
                    "pouch key renew; what waits for it goes on by itself then");
      }
    }
    const Source in(plaintext);
    Sink out(plaintext.size() * kWireFactor + kMebibyte);
    const auto flags = static_cast<gpgme_encrypt_flags_t>(
        GPGME_ENCRYPT_ALWAYS_TRUST | GPGME_ENCRYPT_NO_ENCRYPT_TO | GPGME_ENCRYPT_NO_COMPRESS);
    const auto error = with_agent("sealing a letter", [&] {
      return signer != nullptr
                 ? gpgme_op_encrypt_sign(get(), handles.data(), flags, in.get(), out.get())
                 : gpgme_op_encrypt(get(), handles.data(), flags, in.get(), out.get());
    });
    check_sealed(error, signer != nullptr);
    return out.take();
  }

  gpgme_key_t usable(const std::string& fingerprint) {
    auto* handle = find(fingerprint);
    if (handle == nullptr || !info(handle).usable_for_sealing()) {
      throw UnusableKey(fingerprint);
    }
    return handle;
  }

  // A key that ended between the look and the sealing, or that gpg does not take for a reason of
  // its own: it counts as unusable until the ring is another one.
  void look_for_refused() {
    const auto* encrypted = gpgme_op_encrypt_result(get());
    if (encrypted == nullptr || encrypted->invalid_recipients == nullptr) {
      return;
    }
    const auto asked = text(encrypted->invalid_recipients->fpr);
    for (auto* one = encrypted->invalid_recipients; one != nullptr; one = one->next) {
      refused.insert(text(one->fpr));
    }
    throw UnusableKey(asked);
  }

  void check_sealed(gpgme_error_t error, bool with_signature) {
    if (error != 0) {
      demand_agent("sealing");
      look_for_refused();
      // A gpg that ended without a word: it was killed. What is sealed is our own.
      if (gpgme_err_code(error) == GPG_ERR_GENERAL) {
        throw Fault(Permanence::kTransient, "gpg ended while sealing a letter",
                    "was it killed? is there memory?");
      }
      fail(error, "seal a letter");
    }
    const auto* encrypted = gpgme_op_encrypt_result(get());
    bool sound = encrypted != nullptr && encrypted->invalid_recipients == nullptr;
    if (with_signature) {
      const auto* result = gpgme_op_sign_result(get());
      sound = sound && result != nullptr && result->invalid_signers == nullptr &&
              result->signatures != nullptr && result->signatures->next == nullptr;
    }
    if (!sound) {
      throw Fault(Permanence::kPermanent, "GnuPG did not seal the letter to all its keys",
                  "see pouch key list");
    }
  }

  Result decrypt_verify(std::string_view ciphertext) {
    const Source in(ciphertext);
    Sink out(output_cap(ciphertext.size()));
    const auto error = with_agent(
        "opening a mail", [&] { return gpgme_op_decrypt_verify(get(), in.get(), out.get()); });
    Result result;
    const auto report = decryption();
    const auto encryption = judge_decryption(report);
    result.encrypted = encryption == Encryption::kSound;
    if (out.exceeded()) {
      result.judgement = Judgement::kTooLarge;
      result.detail = "more plaintext than limits.plaintext or limits.expansion allow";
      return result;
    }
    if (error != 0) {
      result.detail = words(error);
      result.judgement = refuse_decryption(
          error, report.present && !report.recipient_opened && report.cipher.empty());
      if (result.judgement == Judgement::kNoData) {
        const auto signatures = reported(result);  // a signed, unencrypted message is listed so
        if (result.encrypted) {
          result.judgement = despite_error(result.judgement, signatures);
        }
      }
      return result;
    }
    const auto judgement = judge_signatures(reported(result), now());
    result.judgement = judgement;
    if (encryption == Encryption::kUnsupported) {
      result.detail = "cipher " + report.cipher;
      const bool sound = judgement == Judgement::kGood || judgement == Judgement::kNotSigned;
      result.judgement = sound ? Judgement::kUnsupportedEncryption : judgement;
    } else if (encryption != Encryption::kSound) {
      result.judgement = Judgement::kUndecryptable;
      result.detail = "not encrypted, or without integrity: " + report.cipher;
    } else if (judgement == Judgement::kGood || judgement == Judgement::kNotSigned) {
      result.plaintext = out.take();
    }
    return result;
  }

  std::filesystem::path home;
  std::string agent_before;  // its mark when the operation began
  Limits limits;
  Bound bound;
  Context context;
  std::string ring;  // mark of the ring that `keys` and `refused` are of
  std::map<std::string, KeyHandle> keys;
  std::set<std::string> refused;  // by gpg, though they looked usable
};

Engine::Engine(std::filesystem::path home, Limits limits, int stop)
    : impl_(std::make_unique<Impl>(std::move(home), limits, stop)) {}
Engine::~Engine() = default;

Result Engine::decrypt_verify(std::string_view ciphertext) {
  return asked_again([&] { return impl_->decrypt_verify(ciphertext); });
}

Result Engine::verify_detached(std::string_view signed_bytes, std::string_view signature) {
  return asked_again([&] {
    const Source text_source(signed_bytes), signature_source(signature);
    const auto error = with_deadline(impl_->get(), impl_->bound, "verifying a signature", [&] {
      return gpgme_op_verify(impl_->get(), signature_source.get(), text_source.get(), nullptr);
    });
    return impl_->finish_verify(error);
  });
}

Result Engine::verify_clearsigned(std::string_view block) { return verify_message(block); }

Result Engine::verify_message(std::string_view message) {
  return asked_again([&] {
    const Source in(message);
    Sink out(impl_->output_cap(message.size()));
    const auto error = with_deadline(impl_->get(), impl_->bound, "verifying a signature", [&] {
      return gpgme_op_verify(impl_->get(), in.get(), nullptr, out.get());
    });
    auto result = impl_->finish_verify(error);
    if (out.exceeded()) {
      result.judgement = Judgement::kTooLarge;
    } else if (result.judgement == Judgement::kGood) {
      result.plaintext = out.take();
    }
    return result;
  });
}

std::string Engine::unwrap(std::string_view ciphertext) {
  const Source in(ciphertext);
  Sink out(impl_->output_cap(ciphertext.size()));
  const auto error = impl_->with_agent("unwrapping a mail", [&] {
    return gpgme_op_decrypt_ext(impl_->get(), GPGME_DECRYPT_UNWRAP, in.get(), out.get());
  });
  if (error != 0) {
    impl_->demand_agent("unwrapping");
    fail(error, "take the encryption off a proved mail");
  }
  return out.take();
}

std::string Engine::seal(std::string_view plaintext, const std::string& signer,
                         const std::vector<std::string>& recipients) {
  return impl_->run_encrypt(plaintext, recipients, &signer);
}

std::string Engine::encrypt_to(std::string_view secret, const std::string& recipient) {
  return encrypt_to(secret, std::vector<std::string>{recipient});
}

std::string Engine::encrypt_to(std::string_view secret,
                               const std::vector<std::string>& recipients) {
  return impl_->run_encrypt(secret, recipients, nullptr);
}

std::string Engine::decrypt(std::string_view ciphertext) {
  const Source in(ciphertext);
  Sink out(kSecretCap);
  const auto error = impl_->with_agent(
      "opening a secret", [&] { return gpgme_op_decrypt(impl_->get(), in.get(), out.get()); });
  if (error != 0) {
    impl_->demand_agent("opening a secret");
    fail(error, "open a secret of the site with the gateway's key");
  }
  return out.take();
}

std::optional<KeyInfo> Engine::key(const std::string& fingerprint) {
  auto* handle = impl_->key(fingerprint);
  if (handle == nullptr) {
    return std::nullopt;
  }
  return impl_->info(handle);
}

std::vector<KeyInfo> Engine::keys(bool secret_only) {
  std::vector<KeyInfo> all;
  auto error = gpgme_op_keylist_start(impl_->get(), nullptr, secret_only ? 1 : 0);
  while (error == 0) {
    gpgme_key_t raw = nullptr;
    error = gpgme_op_keylist_next(impl_->get(), &raw);
    if (error == 0) {
      const KeyHandle handle(raw);
      all.push_back(info_of(raw));
    }
  }
  if (gpgme_err_code(error) != GPG_ERR_EOF) {
    fail(error, "list the keys of " + impl_->home.string());
  }
  return all;
}

void Engine::forget_keys() { impl_->forget(); }

std::string gnupg_version() {
  make_context("/nonexistent");
  gpgme_engine_info_t info = nullptr;
  if (gpgme_get_engine_info(&info) == 0) {
    for (; info != nullptr; info = info->next) {
      if (info->protocol == GPGME_PROTOCOL_OpenPGP && info->version != nullptr) {
        return info->version;
      }
    }
  }
  return "none";
}

}  // namespace pouch::mail::openpgp
