// Which messages a query finds, and in which order: a table over invented messages in the region's
// languages and scripts (tests/fixtures/relevance).
#include <catch2/catch.hpp>
#include <fstream>
#include <map>
#include <sstream>

#include "tests/unit/search/archive.hpp"

using namespace pouch::search;

namespace {

std::vector<std::string> lines_of(const std::string& name) {
  std::ifstream in(std::string(POUCH_FIXTURES) + "/relevance/" + name);
  std::vector<std::string> lines;
  for (std::string line; std::getline(in, line);) {
    if (!line.empty() && line.front() != '#') lines.push_back(line);
  }
  REQUIRE(lines.size() > 50);
  return lines;
}

// All of messages.txt in one index.
class Fixture {
 public:
  Fixture() {
    std::map<std::uint64_t, std::vector<Feed>> messages;
    std::uint64_t id = 0;
    for (const auto& line : lines_of("messages.txt")) {
      if (line.front() == '[') {
        id = std::stoull(line.substr(1));
        REQUIRE(messages.count(id) == 0);
        continue;
      }
      const auto colon = line.find(": ");
      REQUIRE(colon != std::string::npos);
      messages[id].push_back({line.substr(0, colon), line.substr(colon + 2)});
    }
    REQUIRE(messages.size() >= 60);
    Writer writer(folder_.path / "index", test_key());
    for (const auto& [number, feeds] : messages) {
      writer.put({number, day(2026, 11, 1), feeds, {"all"}, {}});
    }
    writer.commit(id);
  }

  Ids find(const std::string& query) {
    Request request;
    request.query = query;
    request.readers = {"all"};
    request.limit = 100;
    const auto answer = Reader(folder_.path / "index", test_key()).find(request);
    REQUIRE(answer.problem.empty());
    Ids ids;
    for (const auto& hit : answer.hits) ids.push_back(hit.id);
    return ids;
  }

 private:
  TestFolder folder_;
};

// "1 2 | 7": groups, the best first.
std::vector<Ids> groups_of(const std::string& text) {
  std::vector<Ids> groups{{}};
  std::istringstream in(text);
  for (std::string word; in >> word;) {
    if (word == "|") {
      groups.emplace_back();
    } else {
      groups.back().push_back(std::stoull(word));
    }
  }
  return groups;
}

std::string shown(const Ids& ids) {
  std::string text;
  for (const auto id : ids) text += std::to_string(id) + " ";
  return text;
}

// What was found, cut into groups of the expected sizes; what is left over is one more.
std::string in_groups(const Ids& found, const std::vector<Ids>& expected) {
  std::string text;
  std::size_t at = 0;
  for (std::size_t g = 0; g < expected.size(); ++g) {
    const auto size = g + 1 < expected.size() ? expected[g].size() : found.size();
    const auto begin = found.begin() + static_cast<std::ptrdiff_t>(std::min(at, found.size()));
    const auto end = found.begin() + static_cast<std::ptrdiff_t>(std::min(at + size, found.size()));
    Ids group(begin, std::max(begin, end));
    std::sort(group.begin(), group.end());
    text += (g > 0 ? "| " : "") + shown(group);
    at += size;
  }
  return text;
}

}  // namespace

TEST_CASE("every query of the relevance table finds its messages, the best first") {
  Fixture fixture;
  for (const auto& line : lines_of("queries.txt")) {
    const auto arrow = line.find(" =>");
    REQUIRE(arrow != std::string::npos);
    const auto query = line.substr(0, arrow);
    const auto expected = groups_of(line.substr(arrow + 3));
    std::string wanted;
    for (std::size_t g = 0; g < expected.size(); ++g) {
      wanted += (g > 0 ? "| " : "") + shown(expected[g]);
    }
    INFO(query);
    CHECK(in_groups(fixture.find(query), expected) == wanted);
  }
}
