// Dates and times in all spellings (SPEC section 5), and those that are no date.
#include "templates/types/dates.hpp"

#include "tests/unit/templates/shipped.hpp"

namespace pouch::templates {
namespace {

TEST_CASE("one day in all its spellings") {
  const auto text = GENERATE(
      as<std::string>{}, "2026-11-23", "23.11.2026", "23/11/2026", "23-11-2026", "23. 11. 2026.",
      "Nov 23, 2026", "23 Nov 2026", "November 23, 2026", "23 November 2026",
      "23rd of November 2026", "Monday, 23 November 2026", "2026/11/23", "2026.11.23",
      "23 noiembrie 2026", "23 ноември 2026 г.", "23. новембар 2026", "23. studenoga 2026",
      "2026. november 23.", "23 Νοεμβρίου 2026", "23 Kasım 2026", "23 nëntor 2026");
  INFO(text);
  CHECK(read_date(text).value == "2026-11-23");
}

TEST_CASE("parts of a date are kept as parts") {
  CHECK(read_date("1980").value == "1980");
  CHECK(read_date("1980-04").value == "1980-04");
  CHECK(read_date("04/1980").value == "1980-04");
  CHECK(read_date("April 1980").value == "1980-04");
  CHECK(read_date("апр. 1980").value == "1980-04");
}

TEST_CASE("the day comes first, and a month above twelve is told so") {
  CHECK(read_date("03/04/1980").value == "1980-04-03");
  const auto american = read_date("11/23/2026");
  CHECK(american.value.empty());
  CHECK(american.impossible);
  CHECK(american.hint.find("23.11.2026") != std::string::npos);
}

TEST_CASE("days that no calendar has are refused with the month's length") {
  CHECK(read_date("2026-02-29").impossible);
  CHECK(read_date("2024-02-29").value == "2024-02-29");
  CHECK(read_date("31.11.2026").hint.find("30 days") != std::string::npos);
  for (const auto* text : {"00.11.2026", "2026-00", "32.1.2026", "1.13.2026", "1799", "2201"}) {
    INFO(text);
    CHECK(read_date(text).value.empty());
    CHECK(read_date(text).impossible);
  }
  CHECK(read_date("1800").value == "1800");
  CHECK(read_date("2200").value == "2200");
}

TEST_CASE("what is no date is not taken for one") {
  for (const auto* text : {"", " ", "tomorrow", "12", "1.2.3.4", "12345", "23.11.26", "Nov",
                           "23 11", "2026-11-23x", "23 Nov Dec 2026", "-", "2026-11-23T10:00"}) {
    INFO(text);
    CHECK(read_date(text).value.empty());
    CHECK_FALSE(read_date(text).hint.empty());
  }
}

TEST_CASE("times are stored in UTC, from every zone that is written") {
  const auto [text, stored] = GENERATE(
      table<const char*, const char*>({{"2026-11-26T18:00:00Z", "2026-11-26T18:00:00Z"},
                                       {"2026-11-26T18:00:00+02:00", "2026-11-26T16:00:00Z"},
                                       {"2026-11-26 18:00 +0200", "2026-11-26T16:00:00Z"},
                                       {"26.11.2026 18:00 UTC", "2026-11-26T18:00:00Z"},
                                       {"26.11.2026, 18:00 CET", "2026-11-26T17:00:00Z"},
                                       {"26 Nov 2026 6:00 pm UTC", "2026-11-26T18:00:00Z"},
                                       {"26 Nov 2026 12:00 am UTC", "2026-11-26T00:00:00Z"},
                                       {"26 Nov 2026 12:30 pm UTC", "2026-11-26T12:30:00Z"},
                                       {"2026-11-26T00:30:00.123+02:00", "2026-11-25T22:30:00Z"}}));
  INFO(text);
  const auto read = read_time(text, false);
  REQUIRE(read.time.has_value());
  CHECK(rfc3339(*read.time) == stored);
  CHECK(read.remark.empty());
}

TEST_CASE("a time without a zone or an hour is taken with a remark") {
  const auto zoneless = read_time("2026-11-26 18:00", false);
  REQUIRE(zoneless.time.has_value());
  CHECK(rfc3339(*zoneless.time) == "2026-11-26T18:00:00Z");
  CHECK_FALSE(zoneless.remark.empty());
  CHECK(rfc3339(*read_time("2026-11-26", false).time) == "2026-11-26T00:00:00Z");
  CHECK(rfc3339(*read_time("2026-11-26", true).time) == "2026-11-26T23:59:59Z");
}

TEST_CASE("times that no clock shows are refused") {
  for (const auto* text : {"2026-11-26 24:00 UTC", "2026-11-26 18:60 UTC",
                           "2026-11-26 13:00 pm UTC", "18:00", "2026-11 18:00 UTC",
                           "2026-11-26 18:00 XYZ", "2026-02-30 18:00 UTC", "2026-11-26 1800:00"}) {
    INFO(text);
    CHECK_FALSE(read_time(text, false).time.has_value());
  }
}

}  // namespace
}  // namespace pouch::templates
