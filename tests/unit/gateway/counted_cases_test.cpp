// What the store notes for the figures: sealed, with each message, and it outlives its case.
#include <catch2/catch.hpp>

#include "gateway/store/audit.hpp"
#include "gateway/store/cases.hpp"
#include "gateway/store/counted_cases.hpp"
#include "gateway/store/erasures.hpp"
#include "tests/unit/gateway/older_store.hpp"
#include "tests/unit/gateway/state_folder.hpp"

using namespace pouch::gateway;

namespace {

constexpr const char* kRefusal =
    R"({"schema":1,"form":"reply","fields":{"reply_kind":"REFUSAL","refusal_ground":"R-F2",)"
    R"("answers":"SEL","handling":["H2"]}})";

// A request to BG and RS that BG has refused.
CaseNumber refused_case(const StateFolder& site, Store& store) {
  auto first = new_case(store, site.accept("raw"));
  first.opened->priority = "URGENT";
  first.opened->crime_area = "DRUGS";
  REQUIRE(store.commit(first) == CommitResult::kDone);
  const auto number = first.opened->number;
  auto answer = next_message(*store.cases().find(number), site.accept("answer"));
  answer.changed->legs[0].state = LegState::kRefused;
  answer.changed->legs[0].last_message = 2;
  answer.message->row.form = "reply";
  answer.message->row.sender_country = "BG";
  answer.message->contents.form_json = kRefusal;
  answer.audit = {{"gateway", "leg", number.text() + "/2", "BG: sent to refused"}};
  REQUIRE(store.commit(answer) == CommitResult::kDone);
  return number;
}

std::vector<CountedCase> all(Store& store, Time before = at(1000)) {
  std::vector<CountedCase> found;
  store.counted_cases().each(before, [&](const CountedCase& one) { found.push_back(one); });
  return found;
}

void check_refused(Store& store) {
  const auto found = all(store);
  REQUIRE(found.size() == 1);
  REQUIRE(found[0].messages.size() == 2);
  REQUIRE(found[0].messages[0].codes);
  CHECK(found[0].messages[0].codes->priority == "URGENT");
  CHECK(found[0].messages[0].codes->crime_area == "DRUGS");
  CHECK(found[0].messages[0].codes->form == "request");
  REQUIRE(found[0].messages[1].codes);
  const auto& codes = *found[0].messages[1].codes;
  CHECK(codes.reply_kind == "REFUSAL");
  CHECK(codes.ground == "R-F2");
  CHECK(codes.reason.empty());
  REQUIRE(codes.moved.size() == 1);
  CHECK(codes.moved[0] == std::pair<std::string, LegState>("BG", LegState::kRefused));
}

// As a version without codes left it.
void make_older(const StateFolder& site) {
  auto database = Database::open_store(site.state());
  database.execute(pouch::test::without_codes().c_str());
  database.execute("PRAGMA user_version=13");
}

}  // namespace

TEST_CASE("what the figures count of a message is noted with it and not readable on the disk") {
  const StateFolder site;
  {
    auto store = site.open();
    refused_case(site, store);
    check_refused(store);
    CHECK(all(store, at(2)).empty());  // accepted at that moment, not before it
    CHECK(store.counted_cases().note_some(10) == 0);
  }
  const auto octets = site.everything();
  CHECK(octets.find("R-F2") == std::string::npos);
  CHECK(octets.find("DRUGS") == std::string::npos);
}

TEST_CASE("an erased case is counted as before") {
  const StateFolder site;
  auto store = site.open();
  const auto number = refused_case(site, store);
  (void)store.erasures().erase(number, {"operator:root", "test"}, at(50));
  check_refused(store);
}

TEST_CASE("messages of an older version are noted once, a few at a time") {
  const StateFolder site;
  {
    auto store = site.open();
    refused_case(site, store);
  }
  make_older(site);
  auto store = site.open();
  CHECK_FALSE(all(store)[0].messages[0].codes);
  CHECK(store.counted_cases().note_some(1) == 1);
  CHECK(store.counted_cases().note_some(1) == 1);
  CHECK(store.counted_cases().note_some(1) == 0);
  check_refused(store);
}

TEST_CASE("a case of an older version is noted before it is erased") {
  const StateFolder site;
  CaseNumber number("SEL", 2026, 1);
  {
    auto store = site.open();
    number = refused_case(site, store);
  }
  make_older(site);
  auto store = site.open();
  (void)store.erasures().erase(number, {"operator:root", "test"}, at(50));
  CHECK(store.counted_cases().note_some(10) == 0);
  check_refused(store);
}

TEST_CASE("a note is none of the figures' business") {
  const StateFolder site;
  auto store = site.open();
  auto note = new_case(store, site.accept("raw"));
  note.opened->kind = CaseKind::kNote;
  note.opened->legs.clear();
  REQUIRE(store.commit(note) == CommitResult::kDone);
  CHECK(all(store).empty());
}
