// The calendar part of a letter (RFC 5545).
#include "gateway/letters/calendar.hpp"

#include <catch2/catch.hpp>
#include <sstream>

using namespace pouch::gateway;
using pouch::gateway::detail::calendar;
using pouch::gateway::detail::CalendarDay;

namespace {

using namespace std::chrono;

CalendarDay entry(const std::string& summary, year_month_day when = year(2026) / 12 / 31) {
  return {"next-SEL-2026-000001-17@pouch.example", summary, when};
}

std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> lines;
  std::size_t at = 0;
  while (at < text.size()) {
    const auto end = text.find("\r\n", at);
    REQUIRE(end != std::string::npos);
    lines.push_back(text.substr(at, end - at));
    at = end + 2;
  }
  return lines;
}

}  // namespace

TEST_CASE("a day in a calendar lasts until the next one begins, also over the year's end") {
  const auto text = calendar({entry("x")}, 2, sys_days(year(2026) / 11 / 30) + 61s);
  for (const auto* line :
       {"BEGIN:VCALENDAR\r\nVERSION:2.0\r\n", "\r\nMETHOD:PUBLISH\r\n", "\r\nSEQUENCE:2\r\n",
        "\r\nDTSTAMP:20261130T000101Z\r\n", "\r\nDTSTART;VALUE=DATE:20261231\r\n",
        "\r\nDTEND;VALUE=DATE:20270101\r\n", "\r\nUID:next-SEL-2026-000001-17@pouch.example\r\n"}) {
    INFO(line);
    CHECK(text.find(line) != std::string::npos);
  }
  CHECK(text.ends_with("END:VCALENDAR\r\n"));
}

TEST_CASE("no line of a calendar is longer than 75 octets, and none is cut within a character") {
  for (std::size_t length = 60; length < 180; ++length) {
    std::string summary;
    while (summary.size() < length) {
      summary += "д";
    }
    const auto text = calendar({entry(summary)}, 0, Time{});
    std::string unfolded;
    for (const auto& line : lines_of(text)) {
      CHECK(line.size() <= 75);
      CHECK((static_cast<unsigned char>(line.front()) & 0xC0) != 0x80);
      if (line.front() == ' ') {
        CHECK((static_cast<unsigned char>(line.at(1)) & 0xC0) != 0x80);
      }
      unfolded += line.front() == ' ' ? line.substr(1) : "\n" + line;
    }
    CHECK(unfolded.find("\nSUMMARY:" + summary + "\n") != std::string::npos);
  }
}

TEST_CASE("marks of the calendar's grammar in a text are escaped") {
  const auto text = calendar({entry("a;b,c\\d\r\nEND:VEVENT")}, 0, Time{});
  CHECK(text.find("SUMMARY:a\\;b\\,c\\\\d\\nEND:VEVENT\r\n") != std::string::npos);
}
