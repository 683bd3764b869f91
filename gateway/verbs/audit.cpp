// pouch audit: verifies and exports the log, and prints its signed heads (verb.hpp).
#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>

#include "gateway/cases/local_day.hpp"
#include "gateway/letters/local_time.hpp"
#include "gateway/store/audit.hpp"
#include "gateway/store/audit_heads.hpp"
#include "gateway/store/epochs.hpp"
#include "gateway/store/receipts.hpp"
#include "gateway/verbs/json.hpp"
#include "gateway/verbs/operator_session.hpp"
#include "gateway/verbs/reader_session.hpp"
#include "mail/openpgp/engine.hpp"
#include "mail/openpgp/home.hpp"
#include "mail/openpgp/keyring.hpp"

namespace pouch::gateway {
namespace {

constexpr std::size_t kLargestHead = 1u << 16, kProvedAtOnce = 10000;

// --- verify

int verify_chain(const Call& call) {
  OperatorSession session(call.config);
  const auto broken = session.store().audit().first_broken();
  if (call.json) {
    auto json = versioned(2);
    json["whole"] = !broken.has_value();
    json["first_broken"] = broken ? Json(*broken) : Json(nullptr);
    json["head"] = nullptr;
    print(json);
  } else {
    print(broken ? "the audit log is broken at row " + std::to_string(*broken) + "\n"
                 : std::string("the audit log is whole\n"));
  }
  return broken ? kNo : kDone;
}

std::string head_in(const std::string& file) {
  std::ifstream stream(file, std::ios::binary);
  std::string text{std::istreambuf_iterator<char>(stream), {}};
  if (!stream || text.empty() || text.size() > kLargestHead) {
    throw Refusal(kBadData, file + " is no signed head: name the file of an \"Audit log\" letter");
  }
  return text;
}

bool is_good(const mail::openpgp::Result& result, const std::vector<std::string>& ours) {
  return result.judgement == mail::openpgp::Judgement::kGood && result.signatures.size() == 1 &&
         std::count(ours.begin(), ours.end(), result.signatures.front().primary) > 0;
}

// By the keys that ever signed for us, as they were kept: one that was replaced leaves the ring.
mail::openpgp::Result verified_by_kept_keys(const Runtime& runtime, Store& store,
                                            std::string_view head, std::vector<std::string>& kept) {
  const mail::openpgp::TemporaryHome home;
  std::vector<std::filesystem::path> files;
  for (const auto& key : store.receipts().gateway_keys()) {
    files.push_back(home.path() / (key.fingerprint + ".asc"));
    mail::openpgp::write_file(files.back(), key.block);
    kept.push_back(key.fingerprint);
  }
  if (files.empty()) {
    return {};
  }
  mail::openpgp::make_public_ring(home.path(), files, kept);
  mail::openpgp::Engine engine(home.path(), runtime.limits);
  return engine.verify_clearsigned(head);
}

// The text that one of our keys has signed, today's or one that was replaced.
std::string proved_text(const Runtime& runtime, Store& store, const std::string& file) {
  const auto head = head_in(file);
  mail::openpgp::Engine engine(runtime.site.gnupg, runtime.limits);
  auto result = engine.verify_clearsigned(head);
  auto ours = runtime.further_keys;
  ours.push_back(runtime.gateway_key);
  if (!is_good(result, ours)) {
    std::vector<std::string> kept;
    const auto detail = result.detail;
    result = verified_by_kept_keys(runtime, store, head, kept);
    if (!is_good(result, kept)) {
      throw Refusal(kNo, file + " bears no good signature of a key that the gateway has, or had" +
                             (detail.empty() ? "" : ": " + detail));
    }
  }
  std::string text;
  for (const char c : std::string_view(result.plaintext)) {
    if (c != '\r') {
      text += c;
    }
  }
  return text.ends_with('\n') ? text : text + "\n";
}

std::string rows_text(const HeadVerdict& verdict) {
  return verdict.from == verdict.to
             ? "row " + std::to_string(verdict.from)
             : "rows " + std::to_string(verdict.from) + " to " + std::to_string(verdict.to);
}

std::string said(const HeadVerdict& verdict) {
  switch (verdict.what) {
    case HeadVerdict::What::kUnchanged:
      return "nothing up to this head was changed";
    case HeadVerdict::What::kChanged:
      return verdict.from == verdict.to
                 ? "the log was changed: the first row that differs is " +
                       std::to_string(verdict.from)
                 : "the log was changed: the first row that differs is among " + rows_text(verdict);
    case HeadVerdict::What::kMissing:
      return "the log was cut off: " + rows_text(verdict) + " are missing";
    case HeadVerdict::What::kOfAnotherLog:
      break;
  }
  return "the file is signed, but it is no head of an audit log";
}

std::string_view name(HeadVerdict::What what) {
  switch (what) {
    case HeadVerdict::What::kUnchanged:
      return "unchanged";
    case HeadVerdict::What::kChanged:
      return "changed";
    case HeadVerdict::What::kMissing:
      return "missing";
    case HeadVerdict::What::kOfAnotherLog:
      break;
  }
  return "no-head";
}

int verify_head(const Call& call, const std::string& file) {
  OperatorSession session(call.config);
  const auto verdict =
      session.store().audit_heads().check(proved_text(session.runtime(), session.store(), file));
  const bool unchanged = verdict.what == HeadVerdict::What::kUnchanged;
  if (call.json) {
    auto json = versioned(2);
    json["whole"] = unchanged;
    json["first_broken"] = verdict.from == 0 ? Json(nullptr) : Json(verdict.from);
    json["head"] = {{"verdict", name(verdict.what)},
                    {"from", verdict.from == 0 ? Json(nullptr) : Json(verdict.from)},
                    {"to", verdict.to == 0 ? Json(nullptr) : Json(verdict.to)}};
    print(json);
  } else {
    print(said(verdict) + "\n");
  }
  return unchanged ? kDone : kNo;
}

int print_head(const Call& call) {
  OperatorSession session(call.config);
  const auto head = session.store().audit_heads().newest();
  if (!head) {
    throw Refusal(kNo,
                  "there is no signed head yet: the first comes after midnight, while pouch "
                  "serve or pouch run works");
  }
  if (!call.json) {
    print(head->signed_text);
    return kDone;
  }
  auto json = versioned();
  json["head"] = head->number;
  json["day"] = head->day;
  json["first"] = head->first;
  json["last"] = head->last;
  json["text"] = head->text;
  json["signed"] = head->signed_text;
  print(json);
  return kDone;
}

// --- export

struct Export {
  std::string number, of_case, member, act, from, until;
  bool queries = false, proofs = false;
};

// A day where the site is, or a moment in UTC; of a day its beginning, or the next one's.
std::optional<Time> moment(const std::string& text, const std::string& zone, bool end_of_day) {
  if (text.empty()) {
    return std::nullopt;
  }
  if (const auto time = time_of_utc(text)) {
    return time;
  }
  const auto day = time_of_utc(text + "T00:00:00Z");
  if (!day) {
    throw Refusal(kUsage, "\"" + text +
                              "\" is no day (2026-11-30) and no moment "
                              "(2026-11-30T14:00:00Z)");
  }
  const auto date = std::chrono::floor<std::chrono::days>(*day);
  return time_at({date + std::chrono::days(end_of_day ? 1 : 0), {}}, zone);
}

// Which rows: all conditions hold together.
class RowFilter {
 public:
  RowFilter(const Export& wanted, const std::string& zone)
      : wanted_(wanted),
        from_(moment(wanted.from, zone, false)),
        until_(moment(wanted.until, zone, true)) {}

  bool takes(const AuditRow& row) const {
    return (wanted_.member.empty() || row.actor == wanted_.member) &&
           (wanted_.act.empty() || row.act == wanted_.act) && (!from_ || row.at >= *from_) &&
           (!until_ || row.at < *until_);
  }

 private:
  const Export& wanted_;
  std::optional<Time> from_, until_;
};

std::string as_filed(const MessageNumber& wanted) {
  return wanted.message == 0 ? wanted.number.text() : wanted.text();
}

Json proof_json(const RowProof& proof) {
  if (proof.salt.empty()) {
    return nullptr;
  }
  return {{"salt", proof.salt},
          {"head", proof.head == 0 ? Json(nullptr) : Json(proof.head)},
          {"path", proof.path}};
}

void print_row(Store& store, const RowProof& proof, bool queries) {
  const auto& row = proof.row;
  const Json json{{"schema", 2},
                  {"sequence", row.sequence},
                  {"at", utc_time(row.at)},
                  {"actor", row.actor},
                  {"act", row.act},
                  {"number", or_null(row.number)},
                  {"detail", or_null(queries ? store.audit().open_words(row.detail) : row.detail)},
                  {"hash", row.hash},
                  {"proof", proof_json(proof)}};
  print(json.dump() + "\n");
}

void print_rows(Store& store, std::vector<AuditRow>& rows, const Export& wanted) {
  if (wanted.proofs) {
    for (const auto& proof : store.audit_heads().proofs(std::move(rows))) {
      print_row(store, proof, wanted.queries);
    }
  } else {
    for (auto& row : rows) {
      print_row(store, {.row = std::move(row)}, wanted.queries);
    }
  }
  rows.clear();
}

// The words of searches are sealed in the log; to open them is itself an act that is logged. The
// whole chain is looked at whatever is asked for: a filter hides no break.
int export_rows(const Call& call, Export wanted) {
  const auto named = wanted.number.empty() ? wanted.of_case : wanted.number;
  if (!named.empty()) {
    (void)number_in(named, kLastEpoch);  // before the agent is asked
  }
  OperatorSession session(call.config);
  auto& store = session.store();
  const RowFilter filter(wanted, session.runtime().site.time_zone);
  const auto number = named.empty() ? named : as_filed(number_in(named, store.epochs().current()));
  if (wanted.queries) {
    store.audit().note({.actor = session.actor(),
                        .act = "audited",
                        .number = number,
                        .detail = "with the words of searches"},
                       session.runtime().now());
  }
  const auto broken = store.audit().first_broken();
  std::vector<AuditRow> rows;
  for (auto& row : store.audit().rows(number)) {
    if (filter.takes(row)) {
      rows.push_back(std::move(row));
    }
    if (rows.size() == kProvedAtOnce) {
      print_rows(store, rows, wanted);
    }
  }
  print_rows(store, rows, wanted);
  if (broken) {
    throw Refusal(kNo, "the audit log is broken at row " + std::to_string(*broken) +
                           ": what was printed proves nothing from there on");
  }
  return kDone;
}

void add_verify(Verb& audit) {
  auto& verb = audit.add("verify", "Check the chain of hashes from the first row on");
  auto& head = verb.keep<std::string>();
  verb.option("--head", head, "a signed head that was kept: was anything before it changed?")
      .files();
  verb.json("audit-verify.json");
  verb.footer(
      "Example: pouch audit verify\n"
      "         pouch audit verify --head audit-head-2026-11-30.asc");
  verb.action([&head](const Call& call) {
    return head.empty() ? verify_chain(call) : verify_head(call, head);
  });
}

void add_head(Verb& audit) {
  auto& verb = audit.add("head", "Print the newest signed head of the log");
  verb.json("audit-head.json");
  verb.footer("Example: pouch audit head > audit-head.asc");
  verb.action([](const Call& call) { return print_head(call); });
}

void add_export(Verb& audit) {
  auto& verb = audit.add("export", "Every row as a line of JSON (docs/schemas/audit-export.json)");
  auto& wanted = verb.keep<Export>();
  verb.option("number", wanted.number, "only those of this case or message");
  verb.option("--case", wanted.of_case, "the same").excludes("number");
  verb.option("--member", wanted.member, "only what this member, desk or operator:NAME did");
  verb.option("--act", wanted.act, "only these acts: accepted, searched, shown …");
  verb.option("--from", wanted.from, "only from this day (where the site is) or moment (UTC) on");
  verb.option("--until", wanted.until, "only until the end of this day, or before this moment");
  verb.flag("--queries", wanted.queries,
            "open the words of searches, for the data protection officer");
  verb.flag("--proofs", wanted.proofs,
            "with each row what proves it by a signed head alone: its salt, and its path in the "
            "head's tree");
  verb.footer(
      "Example: pouch audit export SEL-2026-000001-17\n"
      "         pouch audit export --act searched --from 2026-11-01 --until 2026-11-30");
  verb.action([&wanted](const Call& call) { return export_rows(call, wanted); });
}

}  // namespace

void add_audit(Verb& pouch) {
  auto& verb = pouch.add("audit", "The audit log: verify, export, signed heads");
  verb.footer("Example: pouch audit verify\n         pouch audit export > audit.jsonl");
  add_verify(verb);
  add_head(verb);
  add_export(verb);
}

}  // namespace pouch::gateway
