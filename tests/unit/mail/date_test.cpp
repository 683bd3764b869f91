#include "mail/structure/date.hpp"

#include <catch2/catch.hpp>

namespace pouch::mail {
namespace {

long long seconds(std::string_view raw) {
  const auto date = read_date(raw);
  return date ? static_cast<long long>(date->time_since_epoch().count()) : -1;
}

TEST_CASE("dates are read in each form that RFC 5322 allows") {
  CHECK(seconds("Mon, 23 Nov 2026 20:17:58 +0000") == 1795465078);
  CHECK(seconds(" Mon, 23 Nov 2026 22:17:58 +0200 (EET)") == 1795465078);
  CHECK(seconds("23 nov 2026 15:17:58 -0500") == 1795465078);
  CHECK(seconds("Mon,\r\n 23 Nov 2026 20:17:58 GMT") == 1795465078);
  CHECK(seconds("Mon, 23 Nov 26 15:17:58 EST") == 1795465078);
  CHECK(seconds("Mon, 23 Nov 2026 20:17:58 -0000") == 1795465078);
  CHECK(seconds("1 Jan 1970 00:00 +0000") == 0);
  CHECK(seconds("1 Jan 99 00:00:00 Z") == 915148800);
  CHECK(seconds("31 Dec 2016 23:59:60 +0000") == 1483228800);
}

TEST_CASE("what is no date is none") {
  for (const std::string_view raw :
       {"", "Monday", "23 Nov 2026", "Mon 23 Nov 2026 20:17:58 +0000", "32 Nov 2026 20:17:58 +0000",
        "31 Nov 2026 20:17:58 +0000", "29 Feb 2026 20:17:58 +0000", "23 Now 2026 20:17:58 +0000",
        "23 Nov 2026 24:17:58 +0000", "23 Nov 2026 20:60:58 +0000", "23 Nov 2026 20:17:61 +0000",
        "23 Nov 2026 20:17:58", "23 Nov 2026 20:17:58 +000", "23 Nov 2026 20:17:58 +0060",
        "23 Nov 2026 20:17:58 +0000 x", "23 Nov 02026 20:17:58 +0000", "23 Nov 1500 20:17:58 +0000",
        "23 Nov 2026 20:17:58 (open", "2026-11-23T20:17:58Z"}) {
    INFO(raw);
    CHECK(seconds(raw) == -1);
  }
}

}  // namespace
}  // namespace pouch::mail
