// The form `search`: rights narrowed by scope, bounds, a query that cannot be read.
#include <algorithm>
#include <catch2/catch.hpp>

#include "scene.hpp"
#include "tests/unit/gateway/people.hpp"
#include "tests/unit/gateway/shipped.hpp"

using namespace pouch;
using namespace pouch::gateway;
using pouch::test::People;

namespace {

using Ids = std::vector<std::string>;

People::Fields asked(const std::string& query, const std::string& scope = "PERMITTED") {
  return {{"query", query}, {"scope", scope}, {"justification", "case 4417/2026"}};
}

}  // namespace

TEST_CASE("asks with the sender's rights, narrowed by the scope") {
  People people;
  const auto all = people.search("nfp-bg", asked("jovanovic"));
  REQUIRE(all.answer);
  REQUIRE(all.answer->question);
  const auto& tags = all.answer->question->readers;
  CHECK(std::count(tags.begin(), tags.end(), "state:BG:police") == 1);
  const auto mine = people.search("nfp-bg", asked("jovanovic", "MY_CASES"));
  for (const auto& tag : mine.answer->question->readers) {
    CHECK_FALSE(tag.starts_with("state:"));
  }
  CHECK(people.search("ana", asked("x")).answer->question->readers == Ids{"principal:ana"});
  CHECK_FALSE(all.the_case());
  CHECK(all.letters.size() == 1);
}

TEST_CASE("needs the right to search") {
  People people;
  people.ana.rights = {"send"};
  CHECK(people.search("ana", asked("x")).reason == "no-right");
}

TEST_CASE("a query that cannot be read is a problem of the form, with its hint") {
  People people;
  for (const auto* query : {"(jovanovic", "\"open phrase", "colour:red", "date:yesterday"}) {
    INFO(query);
    const auto decision = people.search("ana", asked(query));
    CHECK(decision.outcome == Outcome::kRefused);
    CHECK(decision.problems.at(0).code == "bad-query");
    CHECK(decision.problems.at(0).label == "query");
    CHECK_FALSE(decision.problems.at(0).hint.empty());
  }
  CHECK(people.search("ana", {{"scope", "MY_CASES"}}).problems.at(0).code == "missing");
}

TEST_CASE("takes limits from 1 to 100, and 20 when nothing is said") {
  People people;
  const auto with = [&](const std::string& limit) {
    auto fields = asked("x");
    fields.emplace_back("limit", limit);
    return people.search("ana", fields);
  };
  CHECK(people.search("ana", asked("x")).answer->question->limit == 20);
  CHECK(with("1").answer->question->limit == 1);
  CHECK(with("100").answer->question->limit == 100);
  for (const auto* limit : {"0", "101", "-1", "many", "99999999999999999999999"}) {
    INFO(limit);
    CHECK(with(limit).problems.at(0).code == "out-of-range");
  }
}

TEST_CASE("narrows by days and countries, and no alternative of the words escapes the brackets") {
  People people;
  auto fields = asked("one OR two");
  fields.emplace_back("states", "BG");
  fields.emplace_back("from", "2026-01-01");
  fields.emplace_back("fuzzy", "no");
  const auto decision = people.search("ana", fields);
  REQUIRE(decision.answer);
  const auto& question = *decision.answer->question;
  CHECK(question.query == "(one OR two) (country:\"BG\" OR to:\"BG\") date:2026-01-01..2999");
  CHECK(question.without == Ids{"similar sound"});
  // A bracket that closes ours is no query by itself.
  CHECK(people.search("ana", asked("one) OR (two")).outcome == Outcome::kRefused);
}

TEST_CASE("looks for one wrong letter when the words as typed find nothing, unless told not to") {
  People people;
  const auto near = [&](const std::string& query) {
    return people.search("ana", asked(query)).answer->question->near_query;
  };
  CHECK(near("jovanovic") == "(jovanovic~)");
  CHECK(near("person:jovanovic lorry") == "(person:jovanovic~ lorry~)");
  CHECK(near("(heroin OR cocaine) NOT lorry") == "((heroin~ OR cocaine~) NOT lorry)");
  CHECK(near("\"Milan Jovanovic\" truck") == "(\"Milan Jovanovic\" truck~)");
  for (const auto* query :
       {"plate:ca1234ab", "\"a phrase of words\"", "abc", "CA1234AB", "hero*"}) {
    INFO(query);
    CHECK(near(query).empty());
  }
  auto fields = asked("jovanovic");
  fields.emplace_back("fuzzy", "no");
  fields.emplace_back("transliterate", "no");
  const auto strict = people.search("ana", fields);
  CHECK(strict.answer->question->near_query.empty());
  CHECK(strict.answer->question->same_script);
}

TEST_CASE("blocks instead of words are asked for: persons by any name, beside their birth date") {
  People people;
  const auto query = [&](const std::string& blocks) {
    const auto form = pouch::test::Scene::read(
        "Form: search\nScope: permitted\nCase number: SEL-2026-000007-35\n"
        "Justification: case 4417/2026\n\n" +
        blocks);
    const auto decision = people.filled("ana", pouch::test::shipped(), form);
    INFO(blocks);
    REQUIRE(decision.answer);
    return decision.answer->question->query;
  };
  const std::string named = "[Person 1]\nFamily name: Jovanović\nGiven names: Milan\n";
  CHECK(query(named) == "(person:\"Jovanović\" OR person:\"Milan\")");
  CHECK(query(named + "Birth date: 12.04.1980\n") ==
        "(((person:\"Jovanović\" OR person:\"Milan\") born:1980-04-12) OR "
        "person:\"Milan Jovanović\")");
  CHECK(query("[Person 1]\nFamily name: Popov\nBirth date: 1980-04\n") ==
        "(((person:\"Popov\") born:1980-04))");
  CHECK(query("[Person 1]\nFamily name: Popov\nBirth date: 1980\n\n"
              "[Vehicle 1]\nPlate: CA 1234 AB\n") ==
        "(((person:\"Popov\") born:1980) OR plate:\"CA 1234 AB\")");
}
