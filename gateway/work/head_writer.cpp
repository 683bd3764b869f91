#include "gateway/work/head_writer.hpp"

#include "gateway/letters/audit_head.hpp"
#include "gateway/letters/seal_letter.hpp"
#include "gateway/store/audit_heads.hpp"
#include "gateway/store/receipts.hpp"
#include "gateway/work/operator_letter.hpp"

namespace pouch::gateway {
namespace {

constexpr std::chrono::minutes kLater{10};

std::vector<Sender> auditors(const Runtime& runtime, Crypto& crypto, std::string& left_out) {
  std::vector<Sender> found;
  for (const auto& member : runtime.directory.members) {
    const config::Principal principal{&member, nullptr};
    if (!principal.has_right("audit")) {
      continue;
    }
    if (auto one = reachable(runtime, crypto, principal)) {
      found.push_back(std::move(*one));
    } else {
      left_out += (left_out.empty() ? "" : ", ") + member.id;
    }
  }
  return found;
}

void write(const Runtime& runtime, Store& store, Crypto& crypto, const AuditHead& head) {
  Commit commit;
  commit.at = runtime.now();
  commit.audit_head = head.number;
  commit.signed_head = crypto.sign(head.text, runtime.gateway_key, mail::openpgp::SignedAs::kClear);
  if (!store.receipts().keeps_gateway_key(runtime.gateway_key)) {
    store.receipts().finish({}, {},
                            KeptKey{.fingerprint = runtime.gateway_key,
                                    .block = crypto.public_key(runtime.gateway_key)});
  }
  const auto seed = store.audit_heads().seed(head);
  std::string told, left_out;
  for (const auto& auditor : auditors(runtime, crypto, left_out)) {
    const auto index = commit.letters.size() + 1;
    const auto party = party_of(auditor, runtime.site);
    const LetterThread thread{.message_id = letter_message_id(runtime.site, seed, index)};
    commit.letters.push_back(seal_letter(
        write_audit_head({runtime.site, commit.at}, party, head.day, commit.signed_head, thread),
        {.kind = LetterKind::kAuditHead, .to = {party}}, letter_id(seed, index),
        runtime.gateway_key, crypto, runtime.site.state));
    told += (told.empty() ? "" : ", ") + auditor.id;
  }
  commit.audit.push_back({.actor = "gateway",
                          .act = "head",
                          .detail = std::to_string(head.number) + " of " + head.day +
                                    (told.empty() ? "" : ", to " + told) +
                                    (left_out.empty() ? "" : "; not sealed to " + left_out)});
  store.commit_alone(commit);
}

}  // namespace

bool write_next_head(const Runtime& runtime, Store& store, Crypto& crypto) {
  const auto head = store.audit_heads().claim(runtime.now());
  if (!head) {
    return false;
  }
  write_or_leave(
      runtime, [&] { write(runtime, store, crypto, *head); },
      [&](const std::string&, std::optional<Time> again) {
        store.audit_heads().put_back(*head, again.value_or(runtime.now() + kLater));
      });
  return true;
}

}  // namespace pouch::gateway
