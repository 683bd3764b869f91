#include "gateway/cases/retention.hpp"

#include <algorithm>
#include <array>

namespace pouch::gateway {
namespace {

using std::chrono::days;

constexpr days kMonthBefore{30}, kWeekBefore{7};

// The newest word of that owner.
const Keeping* last_of(const std::vector<Keeping>& kept, std::string_view who) {
  const Keeping* last = nullptr;
  for (const auto& one : kept) {
    if (one.who == who && (last == nullptr || one.said >= last->said)) {
      last = &one;
    }
  }
  return last;
}

RetentionDay moved(const SuppliedLimit& limit, const std::vector<Keeping>& kept) {
  const auto* last = last_of(kept, limit.supplier);
  return last != nullptr && last->said >= limit.set ? last->until : limit.until;
}

RetentionDay review_of(const RetentionFacts& facts, const RetentionRules& rules) {
  const auto* last = last_of(facts.kept, {});
  const auto span = facts.yearly ? rules.yearly : rules.later;
  auto due = last == nullptr ? months_after(facts.opened, span)
                             : std::min(last->until, months_after(last->said, span));
  const bool first = facts.concluded && (last == nullptr || *facts.concluded > last->said);
  return first ? std::min(due, months_after(*facts.concluded, rules.first)) : due;
}

RetentionDay end_of(const RetentionDue& due, RetentionDay noticed, const RetentionRules& rules) {
  return due.why == DueFor::kSupplier ? due.on : std::max(due.on, noticed + days(rules.notice));
}

days before_end(RetentionLetter letter) {
  return letter == RetentionLetter::kMonth ? kMonthBefore : kWeekBefore;
}

// The last reminder of this notice that has come and was not told; `next`: of those to come.
void remind(const RetentionState& state, RetentionDay today, RetentionStep& step) {
  for (const auto letter : {RetentionLetter::kMonth, RetentionLetter::kWeek}) {
    const auto moment = step.end - before_end(letter);
    if (letter <= state.last || moment <= state.noticed) {
      continue;
    }
    if (moment <= today) {
      step.tell = letter;
    } else if (!step.next) {
      step.next = moment;
    }
  }
}

}  // namespace

RetentionDay months_after(RetentionDay day, int months) {
  const std::chrono::year_month_day date(day);
  const auto wanted = date + std::chrono::months(months);
  return wanted.ok() ? RetentionDay(wanted)
                     : RetentionDay(wanted.year() / wanted.month() / std::chrono::last);
}

std::string_view name(DueFor why) {
  switch (why) {
    case DueFor::kReview:
      return "review";
    case DueFor::kYearlyReview:
      return "yearly-review";
    case DueFor::kSupplier:
      return "supplier";
  }
  return "review";
}

std::optional<DueFor> due_for(std::string_view text) {
  for (const auto why : {DueFor::kReview, DueFor::kYearlyReview, DueFor::kSupplier}) {
    if (name(why) == text) {
      return why;
    }
  }
  return std::nullopt;
}

RetentionDue due_of(const RetentionFacts& facts, const RetentionRules& rules) {
  RetentionDue due{
      review_of(facts, rules), facts.yearly ? DueFor::kYearlyReview : DueFor::kReview, {}};
  for (const auto& limit : facts.limits) {
    const auto until = moved(limit, facts.kept);
    if (until <= due.on && (due.why != DueFor::kSupplier || until < due.on)) {
      due = {until, DueFor::kSupplier, limit.supplier};
    }
  }
  return due;
}

RetentionDay latest_keeping(RetentionDay said, bool yearly, const RetentionRules& rules) {
  return months_after(said, yearly ? rules.yearly : rules.later);
}

std::string_view name(RetentionLetter letter) {
  constexpr std::array<std::string_view, 3> kNames{"notice", "month", "week"};
  return kNames.at(static_cast<std::size_t>(letter));
}

std::optional<RetentionLetter> retention_letter(std::string_view text) {
  for (const auto letter :
       {RetentionLetter::kNotice, RetentionLetter::kMonth, RetentionLetter::kWeek}) {
    if (name(letter) == text) {
      return letter;
    }
  }
  return std::nullopt;
}

RetentionStep step_of(const RetentionDue& due, const RetentionState& state,
                      const RetentionRules& rules, RetentionDay today) {
  RetentionStep step;
  const bool told = state.told && *state.told == due;
  step.end = end_of(due, told ? state.noticed : today, rules);
  if (state.held) {
    return step;
  }
  if (state.ordered || (due.why == DueFor::kSupplier && due.on <= today)) {
    step.erase = true;
    return step;
  }
  if (!told) {
    const auto moment = due.on - days(rules.notice);
    if (moment > today) {
      step.end = due.on;
      step.next = moment;
      return step;
    }
    step.tell = RetentionLetter::kNotice;
    step.next = today + days(1);
    return step;
  }
  if (step.end <= today) {
    step.erase = true;
    return step;
  }
  remind(state, today, step);
  step.next = step.next.value_or(step.end);
  return step;
}

}  // namespace pouch::gateway
