#include "gateway/decide/terms.hpp"

#include <algorithm>
#include <charconv>

#include "gateway/cases/form_times.hpp"
#include "gateway/cases/local_day.hpp"

namespace pouch::gateway::detail {
namespace {

// "7d", "8h", "90m": as templates write deadlines.
struct Length {
  int count = 0;
  char unit = 'd';
};

std::optional<Length> length_of(std::string_view text) {
  Length length;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), length.count);
  if (error != std::errc() || end + 1 != text.data() + text.size() || length.count <= 0) {
    return std::nullopt;
  }
  length.unit = *end;
  return length;
}

std::optional<std::chrono::seconds> duration(const Length& length) {
  switch (length.unit) {
    case 'm':
      return std::chrono::minutes(length.count);
    case 'h':
      return std::chrono::hours(length.count);
    case 'd':
      return std::chrono::days(length.count);
    default:
      return std::nullopt;
  }
}

std::optional<Length> length_named(const Situation& situation, const std::string& name) {
  if (situation.which == nullptr || situation.which->expects == "nothing") {
    return std::nullopt;
  }
  const auto found = situation.which->deadlines.find(name);
  return found == situation.which->deadlines.end() ? std::nullopt : length_of(found->second);
}

bool is_working_day(std::chrono::sys_days day, const config::Country* country) {
  const std::chrono::weekday weekday(day);
  return weekday != std::chrono::Saturday && weekday != std::chrono::Sunday &&
         (country == nullptr || !country->is_holiday(day));
}

}  // namespace

std::optional<Time> deadline_for(const Situation& situation, const std::string& priority) {
  if (situation.form != nullptr) {
    if (const auto asked = form_time(situation.form->text("deadline"))) {
      return asked;
    }
  }
  const auto named = length_named(situation, priority);
  const auto length = named ? duration(*named) : std::nullopt;
  return length ? std::optional<Time>(situation.now + *length) : std::nullopt;
}

LegClock clock_for(const Situation& situation, const std::string& priority,
                   const std::string& country, const std::string& zone,
                   const std::optional<Time>& deadline) {
  LegClock clock;
  if (deadline) {
    clock.term_from = situation.now;
  }
  if (const auto length = length_named(situation, priority + ".ack")) {
    const auto through = duration(*length);
    clock.acknowledge_by =
        length->unit == 'd'
            ? std::optional(after_working_days(situation.now, length->count,
                                               situation.directory.country(country), zone))
        : through ? std::optional(situation.now + *through)
                  : std::nullopt;
    clock.wakes = priority == "FLASH";
  }
  if (situation.which != nullptr && !situation.which->expires.empty()) {
    clock.counts_until = form_time(situation.form->text(situation.which->expires));
  }
  return clock;
}

std::optional<Time> promised_for(const Situation& situation, const std::string& zone) {
  constexpr auto kEndOfDay = std::chrono::days(1) - std::chrono::seconds(1);
  const auto day =
      situation.form == nullptr ? std::nullopt : form_day(situation.form->text("expected_by"));
  return day ? std::optional(time_at({*day, kEndOfDay}, zone)) : std::nullopt;
}

Time after_working_days(Time from, int days, const config::Country* country,
                        const std::string& zone) {
  constexpr int kLongestBreak = 60;  // days: a calendar that never works ends the search
  auto moment = local_moment(from, zone);
  for (int left = days, idle = 0; left > 0 && idle < kLongestBreak;) {
    moment.day += std::chrono::days(1);
    if (is_working_day(moment.day, country)) {
      --left;
      idle = 0;
    } else {
      ++idle;
    }
  }
  return time_at(moment, zone);
}

}  // namespace pouch::gateway::detail
