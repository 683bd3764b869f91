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
