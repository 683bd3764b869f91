// Every mail of tests/fixtures/clients, as a real client wrote it, opened by the fixtures' gateway.
#include <sodium.h>

#include <catch2/catch.hpp>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "mail/openpgp/keyring.hpp"
#include "tests/unit/mail/gnupg.hpp"

namespace pouch::mail::openpgp {
namespace {

using namespace test;
using nlohmann::json;

const fs::path kClients = fs::path(POUCH_FIXTURES) / "clients";

class ClientGateway {
 public:
  ClientGateway()
      : agent_(scratch_.path() / "g"),
        people_(json::parse(file_bytes(kClients / "keys/manifest.json"))) {
    const auto gateway = import_gateway_key(agent_.home(), kClients / "keys/gateway.sec.asc");
    std::vector<fs::path> files;
    std::vector<std::string> wanted;
    for (const auto& [name, person] : people_.items()) {
      if (person["role"] != "gateway") {
        files.push_back(kClients / "keys" / person["public"].get<std::string>());
        wanted.push_back(person["fingerprint"]);
      }
    }
    REQUIRE(rebuild_ring(agent_.home(), gateway, files, wanted).faults.empty());
    engine_ = std::make_unique<Engine>(agent_.home(), Limits());
  }
  Engine& engine() { return *engine_; }
  std::string fingerprint(const std::string& person) const {
    return people_.at(person)["fingerprint"];
  }

 private:
  Scratch scratch_;
  AgentOf agent_;
  json people_;
  std::unique_ptr<Engine> engine_;
};

std::string sha256(const std::string& bytes) {
  std::array<unsigned char, crypto_hash_sha256_BYTES> digest{};
  crypto_hash_sha256(digest.data(), reinterpret_cast<const unsigned char*>(bytes.data()),
                     bytes.size());
  std::array<char, digest.size() * 2 + 1> text{};
  return sodium_bin2hex(text.data(), text.size(), digest.data(), digest.size());
}

// What clients change is blanks, line ends, quote marks and table cells.
std::string folded(const std::string& text) {
  std::string result;
  for (const char c : text) {
    if (c != ' ' && c != '\t' && c != '\n' && c != '>' && c != '*') result += c;
  }
  std::size_t at = 0;
  while ((at = result.find("\xC2\xA0")) != std::string::npos) result.erase(at, 2);
  return result;
}

Shape expected_shape(const std::string& outer) {
  if (outer.starts_with("multipart/encrypted")) return Shape::kPgpMime;
  if (outer.find("multipart/encrypted") != std::string::npos) return Shape::kWrapped;
  if (outer.find("application/pgp-encrypted") != std::string::npos) {
    return Shape::kPgpMimeRelabelled;
  }
  return outer.starts_with("multipart/alternative") ? Shape::kInlineAlternative : Shape::kInline;
}

SignedBy expected_layer(const std::string& where) {
  return where == "openpgp message"           ? SignedBy::kMessage
         : where == "multipart/signed inside" ? SignedBy::kMultipartSigned
                                              : SignedBy::kCleartext;
}

void check_attachments(const json& expected, const std::vector<Attachment>& attachments) {
  REQUIRE(attachments.size() == expected.size());
  for (std::size_t i = 0; i < attachments.size(); ++i) {
    CHECK(attachments[i].name == expected[i]["name"]);
    CHECK(attachments[i].bytes.size() == expected[i]["size"]);
    CHECK(sha256(std::string(attachments[i].bytes)) == expected[i]["sha256"]);
  }
}

TEST_CASE("openpgp: every client's mail opens to its signer, shape, text and attachments") {
  ClientGateway gateway;
  std::size_t seen = 0;
  for (const auto& entry : fs::directory_iterator(kClients / "mails")) {
    if (entry.path().extension() != ".json") continue;
    const auto expected = json::parse(file_bytes(entry.path()));
    const auto mail = file_bytes(kClients / "mails" / expected["file"].get<std::string>());
    const auto result = open(mail, gateway.engine(), Limits());
    INFO(expected["file"] << ": " << result.detail);
    REQUIRE(result.verdict == Verdict::kProved);
    CHECK(result.signer->primary == gateway.fingerprint(expected["signer"]));
    CHECK(result.signer->primary == expected["signer_fingerprint"]);
    CHECK(result.signer->signed_at.time_since_epoch().count() == expected["signed_at"]);
    CHECK(result.shape == expected_shape(expected["outer_shape"]));
    CHECK(result.signed_by == expected_layer(expected["openpgp"]["signed_in"]));
    const auto text = folded(result.content.text);
    for (const auto& field : expected["expected_fields"]) {
      INFO(field["label"] << "\n" << result.content.text);
      CHECK(text.find(folded(field["value"])) != std::string::npos);
    }
    check_attachments(expected["attachments"], result.content.attachments);
    ++seen;
  }
  CHECK(seen >= 26);
}

TEST_CASE("openpgp: the trials' mails that servers and clients mislabelled open") {
  ClientGateway gateway;
  for (const std::string name : {"11-signed-request-exchange-suppress",
                                 "14-outer-transfer-encoding", "16-both-parts-octet-stream"}) {
    const auto mail = file_bytes(fs::path(POUCH_FIXTURES) / "trials" / (name + ".eml"));
    const auto result = open(mail, gateway.engine(), Limits());
    INFO(name << ": " << result.detail);
    REQUIRE(result.verdict == Verdict::kProved);
    CHECK(result.signer->primary == gateway.fingerprint("officer"));
    CHECK(result.signed_mark.empty());
    CHECK(result.content.text.find("Form: request") != std::string::npos);
  }
}

TEST_CASE("openpgp: a client's mail altered in one octet of its ciphertext never opens") {
  ClientGateway gateway;
  for (const auto* name : {"thunderbird-plain-attachments", "kmail-inline", "claws-pgpmime"}) {
    auto mail = file_bytes(kClients / "mails" / (std::string(name) + ".eml"));
    const auto begin = mail.find("-----BEGIN PGP MESSAGE-----");
    const auto middle = begin + (mail.find("-----END PGP MESSAGE-----") - begin) / 2;
    const auto at = mail.find_first_not_of("\r\n", middle);
    mail[at] = mail[at] == 'A' ? 'B' : 'A';
    const auto result = open(mail, gateway.engine(), Limits());
    INFO(name);
    CHECK(result.verdict == Verdict::kUndecryptable);
    CHECK(is_silent(result));
  }
}

TEST_CASE("openpgp: AEAD of tag 20 is refused, its signer known only when proved") {
  ClientGateway gateway;
  const auto message = file_bytes(fs::path(POUCH_FIXTURES) / "openpgp/aead-signed.pgp");
  auto result = open(pgp_mime(message), gateway.engine(), Limits());
  INFO(result.detail);
  CHECK(result.verdict == Verdict::kUnsupportedEncryption);
  REQUIRE(result.signer);
  CHECK(result.signer->primary == gateway.fingerprint("officer"));
  CHECK(is_silent(result));

  const auto bare = file_bytes(fs::path(POUCH_FIXTURES) / "openpgp/aead-unsigned.pgp");
  result = open(pgp_mime(bare), gateway.engine(), Limits());
  CHECK(result.verdict == Verdict::kUnsupportedEncryption);
  CHECK(!result.signer);
  CHECK(is_silent(result));

  // Bad tags: gpg itself says GOODMDC and DECRYPTION_OKAY.
  for (const auto& good : {message, bare}) {
    for (const std::size_t back : {1u, 17u, 40u}) {
      auto altered = good;
      altered[altered.size() - back] = static_cast<char>(altered[altered.size() - back] ^ 1);
      result = open(pgp_mime(altered), gateway.engine(), Limits());
      INFO(back << ": " << result.detail);
      CHECK(result.verdict == Verdict::kUndecryptable);
      CHECK(is_silent(result));
    }
  }
}

}  // namespace
}  // namespace pouch::mail::openpgp
