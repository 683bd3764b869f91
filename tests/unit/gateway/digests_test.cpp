// One digest a day, to a desk that has something to read.
#include "gateway/store/digests.hpp"

#include <catch2/catch.hpp>
#include <map>

#include "gateway/decide/digest.hpp"
#include "gateway/store/case_days.hpp"
#include "gateway/store/cases.hpp"
#include "gateway/store/erasures.hpp"
#include "templates/types/form.hpp"
#include "tests/unit/gateway/state_folder.hpp"

namespace pouch::gateway {
namespace {

using std::chrono::days;
using std::chrono::hours;

const NextDigest kAtEight = [](const std::string&, Time after) {
  auto next = std::chrono::floor<days>(after) + hours(8);
  return next > after ? next : next + days(1);
};

void write(Store& store, std::int64_t id, CommitResult expected = CommitResult::kDone) {
  Commit commit;
  commit.at = at(0);
  commit.digest = id;
  CHECK(store.commit(commit) == expected);
}

}  // namespace

TEST_CASE("each desk gets one digest a day, however often the day is looked at") {
  StateFolder folder;
  auto store = folder.open();
  auto& digests = store.digests();
  std::map<std::string, int> written;
  const auto start = at(0);
  for (auto now = start; now < start + days(10); now += std::chrono::minutes(20)) {
    digests.note_due({"nfp-bg", "nfp-ro"}, kAtEight, now);
    while (const auto row = digests.claim(now)) {
      ++written[row->desk];
      write(store, row->id);
      write(store, row->id, CommitResult::kAlreadyDone);
    }
  }
  CHECK(written == std::map<std::string, int>{{"nfp-bg", 10}, {"nfp-ro", 10}});
}

TEST_CASE("a desk that is new waits for its first hour, after an outage one digest comes") {
  StateFolder folder;
  auto store = folder.open();
  auto& digests = store.digests();
  const auto noon = std::chrono::floor<days>(at(0)) + hours(12);
  CHECK_FALSE(digests.note_due({"nfp-bg"}, kAtEight, noon));
  CHECK(digests.next_hour() == noon + hours(20));
  CHECK(digests.note_due({"nfp-bg"}, kAtEight, noon + days(5)));
  const auto row = digests.claim(noon + days(5));
  REQUIRE(row);
  CHECK(row->since == noon);
  write(store, row->id);
  CHECK_FALSE(digests.claim(noon + days(5)));
  CHECK(digests.next_hour() == noon + days(5) + hours(20));
  // One that gets none any more is forgotten.
  CHECK_FALSE(digests.note_due({}, kAtEight, noon + days(6)));
  CHECK_FALSE(digests.next_hour());
}

TEST_CASE("an outage that ends just before the hour of digests brings one, not two") {
  StateFolder folder;
  auto store = folder.open();
  auto& digests = store.digests();
  const auto eight = std::chrono::floor<days>(at(0)) + hours(8);
  CHECK_FALSE(digests.note_due({"nfp-bg"}, kAtEight, eight - hours(1)));
  const auto back = eight + days(1) - std::chrono::minutes(10);
  CHECK(digests.note_due({"nfp-bg"}, kAtEight, back));
  CHECK(digests.next_hour() == eight + days(2));
  // A short one moves nothing.
  CHECK(digests.note_due({"nfp-bg"}, kAtEight, eight + days(2) + hours(3)));
  CHECK(digests.next_hour() == eight + days(3));
}

TEST_CASE("new is what the desk may read, and has not written") {
  StateFolder folder;
  auto store = folder.open();
  const auto commit = new_case(store, folder.accept("raw"));
  REQUIRE(store.commit(commit) == CommitResult::kDone);
  const auto& row = commit.message->row;
  std::string reader;
  for (const auto& tag : row.readers) {
    reader = tag.starts_with("desk:") ? tag.substr(5) : reader;
  }
  REQUIRE_FALSE(reader.empty());
  const auto before = row.received - std::chrono::seconds(1);
  const bool own = reader == row.sender || reader == row.acting_desk;
  const auto fresh = [&](const std::string& desk, const std::vector<std::string>& readers,
                         Time since) { return store.digests().fresh(desk, readers, since, 10); };
  CHECK(fresh(reader, {"desk:" + reader}, before).size() == (own ? 0U : 1U));
  // Within a second nobody knows which came first: rather told twice than never.
  CHECK(fresh(reader, {"desk:" + reader}, row.received).size() == (own ? 0U : 1U));
  CHECK(fresh(reader, {"desk:" + reader}, row.received + std::chrono::seconds(1)).empty());
  CHECK(fresh("nfp-xx", {"desk:nfp-xx"}, before).empty());
  // Of several ways to read it, once; what the desk has written itself is no news.
  CHECK(fresh("nfp-xx", row.readers, before).size() == 1);
  CHECK(fresh(row.sender, row.readers, before).empty());
}

TEST_CASE("the days that a note names are told to who has it, of each kind the newest note's") {
  StateFolder folder;
  auto store = folder.open();
  const auto note = [](const char* next, const char* custody) {
    templates::Form form;
    form.name = "case-note";
    form.version = "1";
    for (const auto& [field, day] : {std::pair("next_date", next), {"custody_until", custody}}) {
      if (*day != 0) {
        auto& value = form.fields.emplace_back();
        value.id = field;
        value.values = {day};
      }
    }
    return templates::to_json(form);
  };
  auto first = new_case(store, folder.accept("one"));
  first.message->row.form = "case-note";
  first.message->row.readers = {"desk:pfp-ro", "desk:pfp-bg"};
  first.message->contents.form_json = note("2026-12-10", "2026-12-20");
  REQUIRE(store.commit(first) == CommitResult::kDone);
  const auto number = first.opened->number;
  Commit second;
  second.spool = folder.accept("two");
  second.at = at(10);
  second.changed = store.cases().find(number);
  second.changed->messages = 2;
  second.message = first.message;
  second.message->row.number.message = 2;
  second.message->row.readers = {"desk:pfp-ro"};
  second.message->contents.form_json = note("2026-12-12", "");
  REQUIRE(store.commit(second) == CommitResult::kDone);

  const auto day = [](unsigned of) {
    return std::chrono::sys_days(std::chrono::year(2026) / 12 / std::chrono::day(of));
  };
  const auto between = [&](const std::string& desk, unsigned from, unsigned until) {
    std::string all;
    for (const auto& one : store.case_days().between({"desk:" + desk}, day(from), day(until))) {
      CHECK(one.number == number);
      all += one.code + " " + std::to_string((one.day - day(1)).count() + 1) + ";";
    }
    return all;
  };
  CHECK(between("pfp-ro", 1, 31) == "next 12;custody 20;");
  CHECK(between("pfp-ro", 12, 19) == "next 12;");
  CHECK(between("pfp-ro", 13, 19).empty());
  CHECK(between("pfp-bg", 1, 31) == "custody 20;");  // it has not read of the new day
  CHECK(between("nfp-ro", 1, 31).empty());
  CHECK(store.erasures()
            .erase(number, {.actor = "operator:root", .reason = "for the test"}, at(20))
            .messages == 2);
  CHECK(between("pfp-ro", 1, 31).empty());
}

TEST_CASE("a digest parts what a desk owes from what it waits for, late ones first") {
  const auto now = at(0) + days(100);
  Case asked{CaseNumber("SEL", 2026, 1)};
  asked.requester_country = "RO";
  asked.requester_desk = "nfp-ro";
  Leg leg;
  leg.country = "BG";
  leg.desk = "nfp-bg";
  leg.deadline = now + days(3);
  asked.legs = {leg};
  auto late = asked;
  late.number = CaseNumber("SEL", 2026, 2);
  late.legs[0].deadline = now - days(3);
  auto stands = late;
  stands.number = CaseNumber("SEL", 2026, 3);
  stands.legs[0].clock.paused = now - days(4);
  auto done = late;
  done.legs[0].state = LegState::kAnswered;
  auto note = late;
  note.kind = CaseKind::kNote;
  const auto digest = digest_of({asked, late, stands, done, note}, "nfp-bg", now);
  REQUIRE(digest.to_answer.size() == 3);
  CHECK(digest.to_answer[0].number == late.number);
  CHECK(digest.to_answer[2].number == stands.number);
  CHECK(digest.late() == 1);
  CHECK(digest.waits_for.empty());
  const auto other = digest_of({asked, late}, "nfp-ro", now);
  CHECK(other.to_answer.empty());
  REQUIRE(other.waits_for.size() == 2);
  CHECK(other.waits_for[0].country == "BG");
  CHECK(digest_of({done, note}, "nfp-bg", now).empty());
  Digest ahead;
  for (const int days_before : {13, 6}) {  // said besides, worth no letter of its own
    ahead.days.push_back({.number = late.number, .code = "custody", .ahead = days_before});
    CHECK(ahead.empty());
  }
  ahead.days.push_back({.number = late.number, .code = "custody", .ahead = 7});
  CHECK_FALSE(ahead.empty());
}

}  // namespace pouch::gateway
