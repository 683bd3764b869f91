#include "gateway/web/words/times.hpp"

#include <array>
#include <cstdio>

#include "gateway/cases/local_day.hpp"

namespace pouch::gateway::web {
namespace {

std::string clock_of(const LocalMoment& moment) {
  std::array<char, 32> text{};
  const auto minutes = std::chrono::duration_cast<std::chrono::minutes>(moment.since_midnight);
  std::snprintf(text.data(), text.size(), "%02d:%02d", static_cast<int>(minutes.count() / 60),
                static_cast<int>(minutes.count() % 60));
  return text.data();
}

int year_of(std::chrono::sys_days day) {
  return static_cast<int>(std::chrono::year_month_day(day).year());
}

std::string day_without_year(const PageWords& words, std::chrono::sys_days day) {
  const std::chrono::year_month_day date(day);
  return std::to_string(static_cast<unsigned>(date.day())) + " " +
         std::string(words.month(static_cast<unsigned>(date.month())));
}

std::string day_of(const PageWords& words, std::chrono::sys_days day) {
  return day_without_year(words, day) + " " + std::to_string(year_of(day));
}

}  // namespace

std::string clock_time(Moment time, const std::string& zone) {
  return clock_of(local_moment(time, zone));
}

std::string day_and_time(const PageWords& words, Moment time, const std::string& zone) {
  const auto moment = local_moment(time, zone);
  return std::string(words.weekday(std::chrono::weekday(moment.day).c_encoding())) + " " +
         day_of(words, moment.day) + ", " + clock_of(moment);
}

std::string day_of_year(const PageWords& words, Moment time, const std::string& zone) {
  return day_of(words, local_moment(time, zone).day);
}

std::string near_time(const PageWords& words, Moment time, Moment now, const std::string& zone) {
  const auto moment = local_moment(time, zone);
  const bool this_year = year_of(moment.day) == year_of(local_moment(now, zone).day);
  return (this_year ? day_without_year(words, moment.day) : day_of(words, moment.day)) + ", " +
         clock_of(moment);
}

std::string span(const PageWords& words, std::chrono::seconds time) {
  const auto minutes = std::chrono::duration_cast<std::chrono::minutes>(time).count();
  const auto days = minutes / 1440, hours = minutes / 60 % 24;
  const auto part = [&](auto count, Say unit) {
    return count == 0 ? std::string() : std::to_string(count) + " " + std::string(words(unit));
  };
  const auto first = days > 0 ? part(days, Say::kDays)
                     : hours > 0
                         ? part(hours, Say::kHours)
                         : std::to_string(minutes) + " " + std::string(words(Say::kMinutes));
  const auto second = days > 0    ? part(hours, Say::kHours)
                      : hours > 0 ? part(minutes % 60, Say::kMinutes)
                                  : std::string();
  return second.empty() ? first : first + " " + second;
}

}  // namespace pouch::gateway::web
