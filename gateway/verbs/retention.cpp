// pouch retention: what is due when, legal holds, the daily round by hand (verb.hpp). `pouch erase`
// is its short form for one case.
#include "gateway/store/retention.hpp"

#include <algorithm>

#include "gateway/cases/local_day.hpp"
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

struct RetentionOptions {
  std::string number, reason, until;
  bool release = false, for_real = false;
};

std::string iso(RetentionDay day) { return utc_time(day).substr(0, 10); }

std::optional<RetentionDay> day_in(const std::string& text) {
  const auto time = time_of_utc(text + "T00:00:00Z");
  return time ? std::optional(std::chrono::floor<std::chrono::days>(*time)) : std::nullopt;
}

std::string fault_of_day(const std::string& text) {
  return text.size() == 10 && day_in(text) ? std::string() : "a day, as 2027-12-31";
}

// --- due -----------------------------------------------------------------------------------------

std::string state_of(const RetentionPlan& plan) {
  const auto& state = plan.row.state;
  return state.held                                   ? "held"
         : state.ordered                              ? "ordered"
         : state.told && *state.told == plan.look.due ? "asked"
                                                      : "waits";
}

Json due_json(const RetentionPlan& plan) {
  const auto& look = plan.look;
  return {{"case", look.number.text()},
          {"erased_on", iso(look.step.end)},
          {"due", iso(look.due.on)},
          {"why", name(look.due.why)},
          {"supplier", or_null(look.due.supplier)},
          {"owners", look.owners},
          {"state", state_of(plan)},
          {"held_by", or_null(plan.row.held_by)},
          {"held_why", or_null(plan.row.held_why)}};
}

std::string due_line(const RetentionPlan& plan) {
  const auto& look = plan.look;
  std::string owners;
  for (const auto& owner : look.owners) {
    owners += (owners.empty() ? "" : ", ") + owner;
  }
  auto line = look.number.text() + "  " + iso(look.step.end) + "  " +
              std::string(name(look.due.why)) +
              (look.due.supplier.empty() ? "" : " of " + look.due.supplier) + "  " +
              state_of(plan) + "  " + owners;
  line += plan.row.state.held ? "; held by " + plan.row.held_by + ": " + plan.row.held_why : "";
  return line + "\n";
}

std::vector<RetentionPlan> plans(OperatorSession& session,
                                 const std::optional<RetentionDay>& until) {
  std::vector<RetentionPlan> found;
  for (const auto& row : session.store().retention().rows()) {
    auto plan = retention_plan(session.runtime(), session.store(), row.number);
    if (plan && !plan->archive && (!until || plan->look.step.end <= *until)) {
      found.push_back(std::move(*plan));
    }
  }
  std::stable_sort(found.begin(), found.end(), [](const auto& one, const auto& other) {
    return one.look.step.end < other.look.step.end;
  });
  return found;
}

std::vector<AskedToErase> unconfirmed(OperatorSession& session) {
  auto asked = session.store().retention().asked_to_erase();
  std::erase_if(asked, [](const AskedToErase& one) { return one.confirmed.has_value(); });
  return asked;
}

int due(const Call& call, const RetentionOptions& options) {
  OperatorSession session(call.config);
  const auto until = options.until.empty() ? std::nullopt : day_in(options.until);
  const auto found = plans(session, until);
  const auto asked = unconfirmed(session);
  auto json = versioned();
  json["cases"] = Json::array();
  json["unconfirmed"] = Json::array();
  for (const auto& plan : found) {
    call.json ? json["cases"].push_back(due_json(plan)) : print(due_line(plan));
  }
  for (const auto& one : asked) {
    if (call.json) {
      json["unconfirmed"].push_back(
          {{"case", one.number.text()}, {"address", one.address}, {"asked", utc_time(one.asked)}});
    } else {
      print(one.number.text() + "  erased; " + one.address +
            " has not confirmed that its copies are\n");
    }
  }
  if (call.json) {
    print(json);
  }
  return found.empty() && asked.empty() ? kNo : kDone;
}

// --- hold ----------------------------------------------------------------------------------------

CaseNumber chosen(OperatorSession& session, const RetentionOptions& options) {
  const auto number = CaseNumber::parse(options.number);
  if (!number) {
    throw Refusal(kBadData, options.number + " is no case number (check digits)");
  }
  if (!session.store().cases().find(*number)) {
    throw Refusal(kNo, "there is no case " + number->text());
  }
  if (session.store().erasures().is_erased(*number)) {
    throw Refusal(kNo, number->text() + " is erased: there is nothing left to hold");
  }
  return *number;
}

int hold(const Call& call, const RetentionOptions& options) {
  OperatorSession session(call.config);
  const auto number = chosen(session, options);
  auto& retention = session.store().retention();
  const auto now = session.runtime().now();
  const bool done = options.release
                        ? retention.release(number, session.actor(), options.reason, now)
                        : retention.hold(number, session.actor(), options.reason, now);
  if (!done) {
    throw Refusal(kNo, options.release ? "no legal hold stands on " + number.text()
                                       : "a legal hold stands on " + number.text() + " already");
  }
  wake(session.runtime().site.state, Wake::kClock);
  if (call.json) {
    auto json = versioned();
    json["case"] = number.text();
    json["held"] = !options.release;
    print(json);
  } else {
    print(number.text() + (options.release
                               ? " is held no more; its owner is asked anew before it is erased\n"
                               : " is held: nothing of it is erased until --release\n"));
  }
  return kDone;
}

// --- run -----------------------------------------------------------------------------------------

std::string what_it_does(const RetentionPlan& plan) {
  const auto& step = plan.look.step;
  if (step.erase) {
    return "erase";
  }
  return step.tell ? "ask (" + std::string(name(*step.tell)) + ")" : std::string();
}

// The index forgets now what is erased where no index process does.
int run(const Call& call, const RetentionOptions& options) {
  log_as("retention");
  OperatorSession session(call.config, Forms::kEnglish);
  auto& store = session.store();
  auto json = versioned();
  json["for_real"] = options.for_real;
  json["steps"] = Json::array();
  RetentionDone done;
  std::size_t steps = 0;
  for (const auto& plan : plans(session, std::nullopt)) {
    const auto what = what_it_does(plan);
    if (options.for_real) {
      const auto one = carry_out(session.runtime(), store, plan);
      done.asked += one.asked;
      done.erased += one.erased;
    }
    if (what.empty()) {
      continue;
    }
    ++steps;
    if (call.json) {
      json["steps"].push_back({{"case", plan.look.number.text()},
                               {"does", plan.look.step.erase ? "erase" : "ask"},
                               {"erased_on", iso(plan.look.step.end)},
                               {"why", name(plan.look.due.why)}});
    } else {
      print(plan.look.number.text() + "  " + what + "  " + iso(plan.look.step.end) + "  " +
            std::string(name(plan.look.due.why)) + "\n");
    }
  }
  if (options.for_real) {
    store.erasures().finish_left();
    store.erasures().forget_letters();
    forget_erased(session);
    while (store.erasures().give_back()) {
    }
  }
  json["asked"] = done.asked;
  json["erased"] = done.erased;
  if (call.json) {
    print(json);
  } else if (options.for_real) {
    print(std::to_string(done.erased) + " erased, the owners of " + std::to_string(done.asked) +
          " are asked\n");
  } else {
    tell("pouch: nothing was done; --for-real does it\n");
  }
  return steps == 0 ? kNo : kDone;
}

}  // namespace

void add_retention(Verb& pouch) {
  auto& verb = pouch.add("retention", "How long cases are kept: due, hold, run, erase");
  verb.footer(
      "Example: pouch retention due --until 2027-12-31\n"
      "         pouch retention hold SEL-2026-000017-29 --reason 'order of the court, 4 T 12/26'");
  auto& list = verb.add("due", "When each case is to be erased, why, and who may keep it");
  auto& due_options = list.keep<RetentionOptions>();
  list.option("--until", due_options.until, "only those to be erased by this day")
      .check(fault_of_day);
  list.json("retention-due.json");
  list.footer("Example: pouch retention due --until 2027-12-31");
  list.action([&due_options](const Call& call) { return due(call, due_options); });

  auto& stop = verb.add("hold", "A legal hold: nothing of a case is erased while it stands");
  auto& hold_options = stop.keep<RetentionOptions>();
  stop.option("number", hold_options.number, "of the case").required();
  stop.option("--reason", hold_options.reason, "why, for the audit log: whose order, its reference")
      .required()
      .check(fault_of_reason);
  stop.flag("--release", hold_options.release, "takes it off again");
  stop.json("retention-hold.json");
  stop.footer(
      "Example: pouch retention hold SEL-2026-000017-29 --reason 'order of the court, 4 T 12/26'");
  stop.action([&hold_options](const Call& call) { return hold(call, hold_options); });

  auto& round = verb.add("run", "What is due today: shows it; with --for-real does it");
  auto& run_options = round.keep<RetentionOptions>();
  round.flag("--for-real", run_options.for_real, "asks owners and erases; else nothing is done");
  round.json("retention-run.json");
  round.footer("Example: pouch retention run\n         pouch retention run --for-real");
  round.action([&run_options](const Call& call) { return run(call, run_options); });

  add_erase(verb);
}

}  // namespace pouch::gateway
