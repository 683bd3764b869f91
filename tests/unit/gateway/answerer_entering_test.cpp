// How one enters the page: the letter that is asked for, its link and its code, and how often each
// may be tried.
#include <algorithm>
#include <catch2/catch.hpp>

#include "gateway/store/web_letters.hpp"
#include "gateway/web/answering/entering.hpp"
#include "gateway/web/questions_codec.hpp"
#include "tests/unit/gateway/page_site.hpp"

namespace pouch::gateway {
namespace {

using std::chrono::hours;
using std::chrono::seconds;

}  // namespace

TEST_CASE("asking to enter says and does the same for an address that nobody has") {
  PageSite page;
  const auto known = page.ask({.what = WebAsk::kEnter, .address = "Boss@mvr.bg.example"});
  CHECK(page.letters_asked() == 1);
  const auto unknown = page.ask({.what = WebAsk::kEnter, .address = "nobody@mvr.bg.example"});
  const auto without = page.ask({.what = WebAsk::kEnter, .address = "quiet@mvr.bg.example"});
  CHECK(page.letters_asked() == 1);
  for (const auto* answer : {&known, &unknown, &without}) {
    CHECK(answer->outcome == WebOutcome::kDone);
    CHECK(answer->cookie.size() == 64);
    CHECK(answer->problem.empty());
    CHECK(std::get<AskedInPage>(answer->page).until == page.clock + kChallengeLife);
    CHECK(std::get<AskedInPage>(answer->page).browser == "Firefox on Windows");
  }
  CHECK(encoded(known).size() == encoded(without).size() - 1);  // the addresses alone differ
  REQUIRE(page.rows("asked-in").size() == 1);
  CHECK(page.rows("asked-in")[0].actor == "boss");
  REQUIRE(page.rows("refused-in").size() == 2);
  CHECK(page.rows("refused-in")[0].detail.find("nobody@") == std::string::npos);
  auto claimed = page.store.web_letters().claim(page.clock);
  REQUIRE(claimed);
  CHECK(claimed->asked.who == "boss");
  CHECK(claimed->asked.network == "198.51.100.24");
  CHECK(claimed->asked.mark == page.store.web_book().mark(known.cookie));
}

TEST_CASE("five letters an hour are sent for a member, and nobody sees that no more are") {
  PageSite page;
  for (std::size_t i = 0; i <= kLettersOfMember; ++i) {
    page.clock += seconds(1);
    CHECK(page.ask({.what = WebAsk::kEnter, .address = "boss@mvr.bg.example"}).outcome ==
          WebOutcome::kDone);
    CHECK(page.letters_asked() == std::min(i + 1, kLettersOfMember));
  }
  page.clock += hours(1);
  REQUIRE(page.ask({.what = WebAsk::kEnter, .address = "boss@mvr.bg.example"}).outcome ==
          WebOutcome::kDone);
  CHECK(page.letters_asked() == kLettersOfMember + 1);
}

TEST_CASE("twenty letters an hour are asked for from a network and no more") {
  PageSite page;
  for (std::size_t i = 0; i <= kLettersOfNetwork; ++i) {
    const auto answer =
        page.ask({.what = WebAsk::kEnter, .address = "x" + std::to_string(i) + "@police.example"});
    CHECK(answer.outcome == (i < kLettersOfNetwork ? WebOutcome::kDone : WebOutcome::kTooMany));
  }
  CHECK(page.rows("refused-in").size() == kLettersOfNetwork);
}

TEST_CASE("what is no address is asked for again, and a site without the form has none") {
  PageSite page;
  const auto answer = page.ask({.what = WebAsk::kEnter, .address = "boss"});
  CHECK(answer.outcome == WebOutcome::kBadInput);
  CHECK_FALSE(answer.problem.empty());
  page.runtime.site.web.form = page.runtime.site.web.code = false;
  CHECK(page.ask({.what = WebAsk::kEnter, .address = "boss@mvr.bg.example"}).outcome ==
        WebOutcome::kNotFound);
  CHECK(page.ask({.what = WebAsk::kSpendCode, .secret = "0000-0000-0000-0000"}).outcome ==
        WebOutcome::kNotFound);
}

TEST_CASE("a link says whose session begins and is spent by entering alone") {
  PageSite page;
  const auto link = page.link_for("boss");
  for (int i = 0; i < 3; ++i) {
    const auto seen = page.ask({.what = WebAsk::kSeeLink, .secret = link});
    REQUIRE(seen.outcome == WebOutcome::kDone);
    CHECK(std::get<LinkPage>(seen.page).name == "Bojan Boss");
    CHECK(std::get<LinkPage>(seen.page).country == "BG");
    CHECK(seen.cookie.empty());
  }
  CHECK(page.rows("entered").empty());
  CHECK(page.ask({.what = WebAsk::kSpendLink, .secret = link}).outcome == WebOutcome::kDone);
  REQUIRE(page.rows("entered").size() == 1);
  CHECK(page.rows("entered")[0].detail.find("198.51.100.24, Firefox on Windows") !=
        std::string::npos);
  CHECK(page.ask({.what = WebAsk::kSpendLink, .secret = link}).outcome == WebOutcome::kNotFound);
  CHECK(page.ask({.what = WebAsk::kSeeLink, .secret = link}).outcome == WebOutcome::kNotFound);
  CHECK(page.rows("refused-in").size() == 1);
}

TEST_CASE(
    "the browser that asked enters by the code, and gets nothing when another opens the link") {
  PageSite page;
  const auto asked = page.ask({.what = WebAsk::kEnter, .address = "boss@mvr.bg.example"});
  const auto challenge = [&](std::int64_t letter) {
    WebChallenge one{letter,
                     "boss",
                     WebBook::fresh_secret(),
                     WebBook::fresh_code(),
                     page.store.web_book().mark(asked.cookie),
                     page.clock + kChallengeLife};
    page.store.web_book().add(one, page.clock);
    return one;
  };
  const auto first = challenge(1);
  REQUIRE(page.ask({.what = WebAsk::kSpendLink, .browser = "Safari/605", .secret = first.link})
              .outcome == WebOutcome::kDone);
  CHECK(page.ask({.what = WebAsk::kMe, .cookie = asked.cookie}).outcome == WebOutcome::kNoSession);
  CHECK(page.ask({.what = WebAsk::kSpendCode, .cookie = asked.cookie, .secret = first.code})
            .outcome == WebOutcome::kBadInput);
  const auto second = challenge(2);
  CHECK(page.ask({.what = WebAsk::kSpendCode, .secret = second.code}).outcome ==
        WebOutcome::kBadInput);
  const auto entered =
      page.ask({.what = WebAsk::kSpendCode, .cookie = asked.cookie, .secret = second.code});
  REQUIRE(entered.outcome == WebOutcome::kDone);
  CHECK(entered.cookie != asked.cookie);
  CHECK(page.ask({.what = WebAsk::kMe, .cookie = entered.cookie}).outcome == WebOutcome::kDone);
}

TEST_CASE("links by chance are tried so often from a network and no more") {
  PageSite page;
  for (std::size_t i = 0; i < kTriesOfNetwork + 5; ++i) {
    const auto answer = page.ask({.what = WebAsk::kSpendLink, .secret = WebBook::fresh_secret()});
    CHECK(answer.outcome == (i <= kTriesOfNetwork ? WebOutcome::kNotFound : WebOutcome::kTooMany));
  }
  CHECK(page.rows("refused-in").size() == kTriesOfNetwork + 1);
}

TEST_CASE("who has to enter comes back to where he wanted to be, in the browser that asked") {
  PageSite page;
  const auto asked = page.ask(
      {.what = WebAsk::kEnter, .address = "boss@mvr.bg.example", .wanted = "/case/SEL-2026-1"});
  const auto spend = [&](const std::string& cookie) {
    const auto answer =
        page.ask({.what = WebAsk::kSpendLink, .cookie = cookie, .secret = page.link_for("boss")});
    REQUIRE(answer.outcome == WebOutcome::kDone);
    return std::get<EnteredPage>(answer.page).wanted;
  };
  CHECK(spend(asked.cookie) == "/case/SEL-2026-1");
  CHECK(spend("").empty());
  CHECK(spend(WebBook::fresh_secret()).empty());
  page.clock += kChallengeLife;
  CHECK(spend(asked.cookie).empty());
}

}  // namespace pouch::gateway
