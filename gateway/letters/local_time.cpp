#include "gateway/letters/local_time.hpp"

#include <unicode/ucal.h>
#include <unicode/ustring.h>

#include <algorithm>
#include <array>
#include <cstdio>
#include <memory>

#include "gateway/cases/local_day.hpp"
#include "gateway/words/words.hpp"

namespace pouch::gateway {
namespace {

struct CalendarCloser {
  void operator()(UCalendar* calendar) const { ucal_close(calendar); }
};
using CalendarHandle = std::unique_ptr<UCalendar, CalendarCloser>;

std::u16string widen(const std::string& text) { return {text.begin(), text.end()}; }

CalendarHandle calendar_at(Time time, const std::string& zone) {
  UErrorCode status = U_ZERO_ERROR;
  const auto wide = widen(zone);
  CalendarHandle calendar(
      ucal_open(wide.data(), static_cast<int32_t>(wide.size()), "en_GB", UCAL_GREGORIAN, &status));
  if (U_FAILURE(status) || calendar == nullptr) {
    return nullptr;
  }
  ucal_setMillis(calendar.get(), static_cast<UDate>(time.time_since_epoch().count()) * 1000.0,
                 &status);
  return U_FAILURE(status) ? nullptr : std::move(calendar);
}

int get(const CalendarHandle& calendar, UCalendarDateFields field) {
  UErrorCode status = U_ZERO_ERROR;
  return ucal_get(calendar.get(), field, &status);
}

std::string offset_text(int milliseconds) {
  const int minutes = milliseconds / 60000;
  if (minutes == 0) {
    return "UTC";
  }
  std::array<char, 32> text{};
  const int size = minutes < 0 ? -minutes : minutes;
  std::snprintf(text.data(), text.size(), "UTC%c%02d:%02d", minutes < 0 ? '-' : '+', size / 60,
                size % 60);
  return text.data();
}

// "Europe/Sofia" is Sofia, "America/Argentina/Buenos_Aires" Buenos Aires.
std::string city_of(const std::string& zone) {
  auto city = zone.substr(zone.rfind('/') + 1);
  std::replace(city.begin(), city.end(), '_', ' ');
  return city.empty() ? "UTC" : city;
}

}  // namespace

std::string local_time(Time time, const std::string& zone) {
  auto calendar = calendar_at(time, zone);
  if (calendar == nullptr) {
    return utc_time(time);
  }
  std::array<char, 96> text{};
  const int offset = get(calendar, UCAL_ZONE_OFFSET) + get(calendar, UCAL_DST_OFFSET);
  std::snprintf(text.data(), text.size(), "%04d-%02d-%02d %02d:%02d %s", get(calendar, UCAL_YEAR),
                get(calendar, UCAL_MONTH) + 1, get(calendar, UCAL_DAY_OF_MONTH),
                get(calendar, UCAL_HOUR_OF_DAY), get(calendar, UCAL_MINUTE),
                offset_text(offset).c_str());
  return text.data();
}

std::string spoken_time(Time time, const std::string& zone) {
  return spoken_time(time, zone, Words::english());
}

std::string spoken_time(Time time, const std::string& zone, const Words& words) {
  const auto calendar = calendar_at(time, zone.empty() ? "UTC" : zone);
  if (calendar == nullptr) {
    return utc_time(time);
  }
  const std::chrono::year_month_day date{
      std::chrono::year(get(calendar, UCAL_YEAR)),
      std::chrono::month(static_cast<unsigned>(get(calendar, UCAL_MONTH)) + 1),
      std::chrono::day(static_cast<unsigned>(get(calendar, UCAL_DAY_OF_MONTH)))};
  std::array<char, 32> hour{};
  std::snprintf(hour.data(), hour.size(), "%02d:%02d", get(calendar, UCAL_HOUR_OF_DAY),
                get(calendar, UCAL_MINUTE));
  return words("spoken_time", {{"day", spoken_day(std::chrono::sys_days(date), words)},
                               {"hour", hour.data()},
                               {"city", city_of(zone)}});
}

std::optional<Time> time_of_utc(std::string_view text) {
  int year = 0;
  unsigned month = 0, day = 0, hour = 0, minute = 0, second = 0;
  if (std::sscanf(std::string(text).c_str(), "%4d-%2u-%2uT%2u:%2u:%2uZ", &year, &month, &day, &hour,
                  &minute, &second) != 6) {
    return std::nullopt;
  }
  const auto date = std::chrono::year(year) / std::chrono::month(month) / std::chrono::day(day);
  if (!date.ok()) {
    return std::nullopt;
  }
  return std::chrono::sys_seconds(std::chrono::sys_days(date)) + std::chrono::hours(hour) +
         std::chrono::minutes(minute) + std::chrono::seconds(second);
}

}  // namespace pouch::gateway
