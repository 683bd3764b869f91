#include <catch2/catch.hpp>

#include "tests/unit/search/shorthand.hpp"

using pouch::search::snippet;

namespace {
const std::string kText =
    "On 3 November 2026 a lorry was stopped at Giurgiu with 41 kg of heroin\nhidden under the "
    "floor. The driver named Јовановић. Plate СА 1234 АВ, phone +381 64 123-45-67.";
}

TEST_CASE("a snippet marks what was asked for, folded as the index folds") {
  CHECK(snippet(kText, "LORRY", 40) == "…November 2026 a «lorry» was stopped at…");
  CHECK(snippet(kText, "jovanovic", 30) == "…named «Јовановић»…");
  CHECK(snippet(kText, "person:Jovanović", 30).find("«Јовановић»") != std::string::npos);
  CHECK(snippet(kText, "ca1234ab", 30).find("«СА 1234 АВ»") != std::string::npos);
  CHECK(snippet(kText, "+381641234567", 30).find("«381 64 123-45-67»") != std::string::npos);
  CHECK(snippet(kText, "hero*", 30).find("«heroin» hidden") != std::string::npos);
  CHECK(snippet(kText, "Yovanovich~", 30).find("«Јовановић»") != std::string::npos);
  CHECK(snippet("Hadži came", "person:hadzhi", 30) == "«Hadži» came");
}

TEST_CASE("all hits within a snippet are marked and the fullest place is shown") {
  CHECK(snippet(kText, "heroin 41", 30).find("«41» kg of «heroin»") != std::string::npos);
  const std::string far = "lorry " + std::string(500, '.') + " the lorry and heroin";
  CHECK(snippet(far, "lorry heroin", 60).find("«lorry» and «heroin»") != std::string::npos);
}

TEST_CASE("a snippet is empty where nothing of the query is wanted or found") {
  for (const std::string query : {"tobacco", "-lorry", "NOT lorry", "date:2026", "has:attachment",
                                  "(", "", "form:lorry", "area:heroin"}) {
    INFO(query);
    CHECK(snippet(kText, query, 40).empty());
  }
  CHECK(snippet("", "lorry", 40).empty());
}

TEST_CASE("what NOT refuses is not marked") {
  CHECK(snippet(kText, "lorry -heroin", 400).find("«heroin»") == std::string::npos);
}

TEST_CASE("a snippet is one line of well-formed text without control characters") {
  const std::string hostile = std::string("\x1B[2J\x07 a\xFF\xC0 lorry\r\n\t\0 \x7F\xC2\x9B", 23) +
                              "31m \u202E evil \u2066 lorry \xE2\x82";
  const auto text = snippet(hostile, "lorry", 100);
  CHECK(text.find("«lorry»") != std::string::npos);
  for (const char c : text) CHECK((static_cast<unsigned char>(c) >= 0x20 && c != 0x7F));
  for (const std::string bad : {"\u202E", "\u2066", "\xC2\x9B", "\xFF", "\xC0"}) {
    CHECK(text.find(bad) == std::string::npos);
  }
}

TEST_CASE("a snippet is bounded by its width") {
  const std::string text = "ca " + std::string(100000, ' ') + " 1234 " + std::string(100000, '-') +
                           " ab lorry" + std::string(100000, '.') + " end";
  CHECK(snippet(text, "ca1234ab", 50).size() < 200);
  CHECK(snippet(text, "lorry", 50).size() < 200);
  const std::string words(200000, 'x');
  CHECK(snippet("lorry " + words, "lorry", 50) == "«lorry»…");
}
