// pouch erase: the end of a case, for good (verb.hpp).
#include "gateway/site/log.hpp"
#include "gateway/site/wake.hpp"
#include "gateway/store/cases.hpp"
#include "gateway/store/erasures.hpp"
#include "gateway/verbs/given_reason.hpp"
#include "gateway/verbs/json.hpp"
#include "gateway/verbs/operator_session.hpp"
#include "gateway/work/retention_look.hpp"

namespace pouch::gateway {
namespace {

struct EraseOptions {
  std::string number, reason;
};

CaseNumber chosen(OperatorSession& session, const EraseOptions& options) {
  const auto number = CaseNumber::parse(options.number);
  if (!number) {
    throw Refusal(kBadData, options.number + " is no case number (check digits)");
  }
  if (!session.store().cases().find(*number)) {
    throw Refusal(kNo, "there is no case " + number->text());
  }
  const auto waiting = session.store().erasures().waiting_letters(*number);
  if (waiting > 0) {
    throw Refusal(kNo, std::to_string(waiting) + " letters of " + number->text() +
                           " wait to be sent; see pouch queue list, and drop them or let them go");
  }
  return *number;
}

// The index forgets it now where no index process does.
int erase(const Call& call, const EraseOptions& options) {
  log_as("erase");
  OperatorSession session(call.config, Forms::kEnglish);
  const auto number = chosen(session, options);
  const ErasureOrder order{.actor = session.actor(),
                           .reason = options.reason,
                           .tell = who_has_copies(session.store(), number)};
  const auto erased = session.store().erasures().erase(number, order, session.runtime().now());
  if (erased.held) {
    throw Refusal(kNo, "a legal hold stands on " + number.text() +
                           ": nothing of it is erased while it does; see pouch retention due");
  }
  forget_erased(session);
  if (call.json) {
    auto json = versioned();
    json["case"] = number.text();
    json["messages"] = erased.messages;
    json["kept_searches"] = erased.kept_searches;
    json["before"] = erased.before;
    print(json);
  } else {
    print(erased.before
              ? number.text() + " was erased before\n"
              : number.text() + " is erased: " + std::to_string(erased.messages) + " messages, " +
                    std::to_string(erased.kept_searches) + " kept searches\n");
    tell("pouch: backups of keys.db still hold its key until they are removed\n");
  }
  return kDone;
}

}  // namespace

void add_erase(Verb& above) {
  auto& verb = above.add("erase", "Erase a case for good: its key, and what speaks of it");
  auto& options = verb.keep<EraseOptions>();
  verb.option("number", options.number, "of the case; a message is not erased alone").required();
  verb.option("--reason", options.reason, "why, for the audit log: whose order, its reference")
      .required()
      .check(fault_of_reason);
  verb.json("erase.json");
  verb.footer(
      "Numbers, dates and parties stay, contents do not come back. Cannot be undone. Whoever has\n"
      "copies is asked by letter to erase them.\n"
      "Example: pouch erase SEL-2026-000017-29 --reason 'order of NFP Sofia, 12/2026'");
  verb.action([&options](const Call& call) { return erase(call, options); });
}

}  // namespace pouch::gateway
