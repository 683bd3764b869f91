// The page of a search: its facets, and whose answer to a hit is due.
#include <catch2/catch.hpp>
#include <optional>

#include "gateway/web/pages/pages.hpp"
#include "tests/unit/gateway/page_values.hpp"

using namespace pouch::gateway;
using namespace pouch::gateway::web;
using namespace pouch::test;
using std::chrono::hours;

TEST_CASE("web pages: facets are links that narrow, and what narrows can be taken off") {
  auto value = found_of("x");
  value.narrowed.push_back({"month", "2026-05"});
  const auto page = found_page(look_of(Language::kEnglish), value);
  for (const auto* text :
       {"href=\"/search/abcDEF_-0?in=handling%3AH1%20month%3A2026-05%20country%3ARS\"",
        "href=\"/search/abcDEF_-0?in=month%3A2026-05\" aria-label=\"Take off the filter: H1\"",
        "href=\"/search/abcDEF_-0?in=handling%3AH1\" aria-label=\"Take off the filter: May 2026\"",
        "?in=handling%3AH1%20month%3A2026-05..\">and later</a>", "<bdi>Serbia</bdi> <span>6</span>",
        "?in=handling%3AH1%20month%3A2026-05%20how%3Aspelling\"", "<bdi>as written</bdi>",
        "<bdi>asked back</bdi>", "22 messages or more",
        "href=\"/search/abcDEF_-0?in=handling%3AH1%20month%3A2026-08\"",
        "action=\"/search/abcDEF_-0/keep?in=", "href=\"/search/abcDEF_-0/hits.csv?in=",
        "Aug 2026: 9", "Counted among the first 10 hits."}) {
    INFO(text);
    CHECK(page.find(text) != std::string::npos);
  }
  // Months beside the chosen one are pale.
  CHECK(page.find("class=\"col\"") != std::string::npos);
  CHECK(page.find("class=\"col dim\"") != std::string::npos);
  auto since = value;
  since.narrowed = {{"month", "2026-05.."}};
  const auto all_later = found_page(look_of(Language::kEnglish), since);
  CHECK(all_later.find("since May 2026") != std::string::npos);
  CHECK(all_later.find("and later") == std::string::npos);
  CHECK(all_later.find("class=\"col dim\"") == std::string::npos);
  // How it met is not kept with a search.
  CHECK(all_later.find("/keep") != std::string::npos);
  since.narrowed = {{"how", "spelling"}};
  CHECK(found_page(look_of(Language::kEnglish), since).find("/keep") == std::string::npos);
  // A value that is no code leads nowhere.
  value.facets = {{"country", {{"two words", 3}}}};
  const auto plain = found_page(look_of(Language::kEnglish), value);
  CHECK(plain.find("two words") != std::string::npos);
  CHECK(plain.find("country%3A") == std::string::npos);
  // Months with nothing have no column, and a single month no plot.
  value.facets = {{"month", {{"2026-08", 9}}}};
  CHECK(found_page(look_of(Language::kEnglish), value).find("<svg") == std::string::npos);
}

TEST_CASE("web pages: a hit says whose answer is due, late or there") {
  auto value = found_of("x");
  const auto chip = [&](const char* country, int left, bool answered) {
    auto& hit = value.hits[0];
    hit.due_country = country;
    hit.overdue = left < 0;
    hit.answered = answered;
    hit.due = answered ? std::nullopt : std::optional(kNow + hours(left));
    return found_page(look_of(Language::kEnglish, "x"), value);
  };
  CHECK(chip("BG", 6, false).find("<span class=\"tag due\"><bdi>BG due in 6 h</bdi>") !=
        std::string::npos);
  CHECK(chip("BG", -5, false).find("<span class=\"tag late\"><bdi>BG 5 h late</bdi>") !=
        std::string::npos);
  CHECK(chip("", 0, true).find("<span class=\"tag good\">answered</span>") != std::string::npos);
  const auto calm = chip("BG", 49, false);
  CHECK(calm.find("due in") == std::string::npos);
  CHECK(calm.find("tag good") == std::string::npos);
}

TEST_CASE("web pages: a hit says in the text of which file it is, and leads to that page") {
  auto value = found_of("x");
  value.hits[0].met_files = {{"manifest.pdf", 2, 4}, {"list.txt", 0, 0}};
  const auto page = found_page(look_of(Language::kEnglish), value);
  for (const auto* text :
       {"in the text of <a href=\"/case/SEL-2026-004217-42/1/file/2?s=abcDEF_-0&amp;p=4\">"
        "<bdi>manifest.pdf</bdi>, page 4</a>",
        "in the text of <a href=\"/case/SEL-2026-004217-42/1/file/0?s=abcDEF_-0\">"
        "<bdi>list.txt</bdi></a>"}) {
    INFO(text);
    CHECK(page.find(text) != std::string::npos);
  }
  const auto romanian = found_page(look_of(Language::kRomanian), value);
  CHECK(romanian.find("în textul fișierului <a") != std::string::npos);
  CHECK(romanian.find(", pagina 4</a>") != std::string::npos);
}
