// What an answer of the archive keeps for its Reply, and what a Reply makes of it.
#include "gateway/decide/search_context.hpp"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include "tests/unit/gateway/people.hpp"

using namespace pouch;
using namespace pouch::gateway;

namespace {

ListedMessage listed(int item, long serial, int message) {
  return {item, {CaseNumber("SEL", 2026, serial), message}};
}

ArchiveQuestion question() {
  ArchiveQuestion result;
  result.query = "(јовановић OR \"x y\") date:2026";
  result.words = "јовановић OR \"x y\"";
  result.near_query = "(јовановић~)";
  result.readers = {"principal:ana", "state:RO:police"};
  result.limit = 2;
  result.offset = 2;
  result.without = {"similar sound"};
  result.same_script = true;
  result.justification = "case 4417/2026";
  result.for_case = "SEL-2026-000001-17";
  result.scope = "PERMITTED";
  result.shown = {listed(1, 1, 1), listed(2, 1, 2), listed(3, 4, 1), listed(4, 7, 3)};
  return result;
}

std::string context() { return search_context(question()); }

Order order(OrderKind kind) {
  Order result;
  result.kind = kind;
  return result;
}

Order fetch(std::vector<int> items) {
  auto result = order(OrderKind::kFetch);
  result.items = std::move(items);
  return result;
}

Order page(int number) {
  auto result = order(OrderKind::kPage);
  result.page = number;
  return result;
}

}  // namespace

TEST_CASE("a question comes back as it was, without anybody's rights") {
  const auto text = context();
  CHECK(text.find("principal:") == std::string::npos);
  const auto read = read_search_context(text);
  REQUIRE(read);
  const auto asked = question();
  CHECK(read->query == asked.query);
  CHECK(read->words == asked.words);
  CHECK(read->near_query == asked.near_query);
  CHECK(read->readers.empty());
  CHECK(read->limit == 2);
  CHECK(read->offset == 2);
  CHECK(read->without == asked.without);
  CHECK(read->same_script);
  CHECK(read->justification == asked.justification);
  CHECK(read->for_case == asked.for_case);
  CHECK(read->scope == asked.scope);
  REQUIRE(read->shown.size() == 4);
  CHECK(read->shown[3].item == 4);
  CHECK(read->shown[3].number.text() == asked.shown[3].number.text());
  CHECK(search_context(*read) == text);
}

TEST_CASE("an answer that says only whether or how many has nothing to go on with") {
  auto only_whether = question();
  only_whether.mode = SearchMode::kHitOrNot;
  CHECK(search_context(only_whether).empty());
  only_whether.mode = SearchMode::kCount;
  CHECK(search_context(only_whether).empty());
}

TEST_CASE("refuses a context that is damaged, of another kind or out of bounds") {
  const auto whole = context();
  for (std::size_t length = 0; length < whole.size(); ++length) {
    CHECK_FALSE(read_search_context(whole.substr(0, length)));
  }
  const auto with = [&](const char* key, const nlohmann::json& value) {
    auto json = nlohmann::json::parse(whole);
    json[key] = value;
    return read_search_context(json.dump()).has_value();
  };
  CHECK(with("limit", 100));
  CHECK_FALSE(with("limit", 101));
  CHECK_FALSE(with("limit", 0));
  CHECK_FALSE(with("limit", -1));
  CHECK_FALSE(with("limit", "2"));
  CHECK_FALSE(with("offset", 1.5));
  CHECK_FALSE(with("kind", "blank"));
  CHECK_FALSE(with("version", 2));
  CHECK_FALSE(with("query", ""));
  CHECK_FALSE(with("query", std::string(9000, 'x')));
  CHECK_FALSE(with("scope", "ALL"));
  CHECK_FALSE(with("without", {1, 2}));
  CHECK_FALSE(with("shown", {"SEL-2026-000001-17"}));
  CHECK_FALSE(with("shown", nlohmann::json::array({{{"item", 1}, {"message", "SEL-2026-1"}}})));
  CHECK_FALSE(with("shown", nlohmann::json::array({nullptr})));
  CHECK_FALSE(with("same_script", nullptr));
  const auto keys = nlohmann::json::parse(whole);
  for (const auto& item : keys.items()) {
    auto json = keys;
    json.erase(item.key());
    INFO(item.key());
    CHECK_FALSE(read_search_context(json.dump()));
  }
  for (const auto* text : {"", "[]", "null", "7", "{}", "\"search\""}) {
    CHECK_FALSE(read_search_context(text));
  }
}

TEST_CASE("the next page and a page by its number ask the same with the rights of today") {
  test::People people;
  const auto next = people.continued("nfp-bg", context(), order(OrderKind::kMore));
  REQUIRE(next.answer);
  REQUIRE(next.answer->question);
  CHECK(next.answer->question->offset == 4);
  CHECK(next.answer->question->query == question().query);
  CHECK(next.answer->question->only.empty());
  const auto& tags = next.answer->question->readers;
  CHECK(std::count(tags.begin(), tags.end(), "state:BG:police") == 1);
  CHECK(std::count(tags.begin(), tags.end(), "state:RO:police") == 0);
  CHECK(next.letters.size() == 1);
  CHECK(next.letters.front().kind == LetterKind::kAnswer);
  CHECK(people.continued("ana", context(), page(1)).answer->question->offset == 0);
  CHECK(people.continued("ana", context(), page(5)).answer->question->offset == 8);
}

TEST_CASE("what was listed is fetched by its numbers, and nothing that was not") {
  test::People people;
  const auto some = people.continued("ana", context(), fetch({4, 2}));
  REQUIRE(some.answer);
  const auto& only = some.answer->question->only;
  REQUIRE(only.size() == 2);
  CHECK(only[0].item == 4);
  CHECK(only[0].number.text() == CaseNumber("SEL", 2026, 7).text() + "/3");
  CHECK(only[1].number.text() == CaseNumber("SEL", 2026, 1).text() + "/2");
  const auto none = people.continued("ana", context(), fetch({2, 5, 9}));
  CHECK(none.outcome == Outcome::kRefused);
  CHECK(none.problems.at(0).code == "out-of-range");
  CHECK(none.problems.at(0).text.find("5, 9") != std::string::npos);
  CHECK(none.letters.size() == 1);
  CHECK(none.letters.front().kind == LetterKind::kRefusal);
}

TEST_CASE("refuses to go on without the right to search, and past the last page that is counted") {
  test::People people;
  CHECK(people.continued("ana", context(), page(10000)).outcome == Outcome::kRefused);
  CHECK(people.continued("ana", "{}", page(2)).outcome == Outcome::kRefused);
  people.ana.rights = {"send"};
  CHECK(people.continued("ana", context(), page(2)).reason == "no-right");
}
