#include "gateway/work/retention_look.hpp"

#include <algorithm>

#include "gateway/cases/utc.hpp"
#include "gateway/decide/reach.hpp"
#include "gateway/fault.hpp"
#include "gateway/site/log.hpp"
#include "gateway/store/bodies.hpp"
#include "gateway/store/cases.hpp"
#include "gateway/store/erasures.hpp"
#include "gateway/store/letters.hpp"
#include "gateway/store/messages.hpp"
#include "templates/types/form.hpp"

namespace pouch::gateway {
namespace {

constexpr std::size_t kAtOnce = 100;

std::optional<RetentionDay> day_in(std::string_view text) {  // "2036-12-31"
  int year = 0;
  unsigned month = 0, day = 0;
  if (std::sscanf(std::string(text).c_str(), "%4d-%2u-%2u", &year, &month, &day) != 3) {
    return std::nullopt;
  }
  const std::chrono::year_month_day date{std::chrono::year(year), std::chrono::month(month),
                                         std::chrono::day(day)};
  return date.ok() ? std::optional(RetentionDay(date)) : std::nullopt;
}

bool is_yearly(const std::vector<std::string>& roles) {
  return std::any_of(roles.begin(), roles.end(), [](const std::string& role) {
    return role == "VICTIM" || role == "WITNESS" || role == "MINOR";
  });
}

bool is_yearly(const templates::Form& form) {
  return is_yearly(form.list("data_subjects")) ||
         std::any_of(form.blocks.begin(), form.blocks.end(), [](const templates::Block& block) {
           const auto* role = block.find("role");
           return role != nullptr && is_yearly(role->values);
         });
}

void add_form(const Message& message, const templates::Form& form, RetentionFacts& facts) {
  facts.yearly = facts.yearly || is_yearly(form);
  if (const auto until = day_in(form.text("erase_by"))) {
    facts.limits.push_back(
        {.supplier = message.acting_desk.empty() ? message.sender : message.acting_desk,
         .set = day_of(message.received),
         .until = *until});
  }
}

// A request is concluded with its last leg, all else with its last message.
std::optional<RetentionDay> concluded(const Case& subject, const std::vector<Message>& messages) {
  std::optional<Time> last;
  for (const auto& leg : subject.legs) {
    if (is_open(leg.state)) {
      return std::nullopt;
    }
    last = std::max(last.value_or(leg.since), leg.since);
  }
  for (const auto& message : messages) {
    if (subject.legs.empty() && message.form != "control") {
      last = std::max(last.value_or(message.received), message.received);
    }
  }
  return last ? std::optional(day_of(*last)) : std::nullopt;
}

// Who is asked: the requesting officer and his desk, and the supplier whose day it is.
std::vector<std::string> owners(const Case& subject, const RetentionDue& due) {
  std::vector<std::string> ids;
  for (const auto& id : {subject.requester, subject.requester_desk, due.supplier}) {
    if (!id.empty() && std::find(ids.begin(), ids.end(), id) == ids.end()) {
      ids.push_back(id);
    }
  }
  return ids;
}

std::string_view reason_words(DueFor why) {
  switch (why) {
    case DueFor::kReview:
      return "the review was not answered";
    case DueFor::kYearlyReview:
      return "the yearly review was not answered";
    case DueFor::kSupplier:
      return "the supplier's day has come";
  }
  return {};
}

ErasureOrder order_of(Store& store, const RetentionPlan& plan) {
  ErasureOrder order;
  const auto& by = plan.row.ordered_by;
  order.actor = by.empty() ? "gateway" : by;
  order.reason = by.empty() ? std::string(reason_words(plan.look.due.why)) : "order of its owner";
  order.code = by.empty() ? std::string(name(plan.look.due.why)) : "owner";
  order.tell = who_has_copies(store, plan.look.number);
  order.version = plan.look.version;
  return order;
}

}  // namespace

RetentionRules retention_rules(const config::Site& site) {
  const auto& set = site.retention;
  return {.first = static_cast<int>(set.first),
          .later = static_cast<int>(set.later),
          .yearly = static_cast<int>(set.yearly),
          .notice = static_cast<int>(set.notice)};
}

RetentionFacts retention_facts(Store& store, const Case& subject) {
  RetentionFacts facts;
  facts.opened = day_of(subject.opened);
  const auto messages = store.messages().of(subject.number);
  facts.concluded = concluded(subject, messages);
  for (const auto& message : messages) {
    const auto said = store.bodies().text(message.number);
    if (!said.form_json.empty()) {
      add_form(message, templates::from_json(said.form_json), facts);
    }
  }
  facts.kept = store.retention().kept(subject.number);
  return facts;
}

std::optional<RetentionPlan> retention_plan(const Runtime& runtime, Store& store,
                                            const CaseNumber& number) {
  const auto subject = store.cases().find(number);
  if (!subject || store.erasures().is_gone(number)) {
    return std::nullopt;
  }
  RetentionPlan plan{.look = {.number = number}, .row = store.retention().row(number)};
  plan.archive = subject->kind == CaseKind::kArchive;
  plan.look.version = subject->version;
  if (plan.archive) {
    return plan;
  }
  const auto rules = retention_rules(runtime.site);
  const auto facts = retention_facts(store, *subject);
  plan.yearly = facts.yearly;
  plan.look.due = due_of(facts, rules);
  plan.look.step = step_of(plan.look.due, plan.row.state, rules, day_of(runtime.now()));
  plan.look.owners = owners(*subject, plan.look.due);
  return plan;
}

RetentionView retention_view(const Runtime& runtime, Store& store, const CaseNumber& number) {
  RetentionView view;
  view.rules = retention_rules(runtime.site);
  if (const auto plan = retention_plan(runtime, store, number)) {
    view.held = plan->row.state.held;
    view.yearly = plan->yearly;
    view.archive = plan->archive;
    view.due = plan->look.due;
  }
  return view;
}

std::vector<std::string> who_has_copies(Store& store, const CaseNumber& number) {
  std::vector<std::string> addresses;
  for (const auto& letter : store.letters().of(number)) {
    const bool has = letter.state == "delivered" && !is_of_the_gateway(letter.kind);
    if (has && std::find(addresses.begin(), addresses.end(), letter.recipient) == addresses.end()) {
      addresses.push_back(letter.recipient);
    }
  }
  return addresses;
}

RetentionDone carry_out(const Runtime& runtime, Store& store, const RetentionPlan& plan) {
  RetentionDone done;
  const auto now = runtime.now();
  if (!plan.look.step.erase) {
    store.retention().note(plan.look, now);
    done.asked = plan.look.step.tell ? 1 : 0;
    return done;
  }
  const auto erased = store.erasures().erase(plan.look.number, order_of(store, plan), now);
  if (!erased.before && !erased.held && !erased.changed) {
    log(Level::kInfo, "erased",
        {{"case", plan.look.number.text()}, {"why", order_of(store, plan).code}});
    done.erased = 1;
  }
  return done;
}

RetentionDone look_at_retention(const Runtime& runtime, Store& store, LookAt which) {
  RetentionDone done;
  store.erasures().finish_left();
  store.erasures().forget_letters();
  std::string after;
  for (;;) {
    const auto numbers = store.retention().waiting(
        day_of(runtime.now()), runtime.site.retention.automatic ? which : LookAt::kOrdered, after,
        kAtOnce);
    for (const auto& number : numbers) {
      try {
        if (const auto plan = retention_plan(runtime, store, number)) {
          const auto one = carry_out(runtime, store, *plan);
          done.asked += one.asked;
          done.erased += one.erased;
        } else {
          store.retention().look_later(number, std::nullopt);
        }
      } catch (const Fault& fault) {
        if (fault.transient()) {
          throw;
        }
        log(Level::kError, "not-reviewed",
            {{"case", number.text()}, {"what", fault.what()}, {"hint", fault.hint()}});
        store.retention().look_later(number, day_of(runtime.now()) + std::chrono::days(1));
      }
      after = number.text();
    }
    if (numbers.size() < kAtOnce) {
      return done;
    }
  }
}

std::optional<Time> next_retention(const Runtime& runtime, Store& store) {
  if (!runtime.site.retention.automatic) {
    return std::nullopt;  // who orders an erasure wakes us
  }
  std::optional<Time> next = store.retention().next_look();
  if (store.retention().any_stale()) {
    const Time tomorrow = day_of(runtime.now()) + std::chrono::days(1);
    next = std::min(next.value_or(tomorrow), tomorrow);
  }
  return next;
}

}  // namespace pouch::gateway
