// Marks of a classification above the site's ceiling, in the members' languages.
#include <catch2/catch.hpp>
#include <fstream>

#include "gateway/decide/classification_marks.hpp"

using namespace pouch::gateway;

namespace {

struct Sample {
  std::string level, text;
};

std::vector<Sample> samples(const std::string& name) {
  std::ifstream file(std::string(POUCH_FIXTURES) + "/classification/" + name);
  std::vector<Sample> found;
  for (std::string line; std::getline(file, line);) {
    if (line.starts_with("===")) {
      found.push_back({line.size() > 4 ? line.substr(4) : "", ""});
    } else {
      REQUIRE(!found.empty());
      found.back().text += line + "\n";
    }
  }
  return found;
}

}  // namespace

TEST_CASE("marks above the ceiling are found in every member's language, with their level") {
  const auto all = samples("held.txt");
  REQUIRE(all.size() >= 40);
  for (const auto& one : all) {
    INFO(one.text);
    const auto mark = mark_above(one.text, Classification::kRestricted);
    REQUIRE(mark);
    CHECK(name(mark->level) == one.level);
  }
}

TEST_CASE("the same words in sentences and names, and lower marks, hold nothing") {
  const auto all = samples("not-held.txt");
  REQUIRE(all.size() >= 40);
  for (const auto& one : all) {
    const auto mark = mark_above(one.text, Classification::kRestricted);
    INFO(one.text << (mark ? mark->words : ""));
    CHECK_FALSE(mark);
  }
}

TEST_CASE("each word of the table is found as a banner and behind each label, however written") {
  for (const auto& word : classification_words()) {
    const std::string words(word.words);
    INFO(words);
    const auto level_of = [](const std::string& text) {
      const auto mark = mark_above(text, Classification::kUnclassified);
      return mark ? mark->level : Classification::kUnclassified;
    };
    CHECK(level_of("one\ntwo\nthree\nfour\n== " + words + " ==\nfive\nsix\nseven\n") >= word.level);
    CHECK(level_of("so it goes on\n" + words + "\n") >= word.level);
    for (const auto label : classification_labels()) {
      CHECK(level_of("a\nb\nc\nd\n" + std::string(label) + ": " + words + "\ne\nf\ng\n") >=
            word.level);
    }
    CHECK(level_of("They wrote that " + words + " is what it was, in all of it.\n") ==
          Classification::kUnclassified);
    CHECK_FALSE(mark_above(words + "\n", Classification::kTopSecret));
  }
}

TEST_CASE("the highest mark of a text counts, and says in which line it stands") {
  const auto mark = mark_above("CONFIDENTIAL\n\nabc\ndef\nSTRICT SECRET\nabc\nabc\nabc\n",
                               Classification::kRestricted);
  REQUIRE(mark);
  CHECK(mark->level == Classification::kSecret);
  CHECK(mark->line == 5);
}

TEST_CASE("a site that may hold nothing classified is told of RESTRICTED too") {
  CHECK(mark_above("HİZMETE ÖZEL\nRapor", Classification::kUnclassified));
  CHECK_FALSE(mark_above("HİZMETE ÖZEL\nRapor", Classification::kRestricted));
  CHECK(level_named("RESTRICTED") == Classification::kRestricted);
  CHECK(level_named("UNCLASSIFIED") == Classification::kUnclassified);
}

TEST_CASE("a long text without a mark is read in time that grows with its length alone") {
  std::string text;
  for (int n = 0; n < 20000; ++n) text += "SECRET WORDS OF A SENTENCE THAT GOES ON\n";
  CHECK_FALSE(mark_above(text, Classification::kRestricted));
}
