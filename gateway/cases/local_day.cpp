#include "gateway/cases/local_day.hpp"

#include <unicode/ucal.h>

#include <array>
#include <memory>

#include "gateway/words/words.hpp"

namespace pouch::gateway {
namespace {

struct Closer {
  void operator()(UCalendar* calendar) const { ucal_close(calendar); }
};
using Handle = std::unique_ptr<UCalendar, Closer>;

Handle calendar_of(const std::string& zone) {
  UErrorCode status = U_ZERO_ERROR;
  const std::u16string wide(zone.begin(), zone.end());
  Handle calendar(
      ucal_open(wide.data(), static_cast<int32_t>(wide.size()), "en_GB", UCAL_GREGORIAN, &status));
  if (U_FAILURE(status) || calendar == nullptr) {
    return nullptr;
  }
  ucal_setAttribute(calendar.get(), UCAL_REPEATED_WALL_TIME, UCAL_WALLTIME_FIRST);
  return calendar;
}

}  // namespace

LocalMoment local_moment(std::chrono::sys_seconds time, const std::string& zone) {
  auto offset = std::chrono::seconds(0);
  if (const auto calendar = calendar_of(zone)) {
    UErrorCode status = U_ZERO_ERROR;
    ucal_setMillis(calendar.get(), static_cast<UDate>(time.time_since_epoch().count()) * 1000.0,
                   &status);
    const auto milliseconds = ucal_get(calendar.get(), UCAL_ZONE_OFFSET, &status) +
                              ucal_get(calendar.get(), UCAL_DST_OFFSET, &status);
    if (U_SUCCESS(status)) {
      offset = std::chrono::seconds(milliseconds / 1000);
    }
  }
  const auto local = time + offset;
  const auto day = std::chrono::floor<std::chrono::days>(local);
  return {day, local - day};
}

std::string spoken_day(std::chrono::sys_days day) { return spoken_day(day, Words::english()); }

std::string spoken_day(std::chrono::sys_days day, const Words& words) {
  constexpr std::array<Phrase, 7> kWeekdays{"sunday",   "monday", "tuesday", "wednesday",
                                            "thursday", "friday", "saturday"};
  constexpr std::array<Phrase, 12> kMonths{"january",   "february", "march",    "april",
                                           "may",       "june",     "july",     "august",
                                           "september", "october",  "november", "december"};
  const std::chrono::year_month_day date(day);
  return words("spoken_day",
               {{"weekday", words(kWeekdays.at(std::chrono::weekday(day).c_encoding()))},
                {"day", std::to_string(static_cast<unsigned>(date.day()))},
                {"month", words(kMonths.at(static_cast<unsigned>(date.month()) - 1))},
                {"year", std::to_string(static_cast<int>(date.year()))}});
}

std::chrono::sys_seconds time_at(const LocalMoment& moment, const std::string& zone) {
  const auto calendar = calendar_of(zone);
  if (calendar == nullptr) {
    return moment.day + moment.since_midnight;
  }
  const std::chrono::year_month_day date(moment.day);
  UErrorCode status = U_ZERO_ERROR;
  ucal_clear(calendar.get());
  ucal_setDate(calendar.get(), static_cast<int>(date.year()),
               static_cast<int>(static_cast<unsigned>(date.month())) - 1,
               static_cast<int>(static_cast<unsigned>(date.day())), &status);
  const auto seconds = static_cast<int32_t>(moment.since_midnight.count());
  ucal_set(calendar.get(), UCAL_HOUR_OF_DAY, seconds / 3600);
  ucal_set(calendar.get(), UCAL_MINUTE, seconds / 60 % 60);
  ucal_set(calendar.get(), UCAL_SECOND, seconds % 60);
  ucal_set(calendar.get(), UCAL_MILLISECOND, 0);
  const auto millis = ucal_getMillis(calendar.get(), &status);
  return U_FAILURE(status) ? moment.day + moment.since_midnight
                           : std::chrono::sys_seconds(
                                 std::chrono::seconds(static_cast<std::int64_t>(millis / 1000.0)));
}

}  // namespace pouch::gateway
