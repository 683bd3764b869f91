// What facets count: values of the hits, within the reader's rights, from sealed values.
#include <catch2/catch.hpp>
#include <fstream>
#include <map>
#include <sstream>

#include "search/index/blind.hpp"
#include "tests/unit/search/archive.hpp"

using namespace pouch::search;

namespace {

using Counts = std::map<std::string, std::size_t>;

struct Counted {
  std::map<std::string, Counts> fields;
  std::size_t total = 0, counted = 0;
};

Counted count(TestArchive& archive, const std::string& query,
              std::vector<std::string> readers = {"all"}) {
  Request request;
  request.query = query;
  request.readers = std::move(readers);
  request.limit = 1;
  request.facets = true;
  request.cases = archive.cases;
  const auto answer = Reader(archive.index(), test_key()).find(request);
  Counted result;
  result.total = answer.total;
  result.counted = answer.counted;
  for (const auto& facet : answer.facets) {
    for (const auto& value : facet.values) result.fields[facet.field][value.value] = value.count;
  }
  return result;
}

void fill(TestArchive& archive) {
  for (unsigned i = 1; i <= 30; ++i) {
    archive.put(i,
                {{"text", "lorry"},
                 {"case", i % 2 == 0 ? "SEL-2026-000017-31" : "SEL-2026-000018-04"},
                 {"country", i % 3 == 0 ? "BG" : "RO"},
                 {"form", i <= 10 ? "request" : "reply"},
                 {"handling", "H1"},
                 {"handling", i % 5 == 0 ? "H3" : "H1"},
                 {"area", "DRUG"}},
                {"all", i <= 3 ? "few" : "many"}, day(2026, i <= 20 ? 10 : 11, 1 + i % 28),
                i % 2 == 0 ? std::vector<std::string>{"has:attachment", "has:pdf", "is:request"}
                           : std::vector<std::string>{"is:note"});
  }
  archive.put(99, {{"text", "truck"}, {"country", "RS"}});
}

}  // namespace

TEST_CASE("facets count the values of all hits, whatever page is shown") {
  TestArchive archive;
  fill(archive);
  const auto got = count(archive, "lorry");
  CHECK(got.total == 30);
  CHECK(got.counted == 30);
  CHECK(got.fields.at("country") == Counts{{"RO", 20}, {"BG", 10}});
  CHECK(got.fields.at("form") == Counts{{"request", 10}, {"reply", 20}});
  CHECK(got.fields.at("handling") == Counts{{"H1", 30}, {"H3", 6}});
  CHECK(got.fields.at("area") == Counts{{"DRUG", 30}});
  CHECK(got.fields.at("has") == Counts{{"attachment", 15}, {"pdf", 15}});
  CHECK(got.fields.at("month") == Counts{{"2026-10", 20}, {"2026-11", 10}});
  CHECK(got.fields.at("case") == Counts{{"SEL-2026-000017-31", 15}, {"SEL-2026-000018-04", 15}});
}

TEST_CASE("facets agree with what the same field finds") {
  TestArchive archive;
  fill(archive);
  const auto got = count(archive, "lorry");
  for (const auto& [field, values] : got.fields) {
    for (const auto& [value, number] : values) {
      const auto query = "lorry " + (field == "month" ? "date" : field) + ":" + value;
      INFO(query);
      CHECK(archive.ask(query).total == number);
    }
  }
}

TEST_CASE("facets know nothing of what the reader may not read") {
  TestArchive archive;
  fill(archive);
  const auto few = count(archive, "lorry OR truck", {"few"});
  CHECK(few.total == 3);
  CHECK(few.counted == 3);
  CHECK(few.fields.at("country") == Counts{{"RO", 2}, {"BG", 1}});
  CHECK(few.fields.at("form") == Counts{{"request", 3}});
  CHECK(few.fields.at("case") == Counts{{"SEL-2026-000017-31", 1}, {"SEL-2026-000018-04", 2}});
  const auto none = count(archive, "lorry", {"nobody"});
  CHECK(none.total == 0);
  CHECK(none.fields.empty());
}

TEST_CASE("how the hits met is counted, and one way of it can be asked for alone") {
  TestArchive archive;
  archive.put(1, {{"text", "Jovanovic of Beograd"}, {"country", "RS"}});
  archive.put(2, {{"text", "Јовановић из Београда"}, {"country", "RS"}});
  archive.put(3, {{"text", "Đorđević i Jovanovich"}, {"country", "BG"}});
  archive.put(4, {{"text", "Djordjevic"}, {"country", "BG"}});
  archive.put(5, {{"text", "lorry"}, {"country", "BG"}});
  const auto ask = [&](const std::string& query, const std::string& tier = {}) {
    Request request;
    request.query = query;
    request.readers = {"all"};
    request.facets = request.tiers = true;
    request.tier = tier;
    return Reader(archive.index(), test_key()).find(request);
  };
  const auto how = [](const Answer& answer) {
    Counts counts;
    for (const auto& facet : answer.facets) {
      for (const auto& value : facet.values) {
        if (facet.field == "how") counts[value.value] = value.count;
      }
    }
    return counts;
  };
  for (const auto* query : {"jovanovic", "đorđević", "jovanovic OR lorry", "jovanovic beograd",
                            "country:RS jovanovic", "jovanovic -lorry", "Đorđević jovanovic"}) {
    INFO(query);
    const auto whole = ask(query);
    Counts told;
    for (const auto& hit : whole.hits) ++told[hit.tier];
    CHECK(how(whole) == told);  // as each hit says of itself
    REQUIRE_FALSE(told.empty());
    for (const auto& [tier, count] : told) {
      const auto some = ask(query, tier);
      CHECK(some.total == count);
      CHECK(how(some) == Counts{{tier, count}});
      for (const auto& hit : some.hits) CHECK(hit.tier == tier);
    }
  }
  CHECK(how(ask("đorđević")).size() == 2);
  CHECK(ask("jovanovic", "no such tier").total == 0);
  // Where no word was asked for, nothing met.
  CHECK(how(ask("date:2026")).empty());
  // What must not be there must not be there in any spelling.
  CHECK(ask("lorry OR jovanovich -djordjevic", "as written").total ==
        how(ask("lorry OR jovanovich -djordjevic"))["as written"]);
}

TEST_CASE("a facet's value lies sealed in the index and opens with its key alone") {
  const Blind blind(test_key()), other(test_key(9));
  for (const std::string value : {"RO", "H1\nH3", "a code of more than sixteen octets", ""}) {
    const auto sealed = blind.seal(value);
    CHECK(blind.open(sealed) == value);
    CHECK(sealed == blind.seal(value));
    CHECK(other.open(sealed).empty());
    auto changed = sealed;
    changed.back() = static_cast<char>(changed.back() ^ 1);
    CHECK(blind.open(changed).empty());
  }
  CHECK(blind.seal("RO").size() == blind.seal("BG2").size());
  CHECK(blind.open("short").empty());
  TestArchive archive;
  archive.put(1, {{"text", "x"}, {"area", "XQZCANARY"}, {"form", "xqzcanary"}});
  for (const auto& file : std::filesystem::directory_iterator(archive.index())) {
    std::stringstream octets;
    octets << std::ifstream(file.path(), std::ios::binary).rdbuf();
    CHECK(octets.str().find("XQZCANARY") == std::string::npos);
    CHECK(octets.str().find("xqzcanary") == std::string::npos);
  }
}
