// pouch audit: verifies and exports the log (verb.hpp).
#include "gateway/store/audit.hpp"
#include "gateway/letters/local_time.hpp"
#include "gateway/verbs/json.hpp"
#include "gateway/verbs/operator_session.hpp"

namespace pouch::gateway {
namespace {

int verify(const Call& call) {
  OperatorSession session(call.config);
  const auto broken = session.store().audit().first_broken();
  if (call.json) {
    auto json = versioned();
    json["whole"] = !broken.has_value();
    json["first_broken"] = broken ? Json(*broken) : Json(nullptr);
    print(json);
  } else {
    print(broken ? "the audit log is broken at row " + std::to_string(*broken) + "\n"
                 : std::string("the audit log is whole\n"));
  }
  return broken ? kNo : kDone;
}

// The words of searches are sealed in the log; to open them is itself an act that is logged.
int export_rows(const Call& call, const std::string& number, bool with_queries) {
  OperatorSession session(call.config);
  auto& store = session.store();
  if (with_queries) {
    store.audit().note({.actor = session.actor(),
                        .act = "audited",
                        .number = number,
                        .detail = "with the words of searches"},
                       session.runtime().now());
  }
  for (const auto& row : session.store().audit().rows(number)) {
    const Json json{
        {"schema", 1},
        {"sequence", row.sequence},
        {"at", utc_time(row.at)},
        {"actor", row.actor},
        {"act", row.act},
        {"number", or_null(row.number)},
        {"detail", or_null(with_queries ? store.audit().open_words(row.detail) : row.detail)},
        {"hash", row.hash}};
    print(json.dump() + "\n");
  }
  return kDone;
}

}  // namespace

void add_audit(Verb& pouch) {
  auto& verb = pouch.add("audit", "The audit log: verify, export");
  verb.footer("Example: pouch audit verify\n         pouch audit export > audit.jsonl");
  auto& check = verb.add("verify", "Check the chain of hashes from the first row on");
  check.json("audit-verify.json");
  check.footer("Example: pouch audit verify");
  check.action([](const Call& call) { return verify(call); });
  auto& rows = verb.add("export", "Every row as a line of JSON (docs/schemas/audit-export.json)");
  auto& number = verb.keep<std::string>();
  rows.option("number", number, "only those of this case or message");
  auto& with_queries = verb.keep<bool>();
  rows.flag("--queries", with_queries,
            "open the words of searches, for the data protection officer");
  rows.footer("Example: pouch audit export SEL-2026-000001-17");
  rows.action([&number, &with_queries](const Call& call) {
    return export_rows(call, number, with_queries);
  });
}

}  // namespace pouch::gateway
