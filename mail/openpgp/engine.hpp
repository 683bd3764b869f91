// The one door to OpenPGP. What is asked here is done by pouch-openpgp, a program of its own that
// holds GPGME and nothing of the site (mail/gnupg/session.hpp judges there; helper.hpp starts it
// and asks): bytes go and come in files in memory, and nothing of them counts before its answer
// says so. Faults of agent, machine and that program are thrown as mail::Fault (transient); what a
// mail is, is returned. One Engine per thread.
#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "mail/limits.hpp"
#include "mail/openpgp/values.hpp"
#include "mail/pieces.hpp"

namespace pouch::mail::openpgp {

class Helper;

class Engine {
 public:
  // `home`: the gateway's gnupg folder. No process is started before the first operation. `stop`: a
  // descriptor; a few seconds after it has become readable the operation in hand is ended with a
  // transient Fault, and so is every later one. -1: none. `helper`: whom it asks; null: that of
  // this process.
  Engine(std::filesystem::path home, Limits limits, int stop = -1,
         std::shared_ptr<Helper> helper = nullptr);
  ~Engine();
  Engine(const Engine&) = delete;
  Engine& operator=(const Engine&) = delete;

  // One ciphertext, armoured or binary. kNotSigned with plaintext when it was decrypted with
  // integrity and bears no signature itself (the inner multipart/signed and clearsigned shapes).
  Result decrypt_verify(std::string_view ciphertext);
  // The same, for mails of an archive that are read and never acted on: plaintext whenever it was
  // decrypted with integrity, whatever became of the signatures. A worker's program refuses it.
  Result decrypt_unproved(std::string_view ciphertext);
  // RFC 3156 section 5: `signed_bytes` already in canonical CRLF form.
  Result verify_detached(std::string_view signed_bytes, std::string_view signature);
  // RFC 4880 section 7. `plaintext` is the signed text. The caller has proved that the block is
  // the whole text (DECISIONS 2).
  Result verify_clearsigned(std::string_view block);
  // A signed, unencrypted OpenPGP message; the text comes back only when kGood.
  Result verify_message(std::string_view message);
  // The signed message with the encryption taken off; only after decrypt_verify said kGood.
  Bytes unwrap(std::string_view ciphertext);

  // Signs with `signer` and encrypts once to all `recipients` (fingerprints); armoured, no
  // compression. Throws UnusableKey when a key cannot be used.
  std::string seal(std::string_view plaintext, const std::string& signer,
                   const std::vector<std::string>& recipients);
  // The same of a text that is nowhere whole: the `size` octets that `give` puts, called in a
  // thread of its own. Into `file` (open for reading and writing, on a disk), behind what is
  // written there already; lines end in CRLF. Nothing of the file counts when this throws: what
  // `give` threw, or a Fault as everywhere.
  void seal_into(int file, const Give& give, std::size_t size, const std::string& signer,
                 const std::vector<std::string>& recipients);
  // Signs a text that ends its lines with LF, for people and programs that have no Pouch.
  std::string sign(std::string_view text, const std::string& signer, SignedAs how);
  // Encrypts small secrets of the site to its own key and back (the data key).
  std::string encrypt_to(std::string_view secret, const std::string& recipient);
  std::string encrypt_to(std::string_view secret, const std::vector<std::string>& recipients);
  std::string decrypt(std::string_view ciphertext);

  // As it stands at this moment. Kept in memory until another ring lies there, or forget_keys.
  std::optional<KeyInfo> key(const std::string& fingerprint);
  std::vector<KeyInfo> keys(bool secret_only = false);
  void forget_keys();
  // The public key as it stands in the ring, armoured; empty: it is not there.
  std::string public_key(const std::string& fingerprint);
  // A key that came by mail, and `secret` sealed to it. Looked at in a throw-away home: the ring
  // stays as it is.
  Offered look_at_offered(std::string_view bytes, std::string_view secret);

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

// The GnuPG that stands here: "2.2.40" and Debian's package revision when dpkg knows it.
std::string gnupg_version();

}  // namespace pouch::mail::openpgp
