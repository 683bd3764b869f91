// What a search on the page is answered: its hits and facets, why and how it was read, within the
// budgets of an hour, each with its reason in the audit log.
#include <algorithm>
#include <catch2/catch.hpp>
#include <filesystem>
#include <map>

#include "gateway/archive/index_folder.hpp"
#include "gateway/archive/indexer.hpp"
#include "gateway/store/web_letters.hpp"
#include "gateway/web/answering/search_answer.hpp"
#include "tests/unit/gateway/page_site.hpp"

namespace pouch::gateway {
namespace {

using std::chrono::hours;
using std::chrono::seconds;

}  // namespace

TEST_CASE("a search says what it found, why, and stands in the audit log with its reason") {
  PageSite page;
  const auto ours = page.file({"desk:nfp-bg"}, "The driver named Милан Јовановић as consignee");
  page.file({"desk:nfp-rs"}, "Jovanovic of Beograd");
  const auto cookie = page.enter("boss");
  const auto answer = page.search(cookie, "jovanovic");
  REQUIRE(answer.outcome == WebOutcome::kDone);
  const auto& found = std::get<FoundPage>(answer.page);
  CHECK(found.total == 1);
  REQUIRE(found.hits.size() == 1);
  const auto& hit = found.hits[0];
  CHECK(hit.number == ours.text());
  CHECK(hit.sender == "Ana Ionescu");
  CHECK(hit.subject == "Lorry at Giurgiu");
  CHECK(hit.files == 1);
  CHECK(std::any_of(hit.snippet.begin(), hit.snippet.end(), [](const SnippetPiece& piece) {
    return piece.hit && piece.text == "Јовановић";
  }));
  CHECK(answer.banner.handling == "H1");
  CHECK(answer.banner.classification == "RESTRICTED");
  CHECK(answer.viewer->reason == "case 4417/2026");
  const auto searched = page.rows("searched");
  REQUIRE(searched.size() == 1);
  CHECK(searched[0].actor == "boss");
  CHECK(searched[0].detail.find("reason: case 4417/2026") != std::string::npos);
  CHECK(searched[0].detail.find("jovanovic") == std::string::npos);
  REQUIRE(page.rows("found").size() == 1);
  CHECK(page.rows("found")[0].number == ours.text());
}

TEST_CASE(
    "while the index is made anew a search says so, and what it finds then is counted apart") {
  PageSite page;
  page.file({"desk:nfp-bg"}, "jovanovic");
  const auto cookie = page.enter("boss");
  const auto made = page.post(
      {.what = WebAsk::kSearch, .cookie = cookie, .query = "jovanovic", .reason = "case 4417"});
  const WebQuestion question{
      .what = WebAsk::kFound, .cookie = cookie, .search = std::get<FoundPage>(made.page).search};
  // Gone, as when it is broken: nobody is told that there is nothing.
  std::filesystem::remove_all(index_folder(page.folder.state()));
  for (int i = 0; i < 2; ++i) {
    CHECK(page.ask(question).outcome == WebOutcome::kNotNow);
  }
  CHECK(page.rows("found").empty());
  CHECK(page.ask({.what = WebAsk::kMe, .cookie = cookie}).outcome == WebOutcome::kDone);
  // Made anew, but for what came since.
  Indexer indexer(page.runtime, page.store, page.folder.key());
  while (indexer.work() > 0) {
  }
  const auto raw = std::string("not filed yet");
  auto late = new_case(page.store, page.folder.accept(raw), raw);
  REQUIRE(page.store.commit(late) == CommitResult::kDone);
  const auto found = page.ask(question);
  REQUIRE(found.outcome == WebOutcome::kDone);
  CHECK(std::get<FoundPage>(found.page).hits.size() == 1);
  CHECK(std::get<FoundPage>(found.page).unfiled == 1);
}

TEST_CASE("a search belongs to its member alone") {
  PageSite page;
  page.member("quiet").rights = {"search"};
  page.begin();
  page.file({"desk:nfp-bg"}, "jovanovic");
  const auto boss = page.enter("boss"), other = page.enter("quiet");
  const auto id = std::get<FoundPage>(page.search(boss, "jovanovic").page).search;
  CHECK(page.ask({.what = WebAsk::kFound, .cookie = other, .search = id}).outcome ==
        WebOutcome::kNotFound);
}

TEST_CASE("a search without words, without a reason or that cannot be read is given back") {
  PageSite page;
  const auto cookie = page.enter("boss");
  const auto token = page.store.web_book().form_token(cookie);
  const auto asked = [&](const std::string& query, const std::string& reason) {
    return page.ask({.what = WebAsk::kSearch,
                     .cookie = cookie,
                     .form_token = token,
                     .query = query,
                     .reason = reason});
  };
  for (const auto& answer :
       {asked("", "r"), asked("  ", "r"), asked("(jovanovic", "r"), asked("(jovanovic", "")}) {
    CHECK(answer.outcome == WebOutcome::kBadInput);
    CHECK_FALSE(answer.problem.empty());
    CHECK(std::get<FoundPage>(answer.page).search.empty());
  }
  // No fault of whoever typed into the box of the bar: it has no place for a reason.
  for (const auto& answer : {asked("jovanovic", ""), asked("jovanovic", "  ")}) {
    CHECK(answer.outcome == WebOutcome::kNeedReason);
    CHECK(answer.problem.empty());
    CHECK(std::get<FoundPage>(answer.page).search.empty());
  }
  CHECK(std::get<FoundPage>(asked("jovanovic", "").page).query == "jovanovic");
  CHECK(page.rows("searched").empty());
}

TEST_CASE("sixty searches an hour are answered, and the alarm is given once") {
  PageSite page;
  page.file({"desk:nfp-bg"}, "jovanovic");
  const auto cookie = page.enter("boss");
  const auto id = std::get<FoundPage>(page.search(cookie, "jovanovic").page).search;
  for (std::size_t i = 1; i < kSearchesAnHour + 3; ++i) {
    page.clock += seconds(1);
    const auto answer = page.ask({.what = WebAsk::kFound, .cookie = cookie, .search = id});
    CHECK(answer.outcome == (i < kSearchesAnHour ? WebOutcome::kDone : WebOutcome::kTooMany));
  }
  CHECK(page.rows("searched").size() == kSearchesAnHour);
  REQUIRE(page.rows("alarm").size() == 1);
  CHECK(page.rows("alarm")[0].actor == "boss");
  const auto letter = page.store.web_letters().claim(page.clock);
  REQUIRE(letter);
  CHECK(letter->asked.alarm);
  CHECK(letter->asked.what == "60 searches in an hour");
}

TEST_CASE("values of facets narrow a search, and a value that is none is no search") {
  PageSite page;
  page.file({"desk:nfp-bg"}, "jovanovic");
  page.received = page.clock + std::chrono::days(40);
  page.file({"desk:nfp-bg"}, "jovanovic again");
  const auto cookie = page.enter("boss");
  const auto whole = page.search(cookie, "jovanovic");
  const auto& all = std::get<FoundPage>(whole.page);
  REQUIRE(all.total == 2);
  const auto found = [&](const std::string& narrow) {
    return page.ask(
        {.what = WebAsk::kFound, .cookie = cookie, .search = all.search, .narrow = narrow});
  };
  const auto months = std::find_if(all.facets.begin(), all.facets.end(),
                                   [](const FoundFacet& one) { return one.field == "month"; });
  REQUIRE(months != all.facets.end());
  REQUIRE(months->values.size() == 2);
  for (const auto& month : months->values) {
    const auto answer = found("handling:H1 month:" + month.value);
    REQUIRE(answer.outcome == WebOutcome::kDone);
    const auto& some = std::get<FoundPage>(answer.page);
    CHECK(some.total == 1);
    CHECK(some.query == "jovanovic");
    CHECK(some.narrowed.size() == 2);
    // The other months are the way back.
    const auto every = std::find_if(some.facets.begin(), some.facets.end(),
                                    [](const FoundFacet& one) { return one.field == "month"; });
    REQUIRE(every != some.facets.end());
    CHECK(every->values.size() == 2);
  }
  const auto& first = months->values.front().value;
  CHECK(std::get<FoundPage>(found("month:" + first + "..").page).total == 2);
  CHECK(std::get<FoundPage>(found("handling:H2").page).total == 0);
  CHECK(std::get<FoundPage>(found("is:open").page).total == 2);
  for (const auto* narrow : {"from:ana", "how:x", "how:as written", "how:written how:sound",
                             "handling:H1 handling:H2", "handling", "handling:", "month:2026-11)",
                             "x:y z", "handling:\"H1\"", "handling:-H1", "is:open OR x"}) {
    INFO(narrow);
    CHECK(found(narrow).outcome == WebOutcome::kNotFound);
  }
}

TEST_CASE("a search says in how many cases, how its hits met, and how their requests stand") {
  PageSite page;
  page.file({"desk:nfp-bg"}, "Јовановић in the lorry");
  page.file({"desk:nfp-bg"}, "the man Jovanovich");
  page.file({"desk:nfp-rs"}, "jovanovic, whom this desk may not read");
  const auto cookie = page.enter("boss");
  const auto whole = page.search(cookie, "jovanovic");
  const auto& all = std::get<FoundPage>(whole.page);
  REQUIRE(all.total == 2);
  CHECK(all.cases == 2);
  REQUIRE(all.hits.size() == 2);
  for (const auto& hit : all.hits) {
    CHECK(hit.due_country == "BG");
    CHECK(hit.due == page.clock + hours(24));
    CHECK_FALSE(hit.overdue);
    CHECK_FALSE(hit.answered);
  }
  const auto how = std::find_if(all.facets.begin(), all.facets.end(),
                                [](const FoundFacet& one) { return one.field == "how"; });
  REQUIRE(how != all.facets.end());
  REQUIRE(how->values.size() == 2);
  CHECK(how->values[0].value == "written");
  CHECK(how->values[1].value == "sound");
  for (const auto& one : how->values) {
    CHECK(one.count == 1);
    const auto some = page.ask({.what = WebAsk::kFound,
                                .cookie = cookie,
                                .search = all.search,
                                .narrow = "how:" + one.value});
    REQUIRE(some.outcome == WebOutcome::kDone);
    CHECK(std::get<FoundPage>(some.page).total == 1);
    CHECK(std::get<FoundPage>(some.page).query == "jovanovic");
  }
  const auto kept = page.ask({.what = WebAsk::kKeep,
                              .cookie = cookie,
                              .form_token = page.store.web_book().form_token(cookie),
                              .search = all.search,
                              .narrow = "how:sound"});
  CHECK(kept.outcome == WebOutcome::kBadInput);
  const auto table = page.ask(
      {.what = WebAsk::kHits, .cookie = cookie, .search = all.search, .narrow = "how:sound"});
  const auto& octets = std::get<FilePiece>(table.page).octets;
  CHECK(std::count(octets.begin(), octets.end(), '\n') == 2);
}

TEST_CASE("codes are called by their names, in the language of the page") {
  PageSite page;
  page.file({"desk:nfp-bg"}, "jovanovic");
  const auto cookie = page.enter("boss");
  const auto names = [&](const std::string& language) {
    const auto made = page.ask({.what = WebAsk::kSearch,
                                .cookie = cookie,
                                .form_token = page.store.web_book().form_token(cookie),
                                .query = "jovanovic",
                                .reason = "4417"});
    const auto answer = page.ask({.what = WebAsk::kFound,
                                  .cookie = cookie,
                                  .search = std::get<FoundPage>(made.page).search,
                                  .narrow = "country:RO",
                                  .language = language});
    const auto& found = std::get<FoundPage>(answer.page);
    std::map<std::string, std::string> all{{"hit", found.hits.at(0).form},
                                           {"chip", found.narrowed.at(0).name}};
    for (const auto& facet : found.facets) {
      for (const auto& value : facet.values) {
        all.emplace(facet.field + ":" + value.value, value.name);
      }
    }
    return all;
  };
  auto english = names("en"), romanian = names("ro");
  CHECK(english["country:RO"] == "Romania");
  CHECK(romanian["country:RO"] == "România");
  CHECK(english["chip"] == "Romania");
  CHECK(english["hit"] == "request for assistance");
  CHECK(romanian["hit"] == "cerere de asistență");
  CHECK(romanian["form:request"] == "cerere de asistență");
  // His own language, where the page speaks it, stands above that of his browser.
  page.member("boss").language = "ro";
  page.begin();
  CHECK(names("en")["country:RO"] == "România");
  page.member("boss").language = "sr";
  page.begin();
  CHECK(names("en")["country:RO"] == "Romania");
}

TEST_CASE("how a query was read, and why it cannot be, is said in the language of the page") {
  PageSite page;
  page.file({"desk:nfp-bg"}, "jovanovic");
  const auto cookie = page.enter("boss");
  const auto search = [&](const std::string& query, const std::string& language) {
    return page.ask({.what = WebAsk::kSearch,
                     .cookie = cookie,
                     .form_token = page.store.web_book().form_token(cookie),
                     .query = query,
                     .reason = "case 4417/2026",
                     .language = language});
  };
  const auto understood = [&](const std::string& language) {
    const auto made = search("person:jovanovic", language);
    const auto found = page.ask({.what = WebAsk::kFound,
                                 .cookie = cookie,
                                 .search = std::get<FoundPage>(made.page).search,
                                 .language = language});
    return std::get<FoundPage>(found.page).understood;
  };
  CHECK(understood("en") == "the name jovanovic in every script");
  CHECK(understood("ro") == "numele: jovanovic, în orice alfabet");
  const auto english = search("colour:red", "en"), romanian = search("colour:red", "ro");
  CHECK(english.outcome == WebOutcome::kBadInput);
  CHECK(romanian.outcome == WebOutcome::kBadInput);
  CHECK(romanian.column == english.column);
  CHECK_FALSE(romanian.problem.empty());
  CHECK(romanian.problem != english.problem);
}

TEST_CASE("hits are saved as CSV with a row of their own, and no formula among them") {
  PageSite page;
  const auto ours = page.file({"desk:nfp-bg"}, "jovanovic");
  page.file({"desk:nfp-rs"}, "jovanovic");
  const auto cookie = page.enter("boss");
  const auto search = std::get<FoundPage>(page.search(cookie, "jovanovic").page).search;
  const auto answer = page.ask({.what = WebAsk::kHits, .cookie = cookie, .search = search});
  REQUIRE(answer.outcome == WebOutcome::kDone);
  const auto& table = std::get<FilePiece>(answer.page);
  CHECK(table.octets.starts_with("message,case,received,form,"));
  CHECK(std::count(table.octets.begin(), table.octets.end(), '\n') == 2);
  CHECK(table.octets.find("\r\n" + ours.text() + ",") != std::string::npos);
  CHECK(table.octets.find("Lorry at Giurgiu") != std::string::npos);
  CHECK(table.size == table.octets.size());
  const auto rows = page.rows("exported");
  REQUIRE(rows.size() == 1);
  CHECK(rows[0].detail.find("1 hits as CSV; page; reason: case 4417/2026") != std::string::npos);
  CHECK(page.rows("searched").size() == 2);
}

TEST_CASE("a search that takes too long is broken off, written down, and to be narrowed") {
  PageSite page;
  page.file({"desk:nfp-bg"}, "jovanovic");
  const auto cookie = page.enter("boss");
  const auto search = std::get<FoundPage>(page.search(cookie, "jovanovic").page).search;
  page.answerer.emplace(page.runtime, page.store, std::chrono::milliseconds(0));
  for (const auto what : {WebAsk::kFound, WebAsk::kHits}) {
    const auto answer = page.ask({.what = what, .cookie = cookie, .search = search});
    CHECK(answer.outcome == WebOutcome::kTooBroad);
    CHECK_FALSE(answer.hint.empty());
    CHECK(std::get<FoundPage>(answer.page).query == "jovanovic");
    CHECK(std::get<FoundPage>(answer.page).hits.empty());
  }
  const auto rows = page.rows("searched");
  REQUIRE(rows.size() == 3);
  CHECK(rows.back().detail.find("broken off") != std::string::npos);
  CHECK(page.rows("found").size() == 1);
}

TEST_CASE("a passage is cut into pieces where it was hit") {
  const auto texts = [](std::string_view snippet) {
    std::string all;
    for (const auto& piece : pieces_of(snippet)) {
      all += piece.hit ? "[" + piece.text + "]" : piece.text;
    }
    return all;
  };
  CHECK(texts("for «Јовановић» of «Niš»") == "for [Јовановић] of [Niš]");
  CHECK(texts("«a»«b»") == "[a][b]");
  CHECK(texts("half « open") == "half « open");
  CHECK(texts("shut » first «a»") == "shut » first [a]");
  CHECK(pieces_of("").empty());
}

}  // namespace pouch::gateway
