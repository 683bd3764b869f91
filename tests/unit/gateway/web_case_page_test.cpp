// The page of a case: what is marked, folded, drawn and led to.
#include <catch2/catch.hpp>

#include "gateway/web/pages/pages.hpp"
#include "tests/unit/gateway/page_values.hpp"
#include "tests/unit/gateway/web_markup.hpp"

using namespace pouch::gateway;
using namespace pouch::gateway::web;
using namespace pouch::test;
using std::chrono::hours;

TEST_CASE("web pages: only what is urgent is marked so, in the words of the form") {
  const auto marked = [](const std::string& priority) {
    auto page = case_of("text");
    page.priority = priority;
    return case_page(look_of(Language::kEnglish, "text"), page);
  };
  CHECK(marked("URGENT").find("<span class=\"tag flash\"><bdi>urgent</bdi></span>") !=
        std::string::npos);
  CHECK(marked("FLASH").find("tag flash") != std::string::npos);
  CHECK(marked("NORMAL").find("tag flash") == std::string::npos);
}

TEST_CASE("web pages: a case shows its legs, its messages with their audience, and files by name") {
  auto value = case_of("x");
  value.messages[0].name = "Ana Ionescu";
  value.messages[0].to = {"Bulgaria", "Serbia"};
  value.messages[0].files[0].name = "proces-verbal.pdf";
  value.messages[0].fields[1] = {"Vehicle 1", "Plate", "CA 1234 AB", "plate:ca1234ab", {}};
  const auto page = case_page(look_of(Language::kEnglish), value);
  for (const auto* text : {"id=\"m1\"", "Ana Ionescu", "<bdi>Bulgaria</bdi>, <bdi>Serbia</bdi>",
                           "proces-verbal.pdf", "1 MB", "value=\"plate:ca1234ab\"", "CA 1234 AB",
                           "mailto:gateway@pouch.example?subject=x", "not delivered"}) {
    INFO(text);
    CHECK(page.find(text) != std::string::npos);
  }
}

TEST_CASE("web pages: what a block says in few words stands on one line, all else below it") {
  auto value = case_of("x");
  value.messages.resize(1);
  const std::string person = "Person 1", vehicle = "Vehicle 1", told = std::string(90, 'm');
  value.messages[0].fields = {
      {person, "Role", "suspect", "", {}, CaseFieldAs::kKind},
      {person, "Family name", "Jovanović, Milan", "person:q", {}, CaseFieldAs::kThing},
      {person, "Birth date", "12.04.1980", "", {}},
      {person, "Description", told, "", {}},
      {vehicle, "Plate", "CA 1234 AB", "plate:q", {}, CaseFieldAs::kThing},
      {vehicle, "Plate status", "unknown", "", {}},
      {"", "Not of the form", "y", "", {}}};
  const auto page = case_page(look_of(Language::kEnglish), value);
  CHECK(faults_of_page(page).empty());
  for (const auto* text :
       {"<dt><b><bdi>Person 1</bdi></b>, <bdi>suspect</bdi></dt><dd><form",
        " · <span class=\"soft\"><bdi>Birth date</bdi></span> <bdi>12.04.1980</bdi></dd><dt>"
        "<bdi>Description</bdi></dt>",
        "<dt><b><bdi>Vehicle 1</bdi></b></dt><dd><form",
        " · <span class=\"soft\"><bdi>Plate status</bdi></span> <bdi>unknown</bdi></dd></dl>"
        "<dl class=\"form\"><dt><bdi>Not of the form</bdi>"}) {
    INFO(text);
    CHECK(page.find(text) != std::string::npos);
  }
}

TEST_CASE("web pages: a case names the cases that share something, and the form to answer with") {
  auto value = case_of("x");
  value.linked[0].things = {{"plate", "CA 1234 AB", "as written", "plate:\"CA 1234 AB\""}};
  value.mail_form = "Answer: ";
  const auto page = case_page(look_of(Language::kEnglish), value);
  for (const auto* text : {"href=\"/case/SEL-2026-000017-29#m1\"", "<bdi>plate</bdi> <form",
                           "value=\"plate:&quot;CA 1234 AB&quot;\"", "<bdi>as written</bdi>",
                           "Ask the liaison desk of x", "Copy the form into the mail",
                           "href=\"/case/SEL-2026-004217-42/1/received.eml\"",
                           "href=\"/case/SEL-2026-004217-42/1/file/0\""}) {
    INFO(text);
    CHECK(page.find(text) != std::string::npos);
  }
}

TEST_CASE("web pages: cases that share something are drawn, each once, with the thing between") {
  auto value = case_of("x");
  const CaseThing plate{"plate", "CA 1234 AB", "as written", "q"};
  const CaseThing person{"person", "Milan Jovanović", "as written", "q"};
  value.linked = {{"x", "SEL-2026-000017-29/1", "RO", kNow, {plate, person}},
                  {"x", "SEL-2026-000017-29/2", "RO", kNow, {plate}},
                  {"x", "SEL-2026-002750-81/1", "MK", kNow, {plate}}};
  const auto page = case_page(look_of(Language::kEnglish), value);
  const auto count = [&](std::string_view text) {
    std::size_t found = 0;
    for (auto at = page.find(text); at != std::string::npos; at = page.find(text, at + 1)) {
      ++found;
    }
    return found;
  };
  CHECK(count("class=\"node") == 3);
  CHECK(count("class=\"node me\"") == 1);
  CHECK(count("class=\"edge\"") == 2 + 3);
  CHECK(count("href=\"/case/SEL-2026-002750-81\" aria-label=\"2750, SEL-2026-002750-81\"") == 1);
  CHECK(page.find(">2750</text>") != std::string::npos);
  CHECK(page.find(">CA 1234 AB</text>") != std::string::npos);
  // However many there are, it stays a drawing; the list has more.
  value.linked.clear();
  for (int i = 0; i < 90; ++i) {
    value.linked.push_back({"x",
                            "SEL-2026-000" + std::to_string(100 + i) + "-29/1",
                            "RO",
                            kNow,
                            {{"plate", "CA " + std::to_string(i), "as written", "q"}}});
  }
  const auto many = case_page(look_of(Language::kEnglish), value);
  CHECK(faults_of_page(many).empty());
  CHECK(many.find(">87 more</summary>") != std::string::npos);
  // Two of one number and two years are told apart.
  value.linked = {{"x", "SEL-2026-000001-77/1", "RO", kNow, {plate}},
                  {"x", "SEL-2027-000001-93/1", "RO", kNow, {plate}},
                  {"x", "SEL-2027-000002-90/1", "RO", kNow, {plate}}};
  const auto years = case_page(look_of(Language::kEnglish), value);
  for (const auto* text : {">26-1</text>", ">27-1</text>", ">2</text>", ">4217</text>",
                           "aria-label=\"26-1, SEL-2026-000001-77\""}) {
    INFO(text);
    CHECK(years.find(text) != std::string::npos);
  }
  value.linked.clear();
  CHECK(case_page(look_of(Language::kEnglish), value).find("class=\"node") == std::string::npos);
}

TEST_CASE("web pages: a case that a search found leads to the hits before and after it, and back") {
  auto value = case_of("22");
  const auto page = case_page(look_of(Language::kEnglish), value);
  for (const auto* text : {"href=\"/case/SEL-2026-000017-29?s=abcDEF_-0#m1\"",
                           "href=\"/case/SEL-2026-002750-81?s=abcDEF_-0#m2\"",
                           "href=\"/search/abcDEF_-0\">hit 3 / 22</a>"}) {
    INFO(text);
    CHECK(page.find(text) != std::string::npos);
  }
  value.hit = {};
  CHECK(case_page(look_of(Language::kEnglish), value).find("Hits of your search") ==
        std::string::npos);
}

TEST_CASE("web pages: receipts stand beneath their message, the rest is folded") {
  auto value = case_of("x");
  const auto of = value.messages[0].number;
  value.messages.resize(1);
  value.messages[0].acknowledged = {{"Radu Marin", kNow}};
  value.receipts = {{of, "R1 ACCEPTED", "", "", kNow, true},
                    {of, "R2 ROUTED", "BG", "", kNow, true},
                    {of, "R3 DELIVERED", "BG", "250 2.0.0 ok", kNow, true},
                    {of, "R3 DELIVERED", "RS", "250 2.0.0 ok", kNow + hours(1), false},
                    {"SEL-2026-004217-42", "R4- NOT READ", "GR", "E300", kNow, true},
                    {"SEL-2026-004217-42/9", "R1 ACCEPTED", "", "of another", kNow, true}};
  const auto page = case_page(look_of(Language::kEnglish), value);
  for (const auto* text : {"R1 accepted",
                           "R3 delivered <span class=\"cc\"><bdi>BG</bdi></span> <span "
                           "class=\"cc\"><bdi>RS</bdi></span>: "
                           "<span class=\"num\"><bdi>250 2.0.0 ok",
                           "09:06 – 10:06", "<b class=\"late\">R4- not read in time",
                           "acknowledged by <bdi>Radu Marin",
                           "<summary>all letters and receipts (6)</summary>", "not signed yet"}) {
    INFO(text);
    CHECK(page.find(text) != std::string::npos);
  }
  CHECK(page.find("R2 on its way") > page.find("<summary>all letters"));
  CHECK(page.find("of another") == std::string::npos);
}

TEST_CASE("web pages: a short act is folded and says what it is, what says more is open") {
  auto value = case_of("x");
  auto& brief = value.messages.back();
  brief.name = "Μαρία Παπαδοπούλου";
  brief.grade = "A1";
  brief.text.clear();
  const auto shown = [&](const std::string& kind) {
    brief.kind = kind;
    return case_page(look_of(Language::kEnglish), value);
  };
  const std::string fold = "<details class=\"short\">";
  CHECK(shown("ACK").find(fold) != std::string::npos);
  const auto none = shown("NO_TRACE");
  CHECK(none.find(fold) != std::string::npos);
  CHECK(none.find("No trace, ") != std::string::npos);
  CHECK(none.find("source A, information 1") != std::string::npos);
  CHECK(none.find("NO_TRACE") == std::string::npos);
  const auto part = shown("PARTIAL");
  CHECK(part.find(fold) == std::string::npos);
  CHECK(part.find("<h3>Part of the answer</h3>") != std::string::npos);
  CHECK(part.find("PARTIAL") == std::string::npos);
  // A file, or a second line, is more than a short act.
  brief.text = "one\ntwo";
  CHECK(shown("ACK").find(fold) == std::string::npos);
  brief.text.clear();
  brief.files = value.messages[0].files;
  brief.files[0].evidence = false;
  CHECK(shown("ACK").find(fold) == std::string::npos);
}

TEST_CASE("web pages: a case says whose permission it needs, why one may read it, who looked") {
  auto value = case_of("x");
  value.readers = {{"Ana Ionescu", Role::kRequester},
                   {"NFP Bulgaria", Role::kAskedDesk},
                   {"NFP Srbija", Role::kAskedDesk}};
  value.looks = {{"iliyana.georgieva", "Илияна", "shown", "answer due", kNow},
                 {"iliyana.georgieva", "Илияна", "found", "answer due", kNow - hours(2)},
                 {"stoyan", "Stoyan Petrov", "shown", "answer due", kNow - hours(24)}};
  value.messages[0].fields[2].asked = {{1, "Who owns it?", {"BG"}, {"RS"}}};
  auto look = look_of(Language::kEnglish);
  look.banner.provider = "Romania";
  const auto page = case_page(look, value);
  for (const auto* text :
       {"H2: not to be passed on without the permission of Romania, who provided it.",
        "<bdi>Ana Ionescu</bdi><small>asked</small>",
        "<bdi>NFP Bulgaria</bdi>, <bdi>NFP Srbija</bdi><small>the request goes to them</small>",
        "You, just now", "<bdi>Stoyan Petrov</bdi>, 9 Nov, 09:06", "Who owns it?",
        "<span class=\"tag good\"><bdi>BG</bdi> answered</span>",
        "<span class=\"tag due\"><bdi>RS</bdi> open</span>", "by 25 Apr 2027",
        "href=\"/case/SEL-2026-004217-42/evidence.zip\"", "zip, 120 KB, 10 Nov, 09:06"}) {
    INFO(text);
    CHECK(page.find(text) != std::string::npos);
  }
  CHECK(page.find("You, ") == page.rfind("You, "));
  value.evidence = {};
  CHECK(case_page(look, value).find("action=\"/case/SEL-2026-004217-42/evidence\"") !=
        std::string::npos);
}

TEST_CASE("web pages: beside a file stands its small picture, or lines where it has none") {
  auto value = case_of("x");
  value.messages.resize(1);
  auto& files = value.messages[0].files;
  files.resize(1);
  files[0].part = 2;
  const auto page = case_page(look_of(Language::kEnglish), value);
  CHECK(page.find("<span class=\"thumb\"><img src=\"/case/SEL-2026-004217-42/1/file/2/small\" "
                  "alt=\"\" width=\"50\" height=\"64\" loading=\"lazy\"></span>") !=
        std::string::npos);
  files[0].small = false;
  const auto without = case_page(look_of(Language::kEnglish), value);
  CHECK(without.find("<span class=\"thumb\"></span>") != std::string::npos);
  CHECK(without.find("<img") == std::string::npos);
}

TEST_CASE("web pages: a long name in the drawing stands on two lines, whole, in any script") {
  auto value = case_of("x");
  const auto drawn = [&](const std::string& name) {
    value.linked = {{"x", "SEL-2026-000017-29/1", "RO", kNow, {{"person", name, "how", "q"}}}};
    return case_page(look_of(Language::kEnglish), value);
  };
  const auto two = drawn("Конастантинополски Александар-Стефан");
  CHECK(two.find(">Конастантинополски</text>") != std::string::npos);
  CHECK(two.find(">Александар-Стефан</text>") != std::string::npos);
  CHECK(two.find("<title>Конастантинополски Александар-Стефан</title>") != std::string::npos);
  CHECK(drawn("CA 1234 AB").find(">CA 1234 AB</text>") != std::string::npos);
  const auto account = drawn("RO49AAAA1B31007593840000");  // without a blank
  CHECK(account.find(">RO49AAAA1B31</text>") != std::string::npos);
  CHECK(account.find(">007593840000</text>") != std::string::npos);
  const std::string word(60, 'w');
  const auto longest = drawn(word + " " + word);
  CHECK(longest.find(">" + std::string(23, 'w') + "…</text>") != std::string::npos);
  for (const auto& name :
       {std::string(), std::string(" "), std::string(40, ' '), std::string(18, 'w') + " ",
        " " + std::string(30, 'w'), std::string(1u << 20, 'w'), std::string(100, '\x80'),
        std::string("\xe2\x80\xae<script>\0\"'", 14), std::string("Ж") + std::string(50, '\xd0')}) {
    CHECK(faults_of_page(drawn(name)).empty());
  }
}

TEST_CASE(
    "web pages: keys of a case lead to hits where it has some, else to messages, and it prints") {
  auto value = case_of("x");
  const auto page = case_page(look_of(Language::kEnglish), value);
  for (const auto* text : {"#m1\" rel=\"prev\">", "#m2\" rel=\"next\">",
                           "<kbd>p</kbd> next, previous hit", "<kbd>d</kbd> my desk",
                           "<button type=\"button\">Print, with numbers and hashes</button>"}) {
    INFO(text);
    CHECK(page.find(text) != std::string::npos);
  }
  value.hit = {};
  CHECK(case_page(look_of(Language::kEnglish), value).find("<kbd>p</kbd> next, previous message") !=
        std::string::npos);
}

TEST_CASE("web pages: a clock that was stopped or answered shows how far it had come") {
  auto value = case_of("x");
  value.opened = kNow - hours(160);
  const auto shown = [&](LegState state, int since, bool paused) {
    CaseLegRow leg;
    leg.state = state;
    leg.since = value.opened + hours(since);
    leg.deadline = value.opened + hours(200);
    leg.paused = paused ? std::optional(leg.since) : std::nullopt;
    value.legs = {leg};
    return case_page(look_of(Language::kEnglish), value);
  };
  const auto runs = shown(LegState::kAcknowledged, 10, false);
  CHECK(runs.find("80 per cent of the time has passed") != std::string::npos);
  const auto stopped = shown(LegState::kClarificationAsked, 80, true);
  CHECK(stopped.find("40 per cent of the time had passed") != std::string::npos);
  CHECK(stopped.find("<b class=\"soft\">clock stopped</b>") != std::string::npos);
  const auto answered = shown(LegState::kAnswered, 84, false);
  CHECK(answered.find("42 per cent of the time had passed") != std::string::npos);
  CHECK(answered.find("\"run good\" width=\"84\"") != std::string::npos);
  const auto late = shown(LegState::kAnswered, 201, false);
  CHECK(late.find("\"run late\" width=\"200\"") != std::string::npos);
}
