// The GPGME calls of bench_worker alone, on what that has laid into a folder: N.asc (ciphertexts),
// letter and receipt (texts to sign and seal), fingerprints in signer, letter.to, receipt.to.
#include <gpgme.h>
#include <signal.h>

#include <iostream>
#include <stdexcept>
#include <string>
#include <vector>

#include "tests/bench/measure.hpp"
#include "tests/bench/sides.hpp"

namespace pouch::bench {
namespace {

void demand(gpgme_error_t error, const char* what) {
  if (error != 0) {
    throw std::runtime_error(std::string(what) + ": " + gpgme_strerror(error));
  }
}

class Data {
 public:
  Data() { demand(gpgme_data_new(&data_), "data"); }
  explicit Data(const std::string& bytes) {
    demand(gpgme_data_new_from_mem(&data_, bytes.data(), bytes.size(), 0), "data");
  }
  ~Data() { gpgme_data_release(data_); }
  Data(const Data&) = delete;
  Data& operator=(const Data&) = delete;
  gpgme_data_t get() const { return data_; }

 private:
  gpgme_data_t data_ = nullptr;
};

// The settings of mail/gnupg/context.cpp; gpg.conf of the home does the rest for both.
gpgme_ctx_t context_for(const std::filesystem::path& home) {
  gpgme_check_version(nullptr);
  gpgme_ctx_t context = nullptr;
  demand(gpgme_new(&context), "context");
  demand(gpgme_ctx_set_engine_info(context, GPGME_PROTOCOL_OpenPGP, "/usr/bin/gpg", home.c_str()),
         "engine");
  gpgme_set_offline(context, 1);
  gpgme_set_armor(context, 1);
  demand(gpgme_set_pinentry_mode(context, GPGME_PINENTRY_MODE_ERROR), "pinentry mode");
  demand(gpgme_set_ctx_flag(context, "auto-key-retrieve", "0"), "flag");
  demand(gpgme_set_keylist_mode(context, GPGME_KEYLIST_MODE_LOCAL), "key list mode");
  return context;
}

class Calls {
 public:
  Calls(const std::filesystem::path& home, const std::filesystem::path& folder)
      : context_(context_for(home)),
        letter_(contents_of(folder / "letter")),
        receipt_(contents_of(folder / "receipt")),
        letter_to_(key(contents_of(folder / "letter.to"))),
        receipt_to_(key(contents_of(folder / "receipt.to"))) {
    demand(gpgme_signers_add(context_, key(contents_of(folder / "signer"))), "signer");
    for (const auto& file : files_of(folder, ".asc")) {
      mails_.push_back(contents_of(file));
    }
  }

  // What DECISIONS 3 counts for a request: open, unwrap, seal the letter, seal the receipt.
  void one() {
    const auto& mail = mails_.at(next_++ % mails_.size());
    {
      const Data in(mail), out;
      demand(gpgme_op_decrypt_verify(context_, in.get(), out.get()), "decrypt and verify");
      const auto* result = gpgme_op_verify_result(context_);
      if (result->signatures == nullptr || result->signatures->status != 0) {
        throw std::runtime_error("a signature that is not good");
      }
    }
    {
      const Data in(mail), out;
      demand(gpgme_op_decrypt_ext(context_, GPGME_DECRYPT_UNWRAP, in.get(), out.get()), "unwrap");
    }
    seal(letter_, letter_to_);
    seal(receipt_, receipt_to_);
  }

 private:
  gpgme_key_t key(const std::string& fingerprint) {
    gpgme_key_t found = nullptr;
    demand(gpgme_get_key(context_, fingerprint.c_str(), &found, 0), "key");
    return found;
  }

  void seal(const std::string& text, gpgme_key_t to) {
    gpgme_key_t recipients[] = {to, nullptr};
    const auto flags = static_cast<gpgme_encrypt_flags_t>(
        GPGME_ENCRYPT_ALWAYS_TRUST | GPGME_ENCRYPT_NO_ENCRYPT_TO | GPGME_ENCRYPT_NO_COMPRESS);
    const Data in(text), out;
    demand(gpgme_op_encrypt_sign(context_, recipients, flags, in.get(), out.get()), "seal");
  }

  gpgme_ctx_t context_;
  std::string letter_, receipt_;
  gpgme_key_t letter_to_, receipt_to_;
  std::vector<std::string> mails_;
  std::size_t next_ = 0;
};

}  // namespace
}  // namespace pouch::bench

int main(int count, char** words) {
  if (count != 3) {
    std::cerr << "bench_bare HOME FOLDER: the bare side of bench_worker, which starts it\n";
    return 64;
  }
  signal(SIGPIPE, SIG_IGN);
  try {
    pouch::bench::Calls calls(words[1], words[2]);
    return pouch::bench::serve_blocks("bare", [&] { calls.one(); });
  } catch (const std::exception& fault) {
    std::cerr << "bench_bare: " << fault.what() << "\n";
    return 1;
  }
}
