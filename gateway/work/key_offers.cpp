#include "gateway/work/key_offers.hpp"

#include <algorithm>
#include <charconv>

#include "gateway/letters/key_step.hpp"
#include "gateway/store/key_updates.hpp"
#include "mail/openpgp/home.hpp"
#include "mail/openpgp/key_pool.hpp"

namespace pouch::gateway {
namespace {

using mail::openpgp::KeyInfo;

constexpr std::string_view kContext = "key-update ";
constexpr std::size_t kRandomOctets = 64;  // more than a code has digits

constexpr const char* kExport =
    "export the public key alone: gpg --armor --export-options export-minimal --export "
    "FINGERPRINT > new-key.asc";

KeyOffer wrong(std::string what, std::string hint) {
  KeyOffer offer;
  offer.wrong = std::move(what);
  offer.hint = std::move(hint);
  return offer;
}

KeyOffer secret() {
  auto offer = wrong("the file holds a PRIVATE key, which belongs to its owner alone",
                     std::string("make a new key, and ") + kExport);
  offer.secret = true;
  return offer;
}

// Empty: it can sign, and be sealed to.
std::string why_not(const KeyInfo& key) {
  if (key.revoked) {
    return "the key is revoked";
  }
  if (key.expired) {
    return "the key has expired";
  }
  if (key.weak) {
    return "the key's algorithm is too weak: ed25519 with cv25519, or RSA of 3072 bits";
  }
  if (key.disabled || key.invalid) {
    return "GnuPG does not take the key: its own signatures are damaged or too weak";
  }
  if (!key.can_sign) {
    return "the key cannot sign";
  }
  return key.can_encrypt ? "" : "the key has no subkey that can be sealed to";
}

KeyOffer look_at(const Arrived& arrived, std::string_view bytes, const Words& words) {
  if (mail::openpgp::holds_secret_key(bytes)) {
    return secret();
  }
  if (bytes.size() > mail::openpgp::kLargestKey) {
    return wrong("the file is larger than 100 KB", kExport);
  }
  KeyOffer offer;
  offer.code = key_code(octets_of_hex(random_hex(kRandomOctets)));
  const auto offered = arrived.crypto.look_at_offered(bytes, proof_text(offer.code, words));
  if (offered.secret) {
    return secret();
  }
  const auto& brought = offered.brought;
  if (brought.keys.empty()) {
    return wrong("the file " + (brought.wrong.empty() ? "holds no key" : brought.wrong), kExport);
  }
  if (brought.keys.size() > 1) {
    return wrong("the file holds " + std::to_string(brought.keys.size()) + " keys", kExport);
  }
  const auto& key = brought.keys.front();
  const auto what = key.refused.empty() ? why_not(key.info) : "the key " + key.refused;
  if (!what.empty() || offered.sealed.empty()) {
    return wrong(what.empty() ? "nothing could be sealed to the key" : what,
                 "make a new key that can sign and be sealed to, or renew this one; then " +
                     std::string(kExport));
  }
  const auto& further = arrived.runtime.further_keys;
  const auto& fingerprint = key.info.fingerprint;
  if (fingerprint == arrived.runtime.gateway_key ||
      std::find(further.begin(), further.end(), fingerprint) != further.end()) {
    return wrong("this is the gateway's own key", "attach your own new public key");
  }
  offer.fingerprint = fingerprint;
  offer.algorithm = key.info.algorithm;
  offer.user_ids = key.info.user_ids;
  offer.expires = key.info.expires;
  offer.armoured = key.armoured;
  offer.proof = offered.sealed;
  return offer;
}

std::optional<std::int64_t> update_in(std::string_view context) {
  if (!context.starts_with(kContext)) {
    return std::nullopt;
  }
  const auto digits = context.substr(kContext.size());
  std::int64_t id = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), id);
  return error == std::errc() && end == digits.data() + digits.size() ? std::optional(id)
                                                                      : std::nullopt;
}

bool says_stop(std::string_view own) {
  std::string word;
  for (const char c : own) {
    if (c >= 'a' && c <= 'z') {
      word += c;
    } else if (c >= 'A' && c <= 'Z') {
      word += static_cast<char>(c - 'A' + 'a');
    } else if (c != ' ' && c != '\r' && c != '\n' && c != '\t' && c != '.' && c != '!') {
      return false;
    }
  }
  return word == "stop";
}

}  // namespace

std::string key_context(std::int64_t update) {
  return std::string(kContext) + std::to_string(update);
}

std::optional<KeyOffer> key_offer_of(const Arrived& arrived, const Reading& reading,
                                     const Words& words) {
  const bool announces = reading.form && reading.which->name == "control" &&
                         reading.form->text("action") == "KEY_UPDATE";
  if (!announces) {
    return std::nullopt;
  }
  const auto name = reading.form->text("key");
  const auto& files = arrived.opened.content.attachments;
  const auto file =
      std::find_if(files.begin(), files.end(), [&](const auto& one) { return one.name == name; });
  if (file == files.end()) {
    return std::nullopt;
  }
  // A private key in any of them: nothing of the mail is to stay.
  for (const auto& one : files) {
    if (mail::openpgp::holds_secret_key(one.bytes)) {
      return secret();
    }
  }
  return look_at(arrived, file->bytes, words);
}

std::optional<KeyAnswer> key_answer_of(Store& store, const Reading& reading,
                                       const std::string& context) {
  const bool to_us = reading.answers_kind.empty() || reading.answers_kind == "key" ||
                     reading.answers_kind == "notice";
  if (reading.form || !to_us) {
    return std::nullopt;
  }
  if (const auto code = key_code_in(reading.own)) {
    return KeyAnswer{.has_code = true, .update = store.key_updates().of_code(*code)};
  }
  const auto id = update_in(context);
  if (id && says_stop(reading.own)) {
    return KeyAnswer{.stops = true, .update = store.key_updates().find(*id)};
  }
  return std::nullopt;
}

}  // namespace pouch::gateway
