// What the archive says of a query in the language of its reader: how it was read, and why it
// cannot be.
#include "gateway/letters/read_as.hpp"

#include <catch2/catch.hpp>

#include "gateway/words/known_sentences.hpp"
#include "search/index/fields.hpp"
#include "search/query/query_parser.hpp"
#include "search/query/read_back.hpp"

using namespace pouch;
using namespace pouch::gateway;

namespace {

std::string said(const std::string& query, const std::string& language) {
  return read_as(query, Words::in(language));
}

std::vector<const Words*> others() {
  auto all = Words::all();
  std::erase(all, &Words::english());
  return all;
}

}  // namespace

TEST_CASE("a query is read back in the reader's language") {
  CHECK(said("person:jovanović OR plate:CA1234AB", "en") ==
        "the name jovanović in every script, or the plate CA1234AB however typed");
  CHECK(said("person:jovanović OR plate:CA1234AB", "ro") ==
        "numele: jovanović, în orice alfabet sau numărul de înmatriculare: CA1234AB, oricum ar fi "
        "scris");
  CHECK(said("(камион OR truck) -heroin", "bg") ==
        "(думата \"камион\" или думата \"truck\"), без: думата \"heroin\"");
  CHECK(said("is:answered date:2026-01..2026-06", "sr") ==
        "захтев чије је стање „одговорено” и дан пријема: од 2026-01-01 до 2026-06-30");
  CHECK(said("subject:lorry", "tr") == "\"lorry\" sözcüğü konuda");
  CHECK(said("subject:{text}", "tr") == "\"{text}\" sözcüğü konuda");  // no place of ours
  CHECK(said("(", "ro").empty());
}

TEST_CASE("every piece of a query that is read back is a phrase of letters, or a state's") {
  const auto& phrases = Words::english().texts();
  for (const auto& [key, text] : search::english_sayings()) {
    INFO(key);
    const auto phrase = phrases.find("read_as_" + key);
    if (phrase == phrases.end()) {
      REQUIRE(key.starts_with("is_"));
      CHECK(phrases.count("state_" + key.substr(3)) == 1);
    } else {
      CHECK(phrase->second.at("other") == text);
    }
  }
}

TEST_CASE("nothing of a query that is read back is English for a reader of another language") {
  for (const auto* words : others()) {
    for (const auto& row : search::fields()) {
      for (const auto* more : {"", "*", "~"}) {
        const auto query = std::string(row.example) + more;
        const auto read = read_as(query, *words);
        INFO(words->tag() << " " << query << ": " << read);
        const auto english = said(query, "en");
        CHECK(read.empty() == english.empty());
        for (const auto* piece : {"the ", "that ", " or ", " however", " every "}) {
          CHECK((english.empty() || read.find(piece) == std::string::npos));
        }
      }
    }
    for (const auto& row : search::flags()) {
      const auto query = std::string(row.field) + ":" + std::string(row.value);
      INFO(words->tag() << " " << query);
      CHECK(read_as(query, *words) != said(query, "en"));
      CHECK_FALSE(read_as(query, *words).empty());
    }
  }
}

TEST_CASE("why a query cannot be read is said in the reader's language, and what would be right") {
  const std::vector<std::string> wrong{"()",
                                       "\"one",
                                       "(one",
                                       "one)",
                                       "colour:red",
                                       "plat:x",
                                       "AND one",
                                       "one NOT",
                                       "lo*",
                                       "born:monday",
                                       "one*two",
                                       "*lorry",
                                       "date:2026-06..2026-01",
                                       "date:soon",
                                       "is:odd",
                                       "...",
                                       "plate:.",
                                       "*45",
                                       "area:DR*",
                                       std::string(2001, 'x')};
  for (const auto& query : wrong) {
    const auto parsed = search::parse_query(query);
    INFO(query.substr(0, 40) << ": " << parsed.problem << "; " << parsed.hint);
    REQUIRE_FALSE(parsed.problem.empty());
    for (const auto* words : others()) {
      INFO(words->tag());
      CHECK(known_sentence(parsed.problem, *words) != parsed.problem);
      CHECK(known_sentence(parsed.hint, *words) != parsed.hint);
    }
  }
}
