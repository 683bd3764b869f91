// Every page with what people mean harm with in every value, and with what is there on a good day.
#include "gateway/web/pages/pages.hpp"

#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>
#include <limits>
#include <regex>
#include <sstream>

#include "gateway/web/html/escape.hpp"
#include "tests/unit/gateway/page_values.hpp"
#include "tests/unit/gateway/web_markup.hpp"

using namespace pouch::gateway;
using namespace pouch::gateway::web;
using namespace pouch::test;

namespace {

constexpr std::size_t kLargestPage = 1u << 20;

void check_all(const std::string& text) {
  for (const auto& [name, markup] : all_pages(text)) {
    INFO(name);
    const auto faults = faults_of_page(markup);
    CHECK(faults == std::vector<std::string>{});
    CHECK(markup.size() < kLargestPage);
  }
}

}  // namespace

TEST_CASE("web pages: a page taken apart shows what is wrong with it") {
  CHECK(faults_of_page("<p class=\"a\">x<br></p>").empty());
  CHECK(faults_of_page("<p><script>x</script></p>").size() == 2);
  CHECK(faults_of_page("<script defer=\"\" src=\"/static/a.js\"></script>").empty());
  CHECK_FALSE(faults_of_page("<script defer=\"\" src=\"/static/a.js\">x</script>").empty());
  CHECK_FALSE(faults_of_page("<script defer=\"\" src=\"/case/a.js\"></script>").empty());
  CHECK_FALSE(faults_of_page("<script src=\"//evil.example/\"></script>").empty());
  CHECK(faults_of_page("<p style=\"x\"></p>").size() == 1);
  CHECK(faults_of_page("<p onclick=\"x\"></p>").size() == 1);
  CHECK(faults_of_page("<a href=\"javascript:x\"></a>").size() == 1);
  CHECK(faults_of_page("<a href=\"//evil.example\"></a>").size() == 1);
  CHECK(faults_of_page("<p class=a></p>").size() == 1);
  CHECK(faults_of_page("<p><b></p></b>").size() >= 1);
  CHECK(faults_of_page("<p>a\u2067b</p>").size() == 1);
}

TEST_CASE("web pages: a desk without a name has a heading") {
  const auto page = desk_page(look_of(Language::kEnglish, "text"), DeskPage{});
  CHECK(page.find("<h1>My desk</h1>") != std::string::npos);
}

TEST_CASE("web pages: whatever stands in a value, it is text on every page") {
  for (const auto& text :
       {std::string("</p></title><script>alert(1)</script>"),
        std::string("\"' onclick=alert(1) x=\""), std::string("javascript:alert(1)"),
        std::string("//evil.example/"), std::string("--><!--"),
        std::string("a\0b\x1b[31m\r\nSet-Cookie: x", 25),
        std::string("\xff\xfe\xc0\xaf\xed\xa0\x80"),
        std::string("plan\xe2\x80\xae"
                    "fdp.exe"),
        std::string(
            "\u061c\u200e\u200f\u202a\u202b\u202cx\u202d\u202e\u2066\u2067\u2068\u2069\f\v\x7f"),
        std::string("{{7*7}} ${x} %s %"), std::string("</textarea></style></svg><svg onload=x>"),
        std::string("Ђорђевић Παπά şŞ")}) {
    INFO(text);
    check_all(text);
  }
}

TEST_CASE("web pages: names of 1 MB fit into a page of 1 MB, on every page") {
  for (const char octet : {'x', '"'}) {
    for (const auto& page : all_pages(std::string(1u << 20, octet))) {
      INFO(page.name);
      CHECK(page.markup.size() < kLargestPage);
      CHECK(faults_of_page(page.markup).empty());
    }
  }
}

TEST_CASE("web pages: each begins with the strictest of what it shows, and is one document") {
  for (const auto& [name, markup] : all_pages("x")) {
    INFO(name);
    const auto banner = markup.find("class=\"banner");
    REQUIRE(banner != std::string::npos);
    CHECK(banner < markup.find("<main"));
    CHECK(markup.find("<h1") != std::string::npos);
    CHECK(markup.find("lang=\"en\"") != std::string::npos);
    CHECK(markup.starts_with("<!doctype html>"));
  }
  const auto desk = desk_page(look_of(Language::kEnglish), desk_of("x"));
  CHECK(desk.find("<b>RESTRICTED · H2</b>") != std::string::npos);
  CHECK(desk.find("not to be passed on without permission") != std::string::npos);
}

TEST_CASE("web pages: headings begin with the one of the page, and none leaves a step out") {
  for (const auto& [name, markup] : all_pages("x")) {
    INFO(name);
    const std::regex heading("<h([1-6])[ >]");
    int before = 0, first = 0;
    for (std::sregex_iterator at(markup.begin(), markup.end(), heading), end; at != end; ++at) {
      const int level = std::stoi((*at)[1]);
      CHECK(level <= before + 1);
      first += level == 1 ? 1 : 0;
      before = level;
    }
    CHECK(first == 1);
  }
}

TEST_CASE("web pages: every form that changes something bears the token of its session") {
  for (const auto& [name, markup] : all_pages("x")) {
    INFO(name);
    const bool inside = name.find("enter") == std::string::npos && name != "asked in" &&
                        name != "link" && name != "old link";
    std::size_t forms = 0, tokens = 0;
    const std::string form = "<form", token = "name=\"token\" value=\"tokx\"";
    for (auto at = markup.find(form); at != std::string::npos; at = markup.find(form, at + 1)) {
      forms +=
          markup.substr(at, markup.find('>', at) - at).find("method=\"post\"") != std::string::npos
              ? 1
              : 0;
    }
    for (auto at = markup.find(token); at != std::string::npos; at = markup.find(token, at + 1)) {
      ++tokens;
    }
    CHECK(tokens == (inside ? forms : 0));
    CHECK((!inside || forms > 0));
  }
}

TEST_CASE("web pages: no name and no word of a search stands in an address or a title") {
  for (const auto& [name, markup] : all_pages("Јовановић")) {
    INFO(name);
    const std::regex leads("(href|action)=\"([^\"]*)\"");
    for (std::sregex_iterator at(markup.begin(), markup.end(), leads), end; at != end; ++at) {
      const auto where = (*at)[2].str();
      // The log is asked for by codes of people and days; a link's own secret is no name.
      if (where.starts_with("/log?") || name == "link" || name == "reason" ||
          name.starts_with("desk") || name == "log" || where.starts_with("mailto:")) {
        continue;
      }
      INFO(where);
      CHECK(where.find("%D0") == std::string::npos);
    }
    const auto title = markup.find("<title>") + 7;
    CHECK((name == "reason" ||
           markup.substr(title, markup.find("</title>") - title).find("Јо") == std::string::npos));
  }
}

TEST_CASE("web pages: a desk shows what is late, due and stopped, with its clock") {
  const auto page = desk_page(look_of(Language::kEnglish), desk_of("x"));
  for (const auto* text :
       {"5 h late", ">6 h<", "clock stopped", "asked back", "partly answered",
        "100 per cent of the time has passed", "94 per cent", "Tue 10 Nov 2026, 09:06",
        "New since 9 Nov, 19:06", "A key expires on 1 Dec 2026:"}) {
    INFO(text);
    CHECK(page.find(text) != std::string::npos);
  }
}

TEST_CASE("web pages: answers by week are drawn, said aloud, and lead to the figures of a year") {
  auto look = look_of(Language::kEnglish);
  auto value = desk_of("x");
  const auto page = desk_page(look, value);
  for (const auto* text :
       {"<h2>Answers by week</h2>", ">week 44</text>", ">week 46</text>",
        "aria-label=\"week 44: 14 answered, 1 late; week 45: 0 answered, 0 late; week 46: 24",
        "<title>week 46: 24 answered, 3 late</title>", "class=\"col late\"",
        "Half within <b>2 d 14 h</b>", "href=\"/statistics\">Statistics</a></p>"}) {
    INFO(text);
    CHECK(page.find(text) != std::string::npos);
  }
  look.viewer->operates = look.viewer->audits = false;
  CHECK(desk_page(look, value).find("/statistics\"") == std::string::npos);
  value.weeks.clear();
  CHECK(desk_page(look, value).find("Answers by week") == std::string::npos);
  // Whatever the numbers are, and however many weeks.
  value.weeks.assign(500, {Time{}, std::numeric_limits<std::uint64_t>::max(), 1});
  value.weeks[0] = {kNow, 0, std::numeric_limits<std::uint64_t>::max()};
  value.half = std::numeric_limits<std::uint64_t>::max();
  CHECK(faults_of_page(desk_page(look, value)).empty());
}

TEST_CASE("web pages: a file is shown as pictures of ours, and saved from its own address") {
  const auto page = file_page(look_of(Language::kEnglish), file_of("x"));
  for (const auto* text :
       {"<img src=\"/case/SEL-2026-004217-42/1/file/0/page/2\" alt=\"Page 2 of the file, as a",
        "href=\"/case/SEL-2026-004217-42/1/file/0/saved\"",
        "href=\"/case/SEL-2026-004217-42/1/file/0?p=3\"", "<h2>Its text</h2>"}) {
    INFO(text);
    CHECK(page.find(text) != std::string::npos);
  }
}

TEST_CASE("web pages: statistics are the tables and plots of the verb") {
  const auto value = statistics_of("RO");
  const auto page = statistics_page(look_of(Language::kEnglish), value);
  CHECK(page.find("<h2>Directive (EU) 2023/977, Article 18</h2>") != std::string::npos);
  for (const auto& table : value.report.tables) {
    if (table.id != "made" && table.id != "received" && table.id != "deviations") {
      continue;
    }
    INFO(table.title);
    CHECK(page.find(pouch::gateway::html::escaped(table.title).substr(0, 10)) != std::string::npos);
  }
  CHECK(page.find("href=\"/statistics.csv?year=2026&amp;country=RO\"") != std::string::npos);
  CHECK(page.find("<svg") != std::string::npos);
}

TEST_CASE("web pages: what is said is said in the language of who reads") {
  CHECK(language_for("ro", "en") == Language::kRomanian);
  CHECK(language_for("bg", "ro-MD;q=0.8, en") == Language::kRomanian);
  CHECK(language_for("", "sr, el;q=0.5") == Language::kEnglish);
  CHECK(language_for("", "") == Language::kEnglish);
  CHECK(language_for("", ",,;q=1,RO") == Language::kRomanian);
  for (const auto& [name, markup] : all_pages("x", Language::kRomanian)) {
    INFO(name);
    CHECK(markup.find("lang=\"ro\"") != std::string::npos);
    CHECK(faults_of_page(markup).empty());
    for (const auto* english :
         {"My desk", "Overdue", ">overdue", "Search<", "session ends", "leave<", "messages",
          " country", "Requests", ">answered<", "as written"}) {
      INFO(english);
      CHECK(markup.find(english) == std::string::npos);
    }
  }
  CHECK(desk_page(look_of(Language::kRomanian), desk_of("x")).find("mar. 10 nov. 2026, 09:06") !=
        std::string::npos);
}

TEST_CASE("web sources: no page has markup of its own, a style of an element, or a script") {
  namespace fs = std::filesystem;
  std::size_t seen = 0;
  for (const auto& entry : fs::recursive_directory_iterator(POUCH_WEB)) {
    const auto folder = entry.path().parent_path().filename().string();
    if (!entry.is_regular_file() || folder == "static") {
      continue;
    }
    std::ostringstream text;
    text << std::ifstream(entry.path()).rdbuf();
    INFO(entry.path());
    CHECK(text.str().find("style=") == std::string::npos);
    const auto script = text.str().find("<script");
    CHECK((script == std::string::npos || entry.path().filename() == "html.cpp"));
    CHECK((script == std::string::npos ||
           text.str().find("<script", script + 1) == std::string::npos));
    // Answers are values; the mails that they are made of are got by another raw().
    CHECK((folder == "answering" || text.str().find("raw(") == std::string::npos));
    // The way to the one script, and other markup, is written in one file.
    const std::regex tag("\"</?[a-z]");
    CHECK((entry.path().filename() == "html.cpp" || !std::regex_search(text.str(), tag)));
    ++seen;
  }
  CHECK(seen > 20);
}
