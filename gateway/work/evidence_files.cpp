#include "gateway/work/evidence_files.hpp"

#include <algorithm>
#include <array>
#include <cstdio>
#include <memory>
#include <set>

#include "gateway/letters/local_time.hpp"
#include "gateway/letters/machine.hpp"
#include "gateway/site/own_keys.hpp"
#include "gateway/store/audit.hpp"
#include "gateway/store/audit_heads.hpp"
#include "gateway/store/bodies.hpp"
#include "gateway/store/letters.hpp"
#include "gateway/store/receipts.hpp"
#include "gateway/store/reports.hpp"
#include "gateway/work/verify_text.hpp"
#include "mail/openpgp/signed_parts.hpp"

namespace pouch::gateway {
namespace {

// Who looked is not the other party's to know.
constexpr std::array<std::string_view, 10> kLooks{"shown",     "searched", "found",  "fetched",
                                                  "previewed", "exported", "listed", "audited",
                                                  "receipts",  "pointed"};

// "0007": files stand in the order of their numbers.
std::string numbered(std::int64_t number, int digits) {
  std::array<char, 32> text{};
  std::snprintf(text.data(), text.size(), "%0*lld", digits, static_cast<long long>(number));
  return text.data();
}

class Gathering {
 public:
  Gathering(const Runtime& runtime, Store& store, Crypto& crypto, const CaseNumber& number)
      : runtime_(runtime), store_(store), crypto_(crypto), number_(number) {
    facts_.number = number.text();
  }

  std::vector<EvidenceFile> all(const std::vector<Message>& messages, const std::string& as) {
    for (const auto& message : messages) {
      add_message(message);
    }
    add_receipts();
    add_reports();
    add_audit();
    add_keys();
    facts_.site = runtime_.site.address;
    facts_.at = spoken_time(runtime_.now(), runtime_.site.time_zone);
    facts_.as = as;
    add("VERIFY.txt", verify_text(facts_));
    add_sums();
    return std::move(files_);
  }

 private:
  void add(std::string name, std::string bytes) {
    files_.push_back({std::move(name), [bytes = std::move(bytes)] { return bytes; }});
  }

  void add_message(const Message& message) {
    const auto folder = "messages/" + std::to_string(message.number.message) + "/";
    const auto number = message.number;
    auto& store = store_;
    files_.push_back(
        {folder + "received.eml", [&store, number] { return store.bodies().raw(number); }});
    auto body = std::make_shared<Body>(store.bodies().open(number));
    for (const auto& part : body->parts()) {
      if (!part.evidence || !part.name.starts_with("original")) {
        continue;
      }
      const auto original = [body, part] { return std::string(body->bytes(part)); };
      files_.push_back({folder + part.name, original});
      if (part.name.ends_with(".eml")) {
        add_signed_parts(folder, original());
      }
    }
    auto key = store.receipts().key_of(message.id);
    if (key.empty()) {
      facts_.keyless.push_back(number.text());
      key = crypto_.public_key(message.signer);
    }
    add(folder + "signer.asc", key);
  }

  void add_signed_parts(const std::string& folder, const std::string& entity) {
    if (const auto parts = mail::openpgp::signed_parts(entity, runtime_.limits)) {
      add(folder + "signed.txt", parts->text);
      add(folder + "signed.asc", parts->signature);
    }
  }

  void add_receipts() {
    for (const auto& row : store_.receipts().of(number_)) {
      const auto name = "receipts/" + numbered(row.position, 4);
      add(name + ".txt", row.text);
      add(name + ".txt.asc", row.signature);
      add(name + ".json", case_receipt_json(row.text, row.hash, !row.signature.empty()) + "\n");
    }
  }

  void add_reports() {
    std::set<std::string> letters;
    int count = 0;
    for (const auto& letter : store_.letters().of(number_)) {
      if (!letters.insert(letter.id).second) {
        continue;
      }
      for (const auto& report : store_.reports().of(letter.id)) {
        add("reports/" + numbered(++count, 4) + ".eml", report);
      }
    }
  }

  void add_audit() {
    auto rows = store_.audit().rows(number_.text());
    std::erase_if(rows, [](const AuditRow& row) {
      return std::find(kLooks.begin(), kLooks.end(), row.act) != kLooks.end();
    });
    if (rows.empty()) {
      return;
    }
    const auto first = rows.front().sequence;
    for (const auto& proof : store_.audit_heads().proofs(std::move(rows))) {
      const auto name = "audit/rows/" + numbered(proof.row.sequence, 9);
      add(name + ".txt", proof.text);
      if (proof.head != 0) {
        auto path = "head " + numbered(proof.head, 5) + "\n";
        for (const auto& step : proof.path) {
          path += step + "\n";
        }
        add(name + ".path", path);
      }
    }
    for (const auto& head : store_.audit_heads().all_from(first)) {
      add("audit/heads/" + numbered(head.number, 5) + ".asc", head.signed_text);
    }
  }

  void add_keys() {
    std::vector<std::string> keys{runtime_.gateway_key};
    keys.insert(keys.end(), runtime_.further_keys.begin(), runtime_.further_keys.end());
    for (const auto& key : keys) {
      add_key(key, crypto_.public_key(key));
    }
    for (const auto& key : store_.receipts().gateway_keys()) {
      if (std::find(keys.begin(), keys.end(), key.fingerprint) == keys.end()) {
        add_key(key.fingerprint, key.block);  // retired since
      }
    }
  }

  void add_key(const std::string& fingerprint, const std::string& block) {
    if (!block.empty()) {
      facts_.gateways.push_back(fingerprint);
      add("keys/" + fingerprint + ".asc", block);
    }
  }

  void add_sums() {
    std::sort(
        files_.begin(), files_.end(),
        [](const EvidenceFile& left, const EvidenceFile& right) { return left.name < right.name; });
    std::string sums;
    for (const auto& file : files_) {
      sums += sha256_hex(file.make()) + "  " + file.name + "\n";
    }
    add("SHA256SUMS.asc",
        crypto_.sign(sums, runtime_.gateway_key, mail::openpgp::SignedAs::kDetached));
    add("SHA256SUMS", std::move(sums));
  }

  const Runtime& runtime_;
  Store& store_;
  Crypto& crypto_;
  CaseNumber number_;
  VerifyFacts facts_;
  std::vector<EvidenceFile> files_;
};

}  // namespace

std::vector<EvidenceFile> evidence_files(const Runtime& runtime, Store& store, Crypto& crypto,
                                         const CaseNumber& number, const std::string& as,
                                         const std::vector<Message>& messages) {
  return Gathering(runtime, store, crypto, number).all(messages, as);
}

}  // namespace pouch::gateway
