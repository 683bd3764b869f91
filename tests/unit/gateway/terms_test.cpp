// Until when a desk owes what (DOMAIN section 7): working days where it is, also when the hour
// changes.
#include "gateway/decide/terms.hpp"

#include <catch2/catch.hpp>

#include "gateway/cases/local_day.hpp"
#include "gateway/letters/local_time.hpp"
#include "tests/unit/gateway/people.hpp"

namespace pouch::gateway {
namespace {

using std::chrono::days;
using std::chrono::hours;

Time utc(const std::string& text) { return *time_of_utc(text); }

config::Country bulgaria() {
  config::Country country{"BG", "Bulgaria", {}};
  for (const auto* day : {"2026-03-03T00:00:00Z", "2026-12-24T00:00:00Z", "2026-12-25T00:00:00Z"}) {
    country.holidays.push_back(std::chrono::floor<days>(utc(day)));
  }
  return country;
}

}  // namespace

TEST_CASE("a working day is neither Saturday nor Sunday nor a holiday of that country") {
  const auto country = bulgaria();
  const std::string zone = "Europe/Sofia";
  // Monday to Tuesday; Friday to Monday; Saturday to Monday; over a holiday; over Christmas.
  CHECK(detail::after_working_days(utc("2026-11-23T12:02:00Z"), 1, &country, zone) ==
        utc("2026-11-24T12:02:00Z"));
  CHECK(detail::after_working_days(utc("2026-11-27T12:02:00Z"), 1, &country, zone) ==
        utc("2026-11-30T12:02:00Z"));
  CHECK(detail::after_working_days(utc("2026-11-28T12:02:00Z"), 1, &country, zone) ==
        utc("2026-11-30T12:02:00Z"));
  CHECK(detail::after_working_days(utc("2026-03-02T08:00:00Z"), 1, &country, zone) ==
        utc("2026-03-04T08:00:00Z"));
  CHECK(detail::after_working_days(utc("2026-12-23T08:00:00Z"), 1, &country, zone) ==
        utc("2026-12-28T08:00:00Z"));
  CHECK(detail::after_working_days(utc("2026-12-23T08:00:00Z"), 1, nullptr, zone) ==
        utc("2026-12-24T08:00:00Z"));
}

TEST_CASE("the same hour on the wall, also when the clock was changed in between") {
  // Friday 27 March 2026 to Monday 30 March: summer time begins on the 29th.
  CHECK(detail::after_working_days(utc("2026-03-27T12:00:00Z"), 1, nullptr, "Europe/Sofia") ==
        utc("2026-03-30T11:00:00Z"));
  // Friday 23 October to Monday 26: it ends on the 25th.
  CHECK(detail::after_working_days(utc("2026-10-23T11:00:00Z"), 1, nullptr, "Europe/Sofia") ==
        utc("2026-10-26T12:00:00Z"));
  // What is Friday in Belgrade at night is Saturday in no other zone of ours, but in Auckland.
  CHECK(detail::after_working_days(utc("2026-11-26T22:30:00Z"), 1, nullptr, "Europe/Belgrade") ==
        utc("2026-11-27T22:30:00Z"));
  CHECK(detail::after_working_days(utc("2026-11-26T22:30:00Z"), 1, nullptr, "Pacific/Auckland") ==
        utc("2026-11-29T22:30:00Z"));
}

TEST_CASE("a country that never works ends the search all the same") {
  config::Country idle{"XX", "XX", {}};
  for (int day = 0; day < 400; ++day) {
    idle.holidays.push_back(std::chrono::sys_days{} + days(day));
  }
  CHECK(detail::after_working_days(Time{}, 3, &idle, "UTC") < Time{} + days(70));
}

TEST_CASE("an hour that does not exist is the next, one that comes twice the first") {
  const auto spring = std::chrono::sys_days(std::chrono::year(2026) / 3 / 29);
  const auto autumn = std::chrono::sys_days(std::chrono::year(2026) / 10 / 25);
  CHECK(time_at({spring, hours(3) + std::chrono::minutes(30)}, "Europe/Sofia") ==
        utc("2026-03-29T01:30:00Z"));
  CHECK(time_at({autumn, hours(3) + std::chrono::minutes(30)}, "Europe/Sofia") ==
        utc("2026-10-25T00:30:00Z"));
  for (int hour = 0; hour < 24 * 400; hour += 7) {
    const auto time = utc("2026-01-01T00:15:00Z") + hours(hour);
    const auto there = local_moment(time, "Europe/Bucharest");
    const auto back = time_at(there, "Europe/Bucharest");
    CHECK((back == time || back == time - hours(1)));  // the hour that comes twice
  }
  CHECK(time_at({spring, hours(12)}, "No/Such") == spring + hours(12));
}

TEST_CASE(
    "a request has a clock: 8 hours of FLASH run through, a day to acknowledge is a working day") {
  test::People people;
  people.request_template.deadlines = {{"NORMAL", "7d"}, {"NORMAL.ack", "1d"}};
  people.site.time_zone = "UTC";
  const auto opened = *people.request({"BG"}).opened;
  const auto& leg = opened.legs.at(0);
  CHECK(leg.clock.term_from == opened.opened);
  CHECK(leg.deadline == opened.opened + days(7));
  CHECK(leg.clock.acknowledge_by ==
        detail::after_working_days(opened.opened, 1, people.directory.country("BG"), "UTC"));
  CHECK_FALSE(leg.clock.wakes);
}

TEST_CASE("CLARIFY stops the clock until the requester has answered, DELAY names a new day") {
  test::People people;
  const auto opened = *people.request({"BG"}).opened;
  auto asked = *people.answer("nfp-bg", opened, "CLARIFY").changed;
  CHECK(asked.legs[0].clock.paused == people.now);
  people.now += days(3);
  auto again = *people.plain("ana", asked).changed;
  CHECK_FALSE(again.legs[0].clock.paused);
  CHECK(again.legs[0].state == LegState::kAcknowledged);
  CHECK(again.legs[0].deadline == *opened.legs[0].deadline + days(3));
}

TEST_CASE("DELAY names a new day, until its end where the desk is, no earlier one") {
  test::People people;
  people.desk("nfp-bg").time_zone = "Europe/Sofia";
  const auto opened = *people.request({"BG"}).opened;
  const auto delayed = people.answer("nfp-bg", opened, "DELAY", {}, "2026-12-15");
  const auto& leg = delayed.changed->legs[0];
  CHECK(leg.deadline == utc("2026-12-15T21:59:59Z"));
  CHECK(leg.clock.first_deadline == opened.legs[0].deadline);
  CHECK(leg.state == LegState::kAcknowledged);
  const auto earlier = people.answer("nfp-bg", opened, "DELAY", {}, "2026-11-28");
  CHECK(earlier.changed->legs[0].deadline == opened.legs[0].deadline);
  REQUIRE(earlier.warnings.size() == 1);
  CHECK(earlier.warnings[0].code == "no-later-day");
}

TEST_CASE("a closed leg has no clock that ticks") {
  test::People people;
  const auto opened = *people.request({"BG"}).opened;
  for (const auto* kind : {"FULL", "NO_TRACE", "REFUSAL"}) {
    const auto answered = *people.answer("nfp-bg", opened, kind).changed;
    CHECK_FALSE(next_tick(answered.legs[0].clocked()));
  }
  CHECK(next_tick(people.answer("nfp-bg", opened, "ACK").changed->legs[0].clocked()));
}

}  // namespace pouch::gateway
