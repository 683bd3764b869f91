// What a case on the page is answered: for which reason it opens, its place among the hits of a
// search, the archive of its evidence, and how many an hour.
#include <catch2/catch.hpp>

#include "tests/unit/gateway/page_site.hpp"

namespace pouch::gateway {

TEST_CASE("a case that a search found stands between the hits before and after it") {
  PageSite page;
  const auto one = page.file({"desk:nfp-bg"}, "lorry at Ruse"),
             two = page.file({"desk:nfp-bg"}, "lorry at Vidin");
  const auto cookie = page.enter("boss");
  const auto search = std::get<FoundPage>(page.search(cookie, "lorry").page).search;
  const auto hit_of = [&](const MessageNumber& number, const std::string& of) {
    const auto answer = page.ask(
        {.what = WebAsk::kCase, .cookie = cookie, .search = of, .number = number.number.text()});
    REQUIRE(answer.outcome == WebOutcome::kDone);
    return std::get<CasePage>(answer.page).hit;
  };
  const auto answer = page.ask({.what = WebAsk::kFound, .cookie = cookie, .search = search});
  const auto& hits = std::get<FoundPage>(answer.page).hits;
  REQUIRE(hits.size() == 2);
  const bool in_order = hits[0].number == one.text();
  const auto first = hit_of(in_order ? one : two, search),
             last = hit_of(in_order ? two : one, search);
  CHECK(first.at == 1);
  CHECK(first.of == "2");
  CHECK(first.before.empty());
  CHECK(first.after == hits[1].number);
  CHECK(last.at == 2);
  CHECK(last.before == hits[0].number);
  CHECK(last.after.empty());
  CHECK(hit_of(one, "").search.empty());
  CHECK(hit_of(one, "0123456789abcdef").search.empty());  // no search of his
}

TEST_CASE(
    "evidence is asked for with the form's token, by whoever may read the case, and no other") {
  PageSite page;
  const auto ours = page.file({"desk:nfp-bg"}, "text"), theirs = page.file({"desk:nfp-rs"}, "text");
  const auto cookie = page.enter("boss");
  const auto token = page.store.web_book().form_token(cookie);
  const auto ask = [&](WebAsk what, const std::string& number, const std::string& with) {
    return page
        .ask({.what = what,
              .cookie = cookie,
              .form_token = with,
              .reason = "order 7",
              .number = number})
        .outcome;
  };
  const auto number = ours.number.text();
  CHECK(ask(WebAsk::kAskEvidence, number, "") == WebOutcome::kBadInput);
  CHECK(ask(WebAsk::kAskEvidence, theirs.number.text(), token) == WebOutcome::kNotFound);
  CHECK(ask(WebAsk::kAskEvidence, ours.text(), token) == WebOutcome::kNotFound);  // of a message
  CHECK(page.rows("receipts").empty());
  auto& archives = page.store.web_book().archives();
  CHECK_FALSE(archives.next());
  CHECK(ask(WebAsk::kAskEvidence, number, token) == WebOutcome::kDone);
  CHECK(page.rows("receipts").size() == 1);
  CHECK(page.rows("receipts").back().detail.find("reason: order 7") != std::string::npos);
  CHECK(ask(WebAsk::kEvidence, number, token) == WebOutcome::kNotFound);  // not yet
  CHECK(ask(WebAsk::kEvidence, number, "") == WebOutcome::kBadInput);     // a reason is typed
  const auto task = archives.claim(page.runtime.now());
  REQUIRE(task);
  const auto version = page.store.cases().find(ours.number)->version;
  const ArchiveFacts facts{version, {ours.text()}, 5, page.runtime.now()};
  archives.keep(*task, facts, "bytes");
  const auto answer =
      page.post({.what = WebAsk::kEvidence, .cookie = cookie, .reason = "r", .number = number});
  REQUIRE(answer.outcome == WebOutcome::kDone);
  CHECK(std::get<FilePiece>(answer.page).octets == "bytes");
  CHECK(std::get<FilePiece>(answer.page).name == number + ".zip");
  CHECK(page.rows("exported").size() == 1);
  // Of another state of the case it is no evidence.
  archives.ask("boss", ours.number, page.runtime.now());
  archives.keep(*archives.claim(page.runtime.now()), {version + 1, facts.messages, 5, {}}, "bytes");
  CHECK(ask(WebAsk::kEvidence, number, token) == WebOutcome::kNotFound);
  archives.ask("boss", ours.number, page.runtime.now());
  archives.keep(*archives.claim(page.runtime.now()), {version, {theirs.text()}, 5, {}}, "bytes");
  CHECK(ask(WebAsk::kEvidence, number, token) == WebOutcome::kNotFound);
  CHECK(page.rows("exported").size() == 1);
}

TEST_CASE("two hundred cases an hour are answered and no more") {
  PageSite page;
  const auto number = page.file({"desk:nfp-bg"}, "text");
  const auto cookie = page.enter("boss");
  for (std::size_t i = 0; i <= kCasesAnHour; ++i) {
    const auto answer =
        page.ask({.what = WebAsk::kCase, .cookie = cookie, .number = number.number.text()});
    CHECK(answer.outcome == (i < kCasesAnHour ? WebOutcome::kDone : WebOutcome::kTooMany));
  }
  CHECK(page.rows("alarm").size() == 1);
}

TEST_CASE("a case of the own desk opens with the leg as its reason, another one with a given one") {
  PageSite page;
  const auto own = page.file({"desk:nfp-bg"}, "own text");
  page.member("quiet").rights = {"search"};
  page.member("quiet").desks = {"pfp-bg"};
  page.begin();
  const auto other = page.file({"desk:pfp-bg"}, "other text");
  const auto boss = page.enter("boss"), quiet = page.enter("quiet");
  const auto shown = page.ask({.what = WebAsk::kCase, .cookie = boss, .number = own.number.text()});
  REQUIRE(shown.outcome == WebOutcome::kDone);
  const auto& subject = std::get<CasePage>(shown.page);
  CHECK(subject.reason == "answer due " + own.number.text());
  CHECK(subject.messages.at(0).text == "own text");
  CHECK(subject.messages.at(0).files.at(0).name == "plan.pdf");
  CHECK(subject.legs.size() == 2);
  CHECK(shown.banner.handling == "H1");
  CHECK(page.ask({.what = WebAsk::kCase, .cookie = quiet, .number = other.number.text()}).outcome ==
        WebOutcome::kNeedReason);
  CHECK(page.rows("shown").size() == 1);
  CHECK(page.post({.what = WebAsk::kCase,
                   .cookie = quiet,
                   .reason = "order 7",
                   .number = other.number.text()})
            .outcome == WebOutcome::kDone);
  CHECK(page.rows("shown").back().detail.find("reason: order 7") != std::string::npos);
  // What was given counts for this case, and for its files.
  CHECK(page.ask({.what = WebAsk::kPart, .cookie = quiet, .number = other.text()}).outcome ==
        WebOutcome::kDone);
  CHECK(page.rows("fetched").back().detail.find("reason: order 7") != std::string::npos);
}

TEST_CASE("a hit opens with the reason of its search") {
  PageSite page;
  page.member("quiet").rights = {"search"};
  page.member("quiet").desks = {"pfp-bg"};
  page.begin();
  const auto number = page.file({"desk:pfp-bg"}, "jovanovic");
  const auto cookie = page.enter("quiet");
  const auto found = page.search(cookie, "jovanovic", "order 8");
  CHECK(page.ask({.what = WebAsk::kCase,
                  .cookie = cookie,
                  .search = std::get<FoundPage>(found.page).search,
                  .number = number.text()})
            .outcome == WebOutcome::kDone);
  CHECK(page.rows("shown").back().detail.find("reason: order 8") != std::string::npos);
}

}  // namespace pouch::gateway
