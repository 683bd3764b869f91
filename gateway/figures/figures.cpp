#include "gateway/figures/figures.hpp"

#include "gateway/cases/calendar_week.hpp"
#include "gateway/cases/local_day.hpp"

namespace pouch::gateway::figures {
namespace {

Time first_of(int year, const std::string& zone) {
  const auto day = std::chrono::year(year) / std::chrono::January / 1;
  return time_at({.day = std::chrono::sys_days(day)}, zone);
}

unsigned month_of(Time time, const std::string& zone) {
  const std::chrono::year_month_day date(local_moment(time, zone).day);
  return static_cast<unsigned>(date.month());
}

// What a request counts under; `country` is the asked or the asking one.
std::string key_of(By by, const Asked& asked, const std::string& country) {
  switch (by) {
    case By::kCountry:
      return country;
    case By::kForm:
      return asked.form;
    case By::kArea:
      return asked.area;
  }
  return {};
}

}  // namespace

Year year_of(int year, const std::string& zone) {
  return {year, first_of(year, zone), first_of(year + 1, zone)};
}

std::string_view name(By by) {
  switch (by) {
    case By::kCountry:
      return "country";
    case By::kForm:
      return "form";
    case By::kArea:
      return "area";
  }
  return {};
}

std::string_view name(Step step) { return step == Step::kAcknowledge ? "acknowledge" : "answer"; }
std::string_view name(Clock clock) { return clock == Clock::kAccepted ? "accepted" : "delivered"; }

void Split::count(Urgency urgency) {
  switch (urgency) {
    case Urgency::kUrgent:
      ++urgent;
      break;
    case Urgency::kOther:
      ++other;
      break;
    case Urgency::kUnknown:
      ++unknown;
      break;
  }
}

Counter::Counter(Year year, std::string zone, std::string country, Time now)
    : year_(year), zone_(std::move(zone)), country_(std::move(country)), now_(now) {}

void Counter::add(const Asked& asked) {
  if (is_asking(asked) && year_.holds(asked.made)) {
    add_made(asked);
  }
  if (is_asked(asked)) {
    if (!asked.prosecution) {
      add_received(asked);
    }
    add_times(asked);
    add_overdue(asked);
    add_week(asked);
  }
}

void Counter::add_made(const Asked& asked) {
  if (!asked.prosecution) {
    auto& made = figures_.made[asked.from];
    made.cases.insert(asked.number);
    made.requests.count(asked.urgency);
  }
  ++figures_.months[asked.from].at(month_of(asked.made, zone_) - 1);
  if (asked.urgency == Urgency::kUnknown) {
    ++figures_.unknown;
    return;
  }
  for (const auto by : kBys) {
    auto& share = figures_.urgent[{by, key_of(by, asked, asked.from)}];
    ++share.of;
    share.part += asked.urgency == Urgency::kUrgent ? 1U : 0U;
  }
}

void Counter::add_received(const Asked& asked) {
  const Pair pair{asked.to, asked.from};
  if (year_.holds(asked.made)) {
    figures_.received[pair].received.count(asked.urgency);
  }
  if (asked.answered && year_.holds(*asked.answered)) {
    figures_.received[pair].answered.count(asked.urgency);
  }
  if (asked.refused && year_.holds(*asked.refused)) {
    ++figures_.received[pair].refused;
    ++figures_.refused[{asked.to, asked.from, asked.ground}];
  }
  for (const auto& at : asked.deviations) {
    if (year_.holds(at)) {
      ++figures_.deviations[pair];
      break;  // one request deviates once in a year, however often it says so
    }
  }
}

void Counter::add_times(const Asked& asked) {
  const auto note = [&](Step step, const std::optional<Time>& at) {
    if (!at || !year_.holds(*at)) {
      return;
    }
    for (const auto by : kBys) {
      const auto key = key_of(by, asked, asked.to);
      durations_[{by, key, step, Clock::kAccepted}].push_back(
          std::max(*at - asked.made, Duration(0)));
      if (asked.delivered && *asked.delivered <= *at) {
        durations_[{by, key, step, Clock::kDelivered}].push_back(*at - *asked.delivered);
      }
    }
  };
  note(Step::kAcknowledge, asked.acknowledged);
  note(Step::kAnswer, asked.answered ? asked.answered : asked.refused);
}

void Counter::add_overdue(const Asked& asked) {
  const auto ended = asked.ended();
  if (!asked.due || !year_.holds(*asked.due) || (!ended && (asked.stands || now_ <= *asked.due))) {
    return;
  }
  const bool late = !ended || *ended > *asked.due;
  for (const auto by : kBys) {
    auto& share = figures_.overdue[{by, key_of(by, asked, asked.to)}];
    ++share.of;
    share.part += late ? 1U : 0U;
  }
}

void Counter::add_week(const Asked& asked) {
  if (!year_.holds(asked.made)) {
    return;
  }
  auto& week = figures_.weeks[monday_of(local_moment(asked.made, zone_).day)];
  ++week.requests;
  const auto answer = asked.answered ? asked.answered : asked.refused;
  if (answer) {
    ++(asked.due && *answer > *asked.due ? week.late : week.in_time);
  } else if (!asked.ended()) {
    const bool overdue = asked.due && !asked.stands && now_ > *asked.due;
    ++(overdue ? week.overdue : week.open);
  }
}

Figures Counter::figures() {
  for (auto& [key, durations] : durations_) {
    figures_.times[key] = spread_of(std::move(durations));
  }
  durations_.clear();
  return std::move(figures_);
}

}  // namespace pouch::gateway::figures
