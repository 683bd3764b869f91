// Who is there at the hour of sending: absences with dates, office hours over a year, and where
// letters go then.
#include "gateway/decide/absent.hpp"

#include <algorithm>
#include <catch2/catch.hpp>
#include <random>

#include "gateway/cases/local_day.hpp"
#include "tests/unit/gateway/people.hpp"

using namespace pouch;
using namespace pouch::gateway;
using pouch::test::People;
using pouch::test::told;
using std::chrono::days;
using std::chrono::hours;
using std::chrono::minutes;

namespace {

using Ids = std::vector<std::string>;

void away(People& people, const std::string& who, const std::string& substitute, Time from = Time{},
          std::optional<Time> until = {}) {
  people.directory.absences.push_back(
      {who, from, until.value_or(people.now + days(7)), substitute});
  people.directory.absences = as_they_stand(people.directory.absences, people.now);
}

std::string utc(Time time) {
  const auto day = std::chrono::floor<days>(time);
  const std::chrono::year_month_day date(day);
  const auto rest = time - day;
  char text[32];
  std::snprintf(text, sizeof text, "%04d-%02u-%02uT%02d:%02d:00Z", static_cast<int>(date.year()),
                static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()),
                static_cast<int>(rest / hours(1)), static_cast<int>(rest / minutes(1) % 60));
  return text;
}

People with_second_desk() {
  People people;
  people.add_desk("nfp-bg2", "BG", "police", config::DeskKind::kOperationalCentre);
  people.desk("nfp-bg").substitute = "nfp-bg2";
  return people;
}

}  // namespace

TEST_CASE(
    "a desk with office hours is staffed within them alone, through a year and both changes") {
  People people;
  auto& desk = people.desk("nfp-bg");
  desk.time_zone = "Europe/Sofia";
  desk.hours = config::read_office_hours("Mon-Thu 08:00-16:30, Fri 08:00-13:00");
  const auto holiday = std::chrono::sys_days(std::chrono::year(2026) / 9 / 22);  // a Tuesday
  for (auto& country : people.directory.countries) {
    if (country.code == "BG") {
      country.holidays = {holiday};
    }
  }
  const Time start = std::chrono::sys_days(std::chrono::year(2026) / 1 / 1);
  minutes open{0};
  Time next{};
  for (auto now = start; now < start + days(365); now += minutes(15)) {
    const auto local = local_moment(now, "Europe/Sofia");
    const auto weekday = std::chrono::weekday(local.day).iso_encoding();
    const auto end = weekday == 5 ? minutes(13 * 60) : minutes(16 * 60 + 30);
    const bool expected = weekday <= 5 && local.day != holiday &&
                          local.since_midnight >= hours(8) && local.since_midnight < end;
    const bool staffed = is_staffed(desk, people.directory, "UTC", now);
    if (staffed != expected) {
      FAIL("at " << utc(now));
    }
    open += staffed ? minutes(15) : minutes(0);
    // Whoever waits until the desk opens finds it open, and it was not a quarter before.
    if (now.time_since_epoch() % hours(6) == minutes(0)) {
      const auto opens = staffed_from(desk, people.directory, "UTC", now);
      REQUIRE(opens);
      CHECK(*opens >= now);
      CHECK(is_staffed(desk, people.directory, "UTC", *opens));
      CHECK((*opens == now || !is_staffed(desk, people.directory, "UTC", *opens - minutes(1))));
      CHECK(*opens >= next);  // never back
      next = *opens;
    }
  }
  // 261 weekdays of 2026, 52 Fridays of them, a Tuesday off.
  CHECK(open == hours(8) * 208 + minutes(30) * 208 + hours(5) * 52);
}

TEST_CASE("a desk that never opens is not waited for, one without hours is always there") {
  People people;
  auto& desk = people.desk("nfp-bg");
  CHECK(staffed_from(desk, people.directory, "UTC", people.now) == people.now);
  desk.hours = config::OfficeHours{};
  CHECK_FALSE(is_staffed(desk, people.directory, "UTC", people.now));
  CHECK_FALSE(staffed_from(desk, people.directory, "UTC", people.now));
}

TEST_CASE("an absence holds from its begin to its end, and its substitute finishes what came") {
  const Time from{days(100)}, until{days(110)};
  const auto stands = [&](Time now) {
    const auto all = as_they_stand({{"ana", from, until, "ion"}}, now);
    return all.empty() ? std::pair(false, false) : std::pair(all[0].begun, all[0].holds);
  };
  CHECK(stands(from - std::chrono::seconds(1)) == std::pair(false, false));
  CHECK(stands(from) == std::pair(true, true));
  CHECK(stands(until - std::chrono::seconds(1)) == std::pair(true, true));
  CHECK(stands(until) == std::pair(true, false));
  CHECK(stands(until + kFinishes - std::chrono::seconds(1)) == std::pair(true, false));
  CHECK(as_they_stand({{"ana", from, until, "ion"}}, until + kFinishes).empty());
}

TEST_CASE("a letter goes through several hands, and to the absent where nobody stands in") {
  People people = with_second_desk();
  people.add_member("ion", "Ion Pop", "ion@police.ro.example", "RO", "police");
  people.add_member("dan", "Dan Radu", "dan@police.ro.example", "RO", "police");
  CHECK_FALSE(present_for(people.directory, "ana", people.now)->instead_of);
  CHECK_FALSE(present_for(people.directory, "nobody", people.now));
  away(people, "ana", "ion");
  CHECK(present_for(people.directory, "ana", people.now)->who.id() == "ion");
  away(people, "ion", "dan");
  const auto through = present_for(people.directory, "ana", people.now);
  CHECK(through->who.id() == "dan");
  REQUIRE(through->instead_of);
  CHECK(through->instead_of->name == "Ana Ionescu");
  away(people, "dan", "ana");  // a circle, however it came to be
  CHECK(present_for(people.directory, "ana", people.now)->who.id() == "ana");
  people.directory.absences.clear();
  away(people, "ana", "gone");
  CHECK(present_for(people.directory, "ana", people.now)->who.id() == "ana");
}

TEST_CASE("random absences: a letter always goes to one who is there, or to whom it is for") {
  std::mt19937 random(12);
  for (int round = 0; round < 500; ++round) {
    People people;
    Ids ids{"ana"};
    for (int i = 0; i < 6; ++i) {
      ids.push_back("m" + std::to_string(i));
      people.add_member(ids.back(), ids.back(), ids.back() + "@ro.example", "RO", "police");
    }
    for (int i = 0; i < 8; ++i) {
      const auto from = people.now + hours(static_cast<int>(random() % 40) - 20);
      away(people, ids[random() % ids.size()], ids[random() % ids.size()], from,
           from + hours(1 + random() % 30));
    }
    for (const auto& id : ids) {
      const auto present = present_for(people.directory, id, people.now);
      REQUIRE(present);
      const auto there = present->who.id();
      const bool is_there = people.directory.absence(there) == nullptr;
      CHECK((is_there || there == id));
      CHECK(present->instead_of.has_value() == (there != id));
    }
  }
}

TEST_CASE("a request for an absent desk goes to its substitute, whose leg it is") {
  People people = with_second_desk();
  away(people, "nfp-bg", "nfp-bg2");
  const auto decision = people.request({"BG", "RS"});
  REQUIRE(decision.outcome == Outcome::kAccepted);
  CHECK(told(decision, LetterKind::kRequest) == Ids{"nfp-bg2", "nfp-rs"});
  CHECK(decision.opened->legs[0].desk == "nfp-bg2");
  REQUIRE(decision.letters[0].to[0].instead_of);
  CHECK(decision.letters[0].to[0].instead_of->id == "nfp-bg");
  people.now += days(8);
  people.directory.absences = as_they_stand(people.directory.absences, people.now);
  CHECK(people.request({"BG"}).opened->legs[0].desk == "nfp-bg");  // it ended by itself
  people.now -= days(8);
  people.directory.absences = as_they_stand(people.directory.absences, people.now);
  people.unusable = {"KEY-NFP-BG2"};  // nothing can be sealed to the substitute: it waits there
  CHECK(people.request({"BG"}).opened->legs[0].desk == "nfp-bg");
}

TEST_CASE("outside office hours FLASH goes to the substitute, all else waits at the desk") {
  People people = with_second_desk();
  auto& desk = people.desk("nfp-bg");
  desk.time_zone = "Europe/Sofia";
  desk.hours = config::read_office_hours("Mon-Fri 08:00-16:00");
  people.now = Time(std::chrono::sys_days(std::chrono::year(2026) / 11 / 28)) + hours(12);  // Sat
  const auto ask = [&](const std::string& priority) {
    return people.form("ana", people.request_template,
                       {{"to_states", "BG"}, {"handling", "H0"}, {"urgency", priority}}, {});
  };
  const auto flash = ask("FLASH");
  CHECK(flash.opened->legs[0].desk == "nfp-bg2");
  REQUIRE(flash.letters[0].to[0].instead_of);
  CHECK(flash.letters[0].to[0].instead_of->closed);
  CHECK(flash.letters[0].to[0].instead_of->until ==
        Time(std::chrono::sys_days(std::chrono::year(2026) / 11 / 30)) + hours(6));
  CHECK(ask("NORMAL").opened->legs[0].desk == "nfp-bg");
  CHECK(ask("URGENT").opened->legs[0].desk == "nfp-bg");
  people.desk("nfp-bg2").hours = desk.hours;  // nobody is there at all
  CHECK(ask("FLASH").opened->legs[0].desk == "nfp-bg");
  people.desk("nfp-bg2").hours.reset();
  people.now += days(2);  // Monday, 14:00 in Sofia
  CHECK(ask("FLASH").opened->legs[0].desk == "nfp-bg");
}

TEST_CASE("an answer for an absent requester goes to who stands in, both are in the audience") {
  People people;
  people.add_member("ion", "Ion Pop", "ion@police.ro.example", "RO", "police");
  auto opened = *people.request({"BG"}).opened;
  away(people, "ana", "ion");
  const auto decision = people.answer("nfp-bg", opened, "FULL");
  CHECK(told(decision, LetterKind::kReply) == Ids{"ion", "nfp-ro"});
  const auto& to = decision.audience.to;
  CHECK(std::count_if(to.begin(), to.end(), [](const Receiver& one) {
          return one.id == "ana" && one.role == Role::kRequester;
        }) == 1);
  CHECK(std::count_if(to.begin(), to.end(), [](const Receiver& one) {
          return one.id == "ion" && one.role == Role::kSubstitute;
        }) == 1);
  for (const auto& tag : {"principal:ion", "principal:ana"}) {
    CHECK(std::count(decision.readers.begin(), decision.readers.end(), tag) == 1);
  }
  // What ana writes is still receipted to ana.
  const auto note = people.control("ana", {{"action", "STATUS"}}, opened);
  CHECK(told(note, LetterKind::kAnswer) == Ids{"ana"});
  // H2 stays with those who were named.
  auto h2 = opened;
  h2.handling = {"H2"};
  const auto kept = people.answer("nfp-bg", h2, "FULL", {"H2"});
  CHECK(told(kept, LetterKind::kReply) == Ids{"ana", "nfp-ro"});
  CHECK(kept.notices.back().find("H2") != std::string::npos);
}

TEST_CASE("what is privileged waits for an absent member, all else goes to who stands in") {
  for (const auto* privileged : {"no", "yes"}) {
    INFO(privileged);
    People people;
    people.add_member("radu", "Radu Marin", "radu@pfp.bg.example", "BG", "prosecution");
    people.add_member("petko", "Petko Iliev", "petko@pfp.bg.example", "BG", "prosecution");
    people.directory.groups.front().members = {"radu"};
    away(people, "radu", "petko");
    templates::Template which;
    which.name = "case-note";
    which.goes_to = "group";
    const auto note = people.form("pfp-ro", which, {{"privileged", privileged}}, {"seepag"});
    REQUIRE(note.outcome == Outcome::kAccepted);
    const bool stays = std::string_view(privileged) == "yes";
    CHECK(told(note, LetterKind::kCaseNote) ==
          (stays ? Ids{"pfp-bg", "radu"} : Ids{"petko", "pfp-bg"}));
    const auto said = std::count_if(note.notices.begin(), note.notices.end(), [](const auto& line) {
      return line.find("it is privileged") != line.npos;
    });
    CHECK(said == (stays ? 1 : 0));
  }
}

TEST_CASE("who stands in answers in the thread, has no other right, and stays a while") {
  People people;
  people.add_member("ion", "Ion Pop", "ion@police.ro.example", "RO", "police");
  const auto request = people.request({"BG"});
  people.carried(request, "ana");
  away(people, "ana", "ion");
  const auto answer = people.answer("nfp-bg", *request.opened, "CLARIFY");
  people.carried(answer, "nfp-bg");
  people.answers_kind = "reply";
  people.answers = 2;
  const auto reply = people.plain("ion", *answer.changed);
  REQUIRE(reply.changed);
  CHECK(told(reply, LetterKind::kNote) == Ids{"nfp-bg"});
  CHECK(reply.changed->legs[0].state == LegState::kAcknowledged);
  people.answers_kind.clear();
  people.answers = 0;
  CHECK(people.control("ion", {{"action", "RECALL"}, {"reason", "x"}}, *answer.changed).reason ==
        "no-right");
  people.answers_kind = "reply";
  people.answers = 2;
  people.directory.absences =
      as_they_stand(people.directory.absences, people.now + days(7) + kFinishes);
  CHECK_FALSE(people.plain("ion", *answer.changed).changed);
}

TEST_CASE("an absence is taken from a member, for a desk by its people, from an operator") {
  People people = with_second_desk();
  people.add_member("ion", "Ion Pop", "ion@police.ro.example", "RO", "police");
  people.add_member("radu", "Radu Marin", "radu@bg.example", "BG", "police").desks = {"nfp-bg"};
  people.add_member("root", "Root", "root@pouch.example", "", "headquarters")
      .rights.push_back("operate");
  const auto until = utc(people.now + days(3));
  const auto own =
      people.control("ana", {{"action", "ABSENCE"}, {"until", until}, {"substitute", "Ion Pop"}});
  REQUIRE(own.absence);
  CHECK(own.absence->who == "ana");
  CHECK(own.absence->from == people.now);
  CHECK(own.absence->substitute == "ion");
  CHECK(told(own, LetterKind::kControl) == Ids{"ion", "root"});
  const auto desk =
      people.control("radu", {{"action", "ABSENCE"}, {"absent", "nfp-bg"}, {"until", until}});
  REQUIRE(desk.absence);
  CHECK(desk.absence->who == "nfp-bg");
  CHECK(desk.absence->substitute == "nfp-bg2");  // of the directory
  CHECK(people
            .control(
                "root",
                {{"action", "ABSENCE"}, {"absent", "ana"}, {"until", until}, {"substitute", "ion"}})
            .absence);
  CHECK(people
            .control(
                "nfp-ro",
                {{"action", "ABSENCE"}, {"absent", "ana"}, {"until", until}, {"substitute", "ion"}})
            .reason == "no-right");
}

TEST_CASE("an absence without an end, or with nobody fit to stand in, is refused by its rule") {
  People people = with_second_desk();
  people.add_member("ion", "Ion Pop", "ion@police.ro.example", "RO", "police");
  people.add_member("radu", "Radu Marin", "radu@bg.example", "BG", "police").desks = {"nfp-bg"};
  people.add_member("dan", "Dan Radu", "dan@parchet.ro.example", "RO", "prosecution");
  people.add_member("mia", "Mia Pop", "mia@police.ro.example", "RO", "police");
  away(people, "mia", "ana", people.now + days(1), people.now + days(2));
  const auto until = utc(people.now + days(3));
  struct Wrong {
    const char* who;
    People::Fields fields;
    const char *code, *words;
  };
  const std::vector<Wrong> all{
      {"ana", {{"substitute", "ion"}}, "missing", "end"},
      {"ana", {{"until", until}}, "missing", "stands in"},
      {"ana", {{"until", utc(people.now - days(1))}, {"substitute", "ion"}}, "in-the-past", "past"},
      {"ana",
       {{"from", utc(people.now + days(4))}, {"until", until}, {"substitute", "ion"}},
       "in-the-past",
       "before the begin"},
      {"ana",
       {{"until", utc(people.now + days(400))}, {"substitute", "ion"}},
       "too-long",
       "a year at most"},
      {"ana", {{"until", until}, {"substitute", "nobody"}}, "no-substitute", "no member or desk"},
      {"ana", {{"until", until}, {"substitute", "ana"}}, "no-substitute", "themselves"},
      {"ana", {{"until", until}, {"substitute", "radu"}}, "no-substitute", "another country"},
      {"ana", {{"until", until}, {"substitute", "dan"}}, "no-substitute", "another community"},
      {"ana", {{"until", until}, {"substitute", "mia"}}, "no-substitute", "circle"},
      {"ion", {{"until", until}, {"substitute", "mia"}}, "no-substitute", "absent themselves"},
      {"radu",
       {{"absent", "nfp-bg"}, {"until", until}, {"substitute", "radu"}},
       "no-substitute",
       "another desk"}};
  for (const auto& wrong : all) {
    INFO(wrong.words);
    auto fields = wrong.fields;
    fields.insert(fields.begin(), {"action", "ABSENCE"});
    const auto decision = people.control(wrong.who, fields);
    CHECK(decision.outcome == Outcome::kRefused);
    CHECK_FALSE(decision.opened);
    REQUIRE_FALSE(decision.problems.empty());
    CHECK(decision.problems.front().code == wrong.code);
    CHECK(decision.problems.front().text.find(wrong.words) != std::string::npos);
    CHECK_FALSE(decision.problems.front().hint.empty());
  }
  people.unusable = {"KEY-ION"};
  CHECK(people.control("ana", {{"action", "ABSENCE"}, {"until", until}, {"substitute", "ion"}})
            .problems.front()
            .text.find("no usable key") != std::string::npos);
}
