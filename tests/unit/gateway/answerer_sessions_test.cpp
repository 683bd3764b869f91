// What ends a session of the page: its member's registration, rights and keys, another browser,
// leaving; and that no form of another origin does.
#include <algorithm>
#include <catch2/catch.hpp>
#include <functional>

#include "gateway/site/key_notes.hpp"
#include "tests/unit/gateway/page_site.hpp"

namespace pouch::gateway {
namespace {

using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;

}  // namespace

TEST_CASE("a session ends with its member's registration, at midnight of the last day") {
  PageSite page;
  const auto today = std::chrono::floor<std::chrono::days>(page.clock);
  page.member("boss").validity.until = today;
  page.begin();
  page.clock = today + hours(23) + minutes(55);
  const auto cookie = page.enter("boss");
  page.clock = today + hours(24) - seconds(1);
  CHECK(page.ask({.what = WebAsk::kMe, .cookie = cookie}).outcome == WebOutcome::kDone);
  page.clock = today + hours(24);
  const auto ended = page.ask({.what = WebAsk::kMe, .cookie = cookie});
  CHECK(ended.outcome == WebOutcome::kNoSession);
  CHECK(ended.clear);
  CHECK(page.rows("left").size() == 1);
}

TEST_CASE("a session ends with rights, with the registration, with a key that is revoked or new") {
  const std::vector<std::function<void(PageSite&)>> ends{
      [](PageSite& page) { page.member("boss").rights = {"send"}; },
      [](PageSite& page) { page.member("boss").keys = {"KEY-OTHER"}; },
      [](PageSite& page) { page.member("boss").keys.push_back("KEY-SECOND"); },
      [](PageSite& page) {
        std::erase_if(page.directory.members, [](const auto& one) { return one.id == "boss"; });
      },
      [](PageSite& page) {
        write_key_notes(page.folder.state(), {{"boss", "KEY-BOSS", "revoked"}});
      },
      [](PageSite& page) {
        write_key_notes(page.folder.state(), {{"boss", "KEY-BOSS", "usable", page.clock}});
      }};
  for (std::size_t i = 0; i < ends.size(); ++i) {
    INFO(i);
    PageSite page;
    const auto cookie = page.enter("boss"), other = page.enter("boss");
    const auto link = page.link_for("boss");
    REQUIRE(page.ask({.what = WebAsk::kMe, .cookie = cookie}).outcome == WebOutcome::kDone);
    ends[i](page);
    page.begin();
    CHECK(page.ask({.what = WebAsk::kMe, .cookie = cookie}).outcome == WebOutcome::kNoSession);
    CHECK(page.ask({.what = WebAsk::kMe, .cookie = other}).outcome == WebOutcome::kNoSession);
    CHECK(page.ask({.what = WebAsk::kSpendLink, .secret = link}).outcome == WebOutcome::kNotFound);
  }
}

TEST_CASE("a stolen cookie is of no use in another browser, and ends there") {
  PageSite page;
  const auto cookie = page.enter("boss");
  CHECK(page.ask({.what = WebAsk::kMe, .cookie = cookie, .browser = "curl/7.88"}).outcome ==
        WebOutcome::kNoSession);
  CHECK(page.ask({.what = WebAsk::kMe, .cookie = cookie}).outcome == WebOutcome::kNoSession);
}

TEST_CASE("a form of another origin changes nothing") {
  PageSite page;
  const auto number = page.file({"desk:nfp-bg"}, "text");
  const auto cookie = page.enter("boss"), other = page.enter("boss");
  auto& book = page.store.web_book();
  struct Row {
    WebAsk what;
    std::string reason;
  };
  // A case and its files are asked for by GET too; their reason by a form alone.
  const std::vector<Row> rows{
      {WebAsk::kSearch, "r"},         {WebAsk::kKeep, ""},  {WebAsk::kAskEvidence, ""},
      {WebAsk::kLeave, ""},           {WebAsk::kCase, "r"}, {WebAsk::kFile, "r"},
      {WebAsk::kLeaveEverywhere, ""}, {WebAsk::kPart, "r"}, {WebAsk::kEndSession, ""}};
  for (const auto& row : rows) {
    for (const auto& token : {std::string(), std::string(64, '0'), book.form_token(other)}) {
      INFO(static_cast<int>(row.what) << " " << token);
      const auto answer = page.ask({.what = row.what,
                                    .cookie = cookie,
                                    .form_token = token,
                                    .query = "lorry",
                                    .reason = row.reason,
                                    .number = number.text()});
      CHECK(answer.outcome == WebOutcome::kBadInput);
      REQUIRE(answer.viewer);
      CHECK(answer.viewer->reason.empty());
    }
  }
  CHECK(page.ask({.what = WebAsk::kMe, .cookie = cookie}).outcome == WebOutcome::kDone);
  CHECK(page.rows("left").empty());
}

TEST_CASE("leaving ends this session, leaving everywhere all, and one of them by its name") {
  PageSite page;
  auto& book = page.store.web_book();
  const auto first = page.enter("boss"), second = page.enter("boss"), third = page.enter("boss");
  const auto listed = page.ask({.what = WebAsk::kMe, .cookie = first});
  const auto& sessions = std::get<MePage>(listed.page).sessions;
  REQUIRE(sessions.size() == 3);
  CHECK(std::count_if(sessions.begin(), sessions.end(),
                      [](const MeSession& one) { return one.this_one; }) == 1);
  const auto left =
      page.ask({.what = WebAsk::kLeave, .cookie = third, .form_token = book.form_token(third)});
  CHECK(left.outcome == WebOutcome::kDone);
  CHECK(left.clear);
  CHECK_FALSE(left.viewer);
  CHECK(page.ask({.what = WebAsk::kMe, .cookie = third}).outcome == WebOutcome::kNoSession);
  const auto others = page.ask({.what = WebAsk::kMe, .cookie = first});
  for (const auto& one : std::get<MePage>(others.page).sessions) {
    if (!one.this_one) {
      CHECK(page.ask({.what = WebAsk::kEndSession,
                      .cookie = first,
                      .form_token = book.form_token(first),
                      .secret = one.id})
                .outcome == WebOutcome::kDone);
    }
  }
  CHECK(page.ask({.what = WebAsk::kMe, .cookie = second}).outcome == WebOutcome::kNoSession);
  const auto fourth = page.enter("boss");
  CHECK(page.ask({.what = WebAsk::kLeaveEverywhere,
                  .cookie = first,
                  .form_token = book.form_token(first)})
            .clear);
  CHECK(page.ask({.what = WebAsk::kMe, .cookie = fourth}).outcome == WebOutcome::kNoSession);
  CHECK(page.rows("left").size() == 3);
}

}  // namespace pouch::gateway
