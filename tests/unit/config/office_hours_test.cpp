// Office hours as directory.toml writes them: strictly, so that nobody sits where nobody was meant.
#include "config/office_hours.hpp"

#include <catch2/catch.hpp>

namespace pouch::config {

using std::chrono::hours;
using std::chrono::minutes;

TEST_CASE("reads office hours of one part and of several") {
  const auto week = read_office_hours("Mon-Fri 08:00-16:00");
  REQUIRE(week);
  CHECK(week->days[0] == OfficeHours::Span{hours(8), hours(16)});
  CHECK(week->days[4] == OfficeHours::Span{hours(8), hours(16)});
  CHECK_FALSE(week->days[5]);
  CHECK_FALSE(week->days[6]);
  const auto parts = read_office_hours("Mon-Thu 07:30-16:00, Fri 07:30-13:15, Sun 00:00-24:00");
  REQUIRE(parts);
  CHECK(parts->days[3] == OfficeHours::Span{hours(7) + minutes(30), hours(16)});
  CHECK(parts->days[4] == OfficeHours::Span{hours(7) + minutes(30), hours(13) + minutes(15)});
  CHECK_FALSE(parts->days[5]);
  CHECK(parts->days[6] == OfficeHours::Span{hours(0), hours(24)});
}

TEST_CASE("takes no office hours that are written another way") {
  for (const auto* text :
       {"", "Mon-Fri", "08:00-16:00", "Mon-Fri 8:00-16:00", "Mon-Fri 08:00-24:01",
        "Mon-Fri 16:00-08:00", "Mon-Fri 08:00-08:00", "Fri-Mon 08:00-16:00", "mon 08:00-16:00",
        "Monday 08:00-16:00", "Mon 08:00-16:00,Tue 08:00-16:00", "Mon 08:00-16:00, ",
        "Mon 08:00-12:00, Mon 13:00-16:00", "Mon-Fri  08:00-16:00", "Mon-Fri 08:00-16:00 ",
        "Mon-Fri 08.00-16.00", "Mon-Fri 08:60-16:00", "Mon-Fri 25:00-26:00", "Mo-Fr 08:00-16:00"}) {
    INFO(text);
    CHECK_FALSE(read_office_hours(text));
  }
}

}  // namespace pouch::config
