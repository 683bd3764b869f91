// What a desk on the page is answered: what it owes, and its kept searches with what is new.
#include <catch2/catch.hpp>
#include <filesystem>

#include "gateway/store/kept_searches.hpp"
#include "tests/unit/gateway/page_site.hpp"

namespace pouch::gateway {
namespace {

using std::chrono::hours;
using namespace std::chrono_literals;
using std::chrono::seconds;

}  // namespace

TEST_CASE("my desk shows what it owes, the latest first, and other desks are not shown") {
  PageSite page;
  const auto soon = page.file({"desk:nfp-bg"}, "text");
  page.clock += hours(30);
  const auto later = page.file({"desk:nfp-bg"}, "text");
  page.clock += seconds(1);
  const auto cookie = page.enter("boss");
  const auto answer = page.ask({.what = WebAsk::kDesk, .cookie = cookie});
  REQUIRE(answer.outcome == WebOutcome::kDone);
  const auto& desk = std::get<DeskPage>(answer.page);
  CHECK(desk.desk == "nfp-bg");
  REQUIRE(desk.overdue.size() == 1);
  CHECK(desk.overdue[0].number == soon.number.text());
  CHECK(desk.overdue[0].subject == "Lorry at Giurgiu");
  REQUIRE(desk.soon.size() == 1);
  CHECK(desk.soon[0].number == later.number.text());
  CHECK(desk.open == 2);
  CHECK(answer.viewer->overdue == 1);
  CHECK(answer.banner.handling == "H1");
  CHECK(desk.people.at(0).you);
  CHECK(page.rows("listed").size() == 1);
  CHECK(page.ask({.what = WebAsk::kDesk, .cookie = cookie, .desk = "nfp-rs"}).outcome ==
        WebOutcome::kNotFound);
}

TEST_CASE("the desk says how many messages are new for a kept search, until it is made again") {
  PageSite page;
  page.file({"desk:nfp-bg"}, "jovanovic");
  const auto cookie = page.enter("boss");
  const auto search = std::get<FoundPage>(page.search(cookie, "jovanovic").page).search;
  const auto fresh = [&] {
    const auto desk = page.ask({.what = WebAsk::kDesk, .cookie = cookie});
    return std::get<DeskPage>(desk.page).kept.at(0).fresh;
  };
  REQUIRE(page.ask({.what = WebAsk::kKeep,
                    .cookie = cookie,
                    .form_token = page.store.web_book().form_token(cookie),
                    .search = search,
                    .name = "the lorry"})
              .outcome == WebOutcome::kDone);
  CHECK(fresh() == 0);
  page.file({"desk:nfp-bg"}, "jovanovic once more");
  page.file({"desk:nfp-bg"}, "somebody else");
  page.file({"desk:nfp-rs"}, "jovanovic, whom this desk may not read");
  CHECK(fresh() == 1);
  CHECK(fresh() == 1);  // to see the number is no look
  page.search(cookie, "jovanovic");
  CHECK(fresh() == 0);
  // An index that is gone keeps nobody from the desk.
  std::filesystem::remove_all(page.folder.state() / "index");
  CHECK_FALSE(fresh());
}

TEST_CASE("a search is kept as the verb keeps it, and stands on the desk with its reason") {
  PageSite page;
  page.file({"desk:nfp-bg"}, "jovanovic");
  const auto cookie = page.enter("boss");
  const auto search = std::get<FoundPage>(page.search(cookie, "jovanovic").page).search;
  const auto keep = [&](const std::string& name, const std::string& narrow) {
    return page
        .ask({.what = WebAsk::kKeep,
              .cookie = cookie,
              .form_token = page.store.web_book().form_token(cookie),
              .search = search,
              .narrow = narrow,
              .name = name})
        .outcome;
  };
  CHECK(keep("the lorry", "handling:H1") == WebOutcome::kDone);
  CHECK(keep("", "") == WebOutcome::kDone);
  CHECK(page.ask({.what = WebAsk::kKeep, .cookie = cookie, .search = search}).outcome ==
        WebOutcome::kBadInput);  // without the token of the form
  CHECK(page.rows("search-kept").size() == 2);
  const auto desk = page.ask({.what = WebAsk::kDesk, .cookie = cookie});
  const auto& kept = std::get<DeskPage>(desk.page).kept;
  REQUIRE(kept.size() == 2);
  CHECK(kept[0].name == "the lorry");
  CHECK(kept[0].query == "(jovanovic) handling:H1");
  CHECK(kept[0].reason == "case 4417/2026");
  CHECK(kept[1].name == "jovanovic");
  CHECK(page.search(cookie, kept[0].query, kept[0].reason).outcome == WebOutcome::kDone);
  for (std::size_t i = 2; i < kMostKeptSearches; ++i) {
    CHECK(keep("search " + std::to_string(i), "") == WebOutcome::kDone);
  }
  CHECK(keep("one more", "") == WebOutcome::kBadInput);
}

TEST_CASE("the desk says how many it has answered each week, how many late, and how soon") {
  PageSite page;
  page.clock = Time(seconds(1'794'294'360));  // Tuesday, 10 November 2026, 07:06 UTC
  const auto cookie = page.enter("boss");
  const auto desk = [&] {
    return std::get<DeskPage>(page.ask({.what = WebAsk::kDesk, .cookie = cookie}).page);
  };
  const auto number = [&] { return page.file({"desk:nfp-bg"}, "text").number.text(); };
  const auto answered = [&](const std::string& of, std::chrono::seconds ago, bool late,
                            const char* state = "answered", const char* whose = "nfp-bg") {
    const auto when = (page.clock - ago).time_since_epoch().count();
    auto change = page.store.database().prepare(
        "UPDATE legs SET state = ?, open = 0, since = ?, deadline = ? WHERE number = ? AND desk = "
        "?");
    change.bind(1, state).bind(2, std::int64_t{when});
    change.bind(3, std::int64_t{when + (late ? -1 : 0)}).bind(4, of).bind(5, whose);
    change.run();
    auto opened = page.store.database().prepare("UPDATE cases SET opened = ? WHERE number = ?");
    opened.bind(1, std::int64_t{when - 7200}).bind(2, of);
    opened.run();
  };
  CHECK(desk().weeks.empty());
  const std::chrono::days week(7);
  answered(number(), hours(1), false);         // this week
  answered(number(), hours(31) + 6min, true);  // Monday, 00:00 UTC
  answered(number(), hours(31) + 7min, true);  // the last minute of Sunday
  answered(number(), 11 * week, false, "refused");
  answered(number(), 13 * week, false);                      // before all that is shown
  answered(number(), hours(1), true, "withdrawn");           // no answer
  answered(number(), hours(1), true, "answered", "nfp-rs");  // of another desk
  const auto shown = desk();
  REQUIRE(shown.weeks.size() == 12);
  CHECK(shown.weeks.back().monday == std::chrono::sys_days(std::chrono::year(2026) / 11 / 9));
  CHECK(shown.weeks.back().answered == 2);
  CHECK(shown.weeks.back().late == 1);
  CHECK(shown.weeks[10].answered == 1);
  CHECK(shown.weeks[10].late == 1);
  CHECK(shown.weeks[0].answered == 1);
  CHECK(shown.weeks[0].late == 0);
  CHECK(shown.half == 7200);
  // It is no look at a case: one row for all of it, as before.
  CHECK(page.rows("listed").size() == 2);
}

}  // namespace pouch::gateway
