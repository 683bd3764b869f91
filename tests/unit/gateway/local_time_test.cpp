#include "gateway/letters/local_time.hpp"

#include <catch2/catch.hpp>

using namespace pouch::gateway;

TEST_CASE("shows a time in the zone of the desk that reads it") {
  const Time winter{std::chrono::seconds(1795683600)};  // 2026-11-26T09:00:00Z
  CHECK(utc_time(winter) == "2026-11-26T09:00:00Z");
  CHECK(local_time(winter, "Europe/Sofia") == "2026-11-26 11:00 UTC+02:00");
  CHECK(local_time(winter, "UTC") == "2026-11-26 09:00 UTC");
  const Time summer = winter - std::chrono::days(150);
  CHECK(local_time(summer, "Europe/Sofia").find("UTC+03:00") != std::string::npos);
}

TEST_CASE("says a time with weekday and the city of the zone") {
  const Time due{std::chrono::seconds(1796040120)};  // 2026-11-30T12:02:00Z
  CHECK(spoken_time(due, "Europe/Sofia") == "Monday 30 November 2026, 14:02 (Sofia)");
  CHECK(spoken_time(due, "UTC") == "Monday 30 November 2026, 12:02 (UTC)");
  CHECK(spoken_time(due, "") == spoken_time(due, "UTC"));
  CHECK(spoken_time(due, "America/Argentina/Buenos_Aires") ==
        "Monday 30 November 2026, 09:02 (Buenos Aires)");
}

TEST_CASE("reads back the times that it writes for machines, and no others") {
  const Time time{std::chrono::seconds(1795683601)};
  CHECK(time_of_utc(utc_time(time)) == time);
  for (const auto* text : {"", "2026-11-26", "2026-02-30T00:00:00Z", "tomorrow"}) {
    CHECK_FALSE(time_of_utc(text));
  }
}
