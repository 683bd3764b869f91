// What of the site is answered on the page: how it stands, its log, its directory and the figures
// of a year, each to those who have the right.
#include <catch2/catch.hpp>

#include "gateway/store/audit.hpp"
#include "gateway/web/questions_codec.hpp"
#include "tests/unit/gateway/page_site.hpp"

namespace pouch::gateway {

TEST_CASE("operators see how the site stands, auditors the log without words of searches") {
  PageSite page;
  page.member("quiet").rights = {"search"};
  page.begin();
  page.file({"desk:nfp-bg"}, "jovanovic");
  const auto boss = page.enter("boss"), quiet = page.enter("quiet");
  page.search(boss, "jovanovic");
  CHECK(page.ask({.what = WebAsk::kStatus, .cookie = quiet}).outcome == WebOutcome::kNotFound);
  CHECK(page.ask({.what = WebAsk::kLog, .cookie = quiet}).outcome == WebOutcome::kNotFound);
  CHECK(page.ask({.what = WebAsk::kStatus, .cookie = boss}).outcome == WebOutcome::kDone);
  const auto all = page.ask({.what = WebAsk::kLog, .cookie = boss});
  REQUIRE(all.outcome == WebOutcome::kDone);
  const auto& rows = std::get<LogPage>(all.page).rows;
  REQUIRE(rows.size() > 3);
  CHECK(rows[0].sequence > rows[1].sequence);
  CHECK(encoded(all).find("jovanovic") == std::string::npos);
  const auto some =
      page.ask({.what = WebAsk::kLog, .cookie = boss, .who = "boss", .act = "searched"});
  CHECK(std::get<LogPage>(some.page).rows.size() == 1);
  CHECK(page.rows("looked").size() == 2);
  const auto older = page.ask({.what = WebAsk::kLog, .cookie = boss, .before = 2});
  REQUIRE(std::get<LogPage>(older.page).rows.size() == 1);
  CHECK(std::get<LogPage>(older.page).rows[0].sequence == 1);
  CHECK(std::get<LogPage>(older.page).before == 0);
}

TEST_CASE("the log is read page by page, each row once") {
  PageSite page;
  std::vector<AuditEntry> many(250, AuditEntry{.actor = "ana", .act = "counted"});
  page.store.audit().note_all(many, page.clock);
  const auto cookie = page.enter("boss");
  std::size_t seen = 0;
  std::uint64_t before = 0, last = ~std::uint64_t{0};
  do {
    const auto answer =
        page.ask({.what = WebAsk::kLog, .cookie = cookie, .act = "counted", .before = before});
    const auto& log = std::get<LogPage>(answer.page);
    for (const auto& row : log.rows) {
      CHECK(row.sequence < last);
      last = row.sequence;
      ++seen;
    }
    before = log.before;
  } while (before != 0);
  CHECK(seen == 250);
}

TEST_CASE("the directory shows desks to all, and members of the own community") {
  PageSite page;
  page.add_member("pros", "Petra Pros", "pros@pro.example", "BG", "prosecution");
  page.member("quiet").rights = {"search"};
  page.begin();
  const auto names = [&](const std::string& who) {
    const auto answer = page.ask({.what = WebAsk::kDirectory, .cookie = page.enter(who)});
    std::vector<std::string> ids;
    for (const auto& one : std::get<DirectoryPage>(answer.page).members) {
      ids.push_back(one.id);
    }
    return ids;
  };
  CHECK(names("quiet") == std::vector<std::string>{"ana", "boss", "quiet"});
  CHECK(names("pros") == std::vector<std::string>{"pros"});
  CHECK(names("boss").size() == 4);
}

TEST_CASE("figures of a year are for operators and auditors, and written down") {
  PageSite page;
  page.member("quiet").rights = {"search"};
  page.begin();
  page.file({"desk:nfp-bg"}, "text");
  const auto boss = page.enter("boss"), quiet = page.enter("quiet");
  CHECK(page.ask({.what = WebAsk::kStatistics, .cookie = quiet}).outcome == WebOutcome::kNotFound);
  const auto answer = page.ask({.what = WebAsk::kStatistics, .cookie = boss});
  REQUIRE(answer.outcome == WebOutcome::kDone);
  const auto& report = std::get<StatisticsPage>(answer.page).report;
  CHECK_FALSE(report.tables.empty());
  const auto over = answer_in(encoded(answer));
  REQUIRE(over);
  CHECK(encoded(*over) == encoded(answer));
  CHECK(page.rows("counted").size() == 1);
  for (const auto year : {std::uint64_t{1999}, std::uint64_t{3000}, ~std::uint64_t{0}}) {
    CHECK(page.ask({.what = WebAsk::kStatistics, .cookie = boss, .year = year}).outcome ==
          WebOutcome::kNotFound);
  }
  CHECK(page.ask({.what = WebAsk::kStatistics, .cookie = boss, .country = "XX"}).outcome ==
        WebOutcome::kNotFound);
}

}  // namespace pouch::gateway
