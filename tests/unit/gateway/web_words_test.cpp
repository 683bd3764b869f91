// The words of the page: all in both languages, counted and told as people do.
#include <algorithm>
#include <catch2/catch.hpp>
#include <chrono>
#include <regex>

#include "gateway/web/pages/pages.hpp"
#include "gateway/web/words/codes.hpp"
#include "gateway/web/words/figure_words.hpp"
#include "gateway/web/words/times.hpp"
#include "search/index/fields.hpp"
#include "search/query/marker.hpp"
#include "tests/unit/gateway/page_values.hpp"

using namespace pouch::gateway;
using namespace pouch::gateway::web;
using namespace pouch::test;
using std::chrono::hours;

TEST_CASE("web words: what was found is counted as people count, in both languages") {
  const PageWords english(Language::kEnglish), romanian(Language::kRomanian);
  CHECK(messages_in_words(english, 22, false, 13) == "22 messages in 13 cases");
  CHECK(messages_in_words(english, 1, false, 1) == "1 message in 1 case");
  CHECK(messages_in_words(english, 10000, true, 40) == "10000 messages or more");
  CHECK(messages_in_words(english, 0, false, 0) == "0 messages");
  CHECK(messages_in_words(romanian, 22, false, 13) == "22 de mesaje în 13 cazuri");
  CHECK(messages_in_words(romanian, 1, false, 1) == "1 mesaj în 1 caz");
  CHECK(messages_in_words(romanian, 119, false, 100) == "119 mesaje în 100 de cazuri");
  CHECK(messages_in_words(romanian, 0, false, 0) == "0 mesaje");
}

TEST_CASE(
    "web words: every field and value of the query, and every way to meet, is said in Romanian") {
  const PageWords english(Language::kEnglish), romanian(Language::kRomanian);
  for (const auto& field : pouch::search::fields()) {
    INFO(field.name);
    CHECK(field_in_words(english, field.name, field.help) == field.help);
    CHECK(field_in_words(romanian, field.name, field.help) != field.help);
  }
  for (const auto& flag : pouch::search::flags()) {
    INFO(flag.field << ":" << flag.value);
    CHECK_FALSE(value_in_words(english, flag.field, flag.value).empty());
    CHECK_FALSE(value_in_words(romanian, flag.field, flag.value).empty());
  }
  for (auto how = 0; how <= static_cast<int>(pouch::search::How::kLetterApart); ++how) {
    const auto name = pouch::search::name(static_cast<pouch::search::How>(how));
    INFO(name);
    CHECK(how_in_words(english, name) == name);
    CHECK(how_in_words(romanian, name) != name);
  }
}

TEST_CASE("web words: no text of the figures is left in English on a Romanian page") {
  const PageWords romanian(Language::kRomanian);
  const auto report = statistics_of("RO").report;
  const auto is_said = [&](std::string_view text) {
    INFO(text);
    CHECK((figure_in_words(romanian, text) != text || text == "total" || text == "90 %"));
  };
  for (const auto& table : report.tables) {
    is_said(table.note);
    for (const auto& column : table.columns) {
      // The verb's own tables tell what they are by in two columns more.
      if (column.id != "by" && column.id != "key" && column.id != "month") {
        is_said(column.title);
      }
    }
  }
  for (const auto& sentence : figures::definitions(report)) {
    is_said(sentence);
  }
  auto page = statistics_of("RO");
  page.countries = {{"RO", "România"}};
  page.codes.clear();
  const auto markup = statistics_page(look_of(Language::kRomanian, "Ana"), page);
  const std::regex text(">([^<>]*[a-z][^<>]*)<|aria-label=\"([^\"]*)\"");
  const auto begin = markup.find("class=\"stats\"");
  REQUIRE(begin != std::string::npos);
  for (std::sregex_iterator
           at(markup.begin() + static_cast<std::ptrdiff_t>(begin), markup.end(), text),
       end;
       at != end; ++at) {
    const auto said = (*at)[1].str() + (*at)[2].str();
    INFO(said);
    CHECK_FALSE(std::regex_search(
        said, std::regex("\\b(requests|answer|answers|country|crime|month|week|the|urgent,)\\b",
                         std::regex::icase)));
  }
  CHECK(figure_in_words(romanian, "1 d 5 h") == "1 z 5 h");
  CHECK(figure_in_words(romanian, "66.7 %") == "66,7 %");
}

TEST_CASE("web words: each has both languages, and a place for a value in both or in neither") {
  const PageWords english(Language::kEnglish), romanian(Language::kRomanian);
  for (std::size_t i = 0; i < kSayings; ++i) {
    const auto what = static_cast<Say>(i);
    INFO(english(what));
    CHECK_FALSE(english(what).empty());
    CHECK_FALSE(romanian(what).empty());
    CHECK(std::count(english(what).begin(), english(what).end(), '%') ==
          std::count(romanian(what).begin(), romanian(what).end(), '%'));
    CHECK(std::count(english(what).begin(), english(what).end(), '%') <= 1);
  }
}

TEST_CASE("web words: a span of time is told in its two largest parts") {
  const PageWords words(Language::kEnglish);
  CHECK(span(words, std::chrono::minutes(3)) == "3 min");
  CHECK(span(words, std::chrono::minutes(310)) == "5 h 10 min");
  CHECK(span(words, hours(26)) == "1 d 2 h");
  CHECK(span(words, hours(48)) == "2 d");
  CHECK(span(words, std::chrono::seconds(20)) == "0 min");
}
