#include "mail/gnupg/session.hpp"

#include <sys/stat.h>

#include <algorithm>
#include <functional>
#include <map>
#include <set>

#include "mail/gnupg/context.hpp"
#include "mail/gnupg/judge.hpp"
#include "mail/gnupg/key_info.hpp"
#include "mail/gnupg/reported.hpp"
#include "mail/gnupg/ring_parts.hpp"
#include "mail/openpgp/agent.hpp"
#include "mail/openpgp/question.hpp"

namespace pouch::mail::openpgp {
namespace {

constexpr std::size_t kSecretCap = 4096;

std::chrono::sys_seconds now() {
  return std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now());
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

struct Session::Impl {
  explicit Impl(std::filesystem::path folder) : home(std::move(folder)) {}

  const Context& opened() {
    if (context == nullptr) {
      context = Context(home);
    }
    return context;
  }
  gpgme_ctx_t get() { return opened().get(); }

  // Kept: a look-up costs a gpg process of several milliseconds (ENGINES section 1). A key that was
  // not there is asked for again: of a gpg that was killed GPGME says the same.
  gpgme_key_t key(const std::string& fingerprint) {
    forget_other_ring();
    return find(fingerprint);
  }

  // All at once: who seals needs several. In a context of its own: what the operation in hand told
  // stays in the other.
  void list_all() {
    if (listed) {
      return;
    }
    std::vector<KeyHandle> all;
    if (const auto error = list_keys(Context(home), bound, std::nullopt, false, all)) {
      fail(error, "list the keys of " + home.string());
    }
    for (auto& key : all) {
      auto fingerprint = text(key->fpr);
      keys.emplace(std::move(fingerprint), std::move(key));
    }
    listed = true;
  }

  // What it gives stays until `forget`.
  gpgme_key_t find(const std::string& fingerprint) {
    list_all();
    const auto known = keys.find(fingerprint);
    if (known != keys.end()) {
      return known->second.get();
    }
    KeyHandle key;
    const auto error = find_key(Context(home), bound, fingerprint, false, key);
    if (error != 0 && gpgme_err_code(error) != GPG_ERR_EOF) {
      fail(error, "look up key " + fingerprint);
    }
    return key == nullptr ? nullptr : keys.emplace(fingerprint, std::move(key)).first->second.get();
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
    listed = false;
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
    for (auto& seen : seen_signatures(get())) {
      Signature plain{seen.fingerprint, "", seen.made_at, seen.report.digest};
      if (seen.fingerprint.size() == 40) {
        if (auto* holder = key(seen.fingerprint)) {
          const auto info = info_of(holder);
          plain.primary = info.fingerprint;
          seen.report.key_algorithms = {algorithm_of(holder, info.fingerprint),
                                        algorithm_of(holder, seen.fingerprint)};
        } else if (seen.report.status == ReportedSignature::Status::kGood) {
          throw Fault(Permanence::kTransient, "gpg did not list a key that it had just used",
                      "was it killed? is there memory?");
        }
      }
      result.signatures.push_back(std::move(plain));
      all.push_back(std::move(seen.report));
    }
    return all;
  }

  // An operation that needs the agent; demand_agent looks whether it had the same one all the time.
  gpgme_error_t with_agent(const char* what, const std::function<gpgme_error_t()>& operation) {
    agent_before = agent_mark(home);
    return with_deadline(opened(), bound, what, operation);
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

  void sign_with(const std::string& signer) {
    gpgme_signers_clear(get());
    auto* key_handle = find(signer);
    if (key_handle == nullptr || gpgme_signers_add(get(), key_handle) != 0) {
      throw Fault(Permanence::kPermanent, "the gateway's key " + signer + " is not there",
                  "see key in pouch.toml and the gnupg folder");
    }
    if (info_of(key_handle).expired) {
      throw Fault(Permanence::kTransient, "the gateway's own key has expired",
                  "pouch key renew; what waits for it goes on by itself then");
    }
  }

  // `look_at_source` throws when not all of it came.
  void run_encrypt(gpgme_data_t plaintext, std::size_t size,
                   const std::vector<std::string>& recipients, const std::string* signer,
                   Output& sealed, const std::function<void(bool)>& look_at_source = {}) {
    forget_other_ring();
    std::vector<gpgme_key_t> handles;
    for (const auto& fingerprint : recipients) {
      handles.push_back(usable(fingerprint));
    }
    handles.push_back(nullptr);
    if (signer != nullptr) {
      sign_with(*signer);
    } else {
      gpgme_signers_clear(get());
    }
    Sink out(most_sealed(size), sealed);
    const auto flags = static_cast<gpgme_encrypt_flags_t>(
        GPGME_ENCRYPT_ALWAYS_TRUST | GPGME_ENCRYPT_NO_ENCRYPT_TO | GPGME_ENCRYPT_NO_COMPRESS);
    const auto error = with_agent("sealing a letter", [&] {
      return signer != nullptr
                 ? gpgme_op_encrypt_sign(get(), handles.data(), flags, plaintext, out.get())
                 : gpgme_op_encrypt(get(), handles.data(), flags, plaintext, out.get());
    });
    if (look_at_source) {
      look_at_source(error == 0);
    }
    check_sealed(error, signer != nullptr);
    out.tell(sealed);
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

  // `whoever` wrote it: plaintext comes out for every sound encryption.
  Result decrypt_verify(std::string_view ciphertext, Output& plaintext, bool whoever) {
    const Source in(ciphertext);
    Sink out(most_opened(ciphertext.size(), limits), plaintext);
    const auto error = with_agent(
        "opening a mail", [&] { return gpgme_op_decrypt_verify(get(), in.get(), out.get()); });
    Result result;
    const auto report = seen_decryption(get());
    const auto encryption = judge_decryption(report, now());
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
    } else if (whoever || judgement == Judgement::kGood || judgement == Judgement::kNotSigned) {
      out.tell(plaintext);
    }
    return result;
  }

  std::filesystem::path home;
  std::string agent_before;  // its mark when the operation began
  Limits limits;
  Bound bound{};
  Context context;
  std::string ring;  // mark of the ring that `keys` and `refused` are of
  std::map<std::string, KeyHandle> keys;
  bool listed = false;            // `keys` were all of the ring
  std::set<std::string> refused;  // by gpg, though they looked usable
};

Session::Session(std::filesystem::path home) : impl_(std::make_unique<Impl>(std::move(home))) {}
Session::~Session() = default;

void Session::begin(const Limits& limits, int stop) {
  impl_->limits = limits;
  impl_->bound = {limits.crypto_time, stop, std::chrono::steady_clock::now() + limits.crypto_time};
}

Result Session::decrypt_verify(std::string_view ciphertext, Output& plaintext) {
  return asked_again([&] { return impl_->decrypt_verify(ciphertext, plaintext, false); });
}

Result Session::decrypt_unproved(std::string_view ciphertext, Output& plaintext) {
  return asked_again([&] { return impl_->decrypt_verify(ciphertext, plaintext, true); });
}

Result Session::verify_detached(std::string_view signed_bytes, std::string_view signature) {
  return asked_again([&] {
    const Source text_source(signed_bytes), signature_source(signature);
    const auto error = with_deadline(impl_->opened(), impl_->bound, "verifying a signature", [&] {
      return gpgme_op_verify(impl_->get(), signature_source.get(), text_source.get(), nullptr);
    });
    return impl_->finish_verify(error);
  });
}

Result Session::verify_message(std::string_view message, Output& text) {
  return asked_again([&] {
    const Source in(message);
    Sink out(most_opened(message.size(), impl_->limits), text);
    const auto error = with_deadline(impl_->opened(), impl_->bound, "verifying a signature", [&] {
      return gpgme_op_verify(impl_->get(), in.get(), nullptr, out.get());
    });
    auto result = impl_->finish_verify(error);
    if (out.exceeded()) {
      result.judgement = Judgement::kTooLarge;
    } else if (result.judgement == Judgement::kGood) {
      out.tell(text);
    }
    return result;
  });
}

void Session::unwrap(std::string_view ciphertext, Output& message) {
  const Source in(ciphertext);
  Sink out(most_opened(ciphertext.size(), impl_->limits), message);
  const auto error = impl_->with_agent("unwrapping a mail", [&] {
    return gpgme_op_decrypt_ext(impl_->get(), GPGME_DECRYPT_UNWRAP, in.get(), out.get());
  });
  if (error != 0) {
    impl_->demand_agent("unwrapping");
    fail(error, "take the encryption off a proved mail");
  }
  out.tell(message);
}

void Session::seal(std::string_view plaintext, const std::string& signer,
                   const std::vector<std::string>& recipients, Output& sealed) {
  const Source in(plaintext);
  impl_->run_encrypt(in.get(), plaintext.size(), recipients, signer.empty() ? nullptr : &signer,
                     sealed);
}

void Session::seal_stream(int pipe, std::size_t size, const std::string& signer,
                          const std::vector<std::string>& recipients, Output& sealed) {
  PipeSource in(pipe, size);
  impl_->run_encrypt(in.get(), size, recipients, &signer, sealed, [&](bool done) {
    if (in.broken() || (done && !in.whole())) {
      throw Fault(Permanence::kTransient, "a letter broke off while it was sealed",
                  "it is sealed again by itself");
    }
  });
}

void Session::sign(std::string_view text, const std::string& signer, bool detached,
                   Output& signature) {
  const Source in(text);
  impl_->forget_other_ring();
  impl_->sign_with(signer);
  Sink out(most_sealed(text.size()), signature);
  const auto mode = detached ? GPGME_SIG_MODE_DETACH : GPGME_SIG_MODE_CLEAR;
  const auto error = impl_->with_agent(
      "signing a text", [&] { return gpgme_op_sign(impl_->get(), in.get(), out.get(), mode); });
  if (error != 0) {
    impl_->demand_agent("signing");
    fail(error, "sign a text with the gateway's key");
  }
  const auto* result = gpgme_op_sign_result(impl_->get());
  if (result == nullptr || result->invalid_signers != nullptr || result->signatures == nullptr ||
      result->signatures->next != nullptr) {
    throw Fault(Permanence::kPermanent, "GnuPG did not sign with the gateway's key",
                "see pouch key list");
  }
  out.tell(signature);
}

std::string Session::public_key(const std::string& fingerprint) {
  Sink out(kLargestKey);
  const auto error = with_deadline(impl_->opened(), {kRingOperation}, "exporting a key", [&] {
    return gpgme_op_export(impl_->get(), fingerprint.c_str(), GPGME_EXPORT_MODE_MINIMAL, out.get());
  });
  if (error != 0) {
    fail(error, "export a public key");
  }
  return out.take();
}

std::string Session::decrypt(std::string_view ciphertext) {
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

std::optional<KeyInfo> Session::key(const std::string& fingerprint) {
  auto* handle = impl_->key(fingerprint);
  if (handle == nullptr) {
    return std::nullopt;
  }
  return impl_->info(handle);
}

std::vector<KeyInfo> Session::keys(bool secret_only) {
  return infos_of(keys_in(impl_->home, secret_only));
}

void Session::forget_keys() { impl_->forget(); }

}  // namespace pouch::mail::openpgp
