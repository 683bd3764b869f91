// Numbers as people type them in the region, a row each: every way of a row finds every other, in
// the field, and in free text with and without quotation marks (tests/fixtures/numbers.txt).
#include <catch2/catch.hpp>
#include <fstream>

#include "tests/unit/search/archive.hpp"

using namespace pouch::search;

namespace {

struct Row {
  std::string field;
  std::vector<std::string> ways;
};

std::vector<Row> rows() {
  std::ifstream file(POUCH_FIXTURES "/numbers.txt");
  std::vector<Row> all;
  for (std::string line; std::getline(file, line);) {
    const auto colon = line.find(": ");
    if (line.empty() || line.front() == '#' || colon == std::string::npos) continue;
    Row row{line.substr(0, colon), {}};
    for (auto at = colon + 2; at != std::string::npos;) {
      const auto end = line.find(" = ", at);
      row.ways.push_back(line.substr(at, end == std::string::npos ? end : end - at));
      at = end == std::string::npos ? end : end + 3;
    }
    all.push_back(std::move(row));
  }
  return all;
}

struct Missed {
  std::size_t pairs = 0;
  std::vector<std::string> which;
};

void look(TestArchive& archive, const Row& row, const std::string& before,
          const std::string& behind, Missed& missed) {
  for (const auto& asked : row.ways) {
    const auto found = archive.find(before + asked + behind);
    for (std::size_t i = 0; i < row.ways.size(); ++i) {
      ++missed.pairs;
      if (!std::count(found.begin(), found.end(), i + 1)) {
        missed.which.push_back(before + asked + behind + " finds no " + row.ways[i]);
      }
    }
  }
}

}  // namespace

TEST_CASE("typed numbers: every way to type one finds every other") {
  Missed missed;
  for (const auto& row : rows()) {
    TestArchive field, text;
    for (std::size_t i = 0; i < row.ways.size(); ++i) {
      field.put(i + 1, {{row.field, row.ways[i]}});
      text.put(i + 1, {{"text", "The officers saw " + row.ways[i] + " near Giurgiu on Monday."}});
    }
    look(field, row, row.field == "text" ? "\"" : row.field + ":\"", "\"", missed);
    look(text, row, "\"", "\"", missed);
    look(text, row, "", "", missed);
  }
  WARN(missed.pairs << " pairs");
  CHECK(missed.pairs > 3000);
  CHECK(missed.which == std::vector<std::string>{});
}

TEST_CASE("typed numbers: a colon within an address is no field's end") {
  TestArchive archive;
  archive.put(1, {{"text",
                   "Seen at 12:30 from 192.0.2.44 and 2001:db8::1, mail to "
                   "ivan@mvr.example."}});
  for (const auto* query : {"192.0.2.44:8080", "192.0.2.44", "2001:db8::1", "2001:0db8:0:0:0:0:0:1",
                            "[2001:db8::1]:443", "[2001:db8::1]", "mailto:ivan@mvr.example"}) {
    INFO(query);
    CHECK(archive.find(query) == Ids{1});
  }
  for (const auto* query : {"192.0.2.4", "2001:db8::11", "ivan@mvr.exampl"}) {
    INFO(query);
    CHECK(archive.find(query).empty());
  }
}

TEST_CASE("typed numbers: a case's number is one with and without its hyphens") {
  TestArchive archive;
  archive.put(1, {{"case", "SEL-2026-000017-29"}});
  archive.put(2, {{"case", "SEL-2026-000170-64"}});
  for (const auto* query : {"case:SEL-2026-000017-29", "case:SEL2026000017-29",
                            "case:sel202600001729", "case:\"SEL 2026 000017 29\""}) {
    INFO(query);
    CHECK(archive.find(query) == Ids{1});
  }
}

TEST_CASE("typed numbers: nine digits are no telephone of a country with a prefix") {
  TestArchive archive;
  archive.put(1, {{"text", "The document 641234567 was shown."}});
  archive.put(2, {{"text", "Call 2101234567 in Athens."}});
  CHECK(archive.find("phone:+381641234567").empty());
  CHECK(archive.find("\"+381 64 123 4567\"").empty());
  CHECK(archive.find("\"+30 210 123 4567\"") == Ids{2});
}
