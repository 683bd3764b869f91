// Which messages a query finds, in which order, and what is shown of them: tables over invented
// messages in the region's languages and scripts (tests/fixtures/relevance), through the readers of
// files, the store and the index.
#include <catch2/catch.hpp>
#include <sstream>

#include "tests/unit/gateway/relevance_site.hpp"

namespace pouch::gateway {
namespace {

using Ids = std::vector<std::int64_t>;

RelevanceSite& site() {
  static RelevanceSite one;
  return one;
}

std::string shown(const Ids& ids) {
  std::string text;
  for (const auto id : ids) text += std::to_string(id) + " ";
  return text;
}

// What was found, cut into groups of the expected sizes; what is left over is in the last.
std::string in_groups(const Ids& found, const std::vector<Ids>& expected) {
  std::string text;
  auto at = found.begin();
  for (std::size_t g = 0; g < expected.size(); ++g) {
    const auto left = found.end() - at;
    const auto size = static_cast<std::ptrdiff_t>(expected[g].size());
    const auto end = g + 1 < expected.size() ? at + std::min(size, left) : found.end();
    Ids group(at, end);
    std::sort(group.begin(), group.end());
    text += (g > 0 ? "| " : "") + shown(group);
    at = end;
  }
  return text;
}

Ids ids_of(const ArchiveAnswer& answer) {
  Ids ids;
  for (const auto& hit : answer.hits) ids.push_back(hit.message.id);
  return ids;
}

// The hits of all queries of the table, as they are listed.
std::string all_answers() {
  std::string text;
  for (const auto& expected : expected_hits()) {
    text += "? " + expected.query + "\n";
    for (const auto& hit : site().ask(expected.query).hits) {
      text += std::to_string(hit.message.id) + " " + hit.why + " [" + hit.snippet + "] " +
              why_met(hit.met) + "\n";
    }
  }
  return text;
}

}  // namespace

// One case, for one site of 300 messages: a process that has any of this has all of it.
TEST_CASE("relevance: the best comes first, every hit is counted, and shown as it was") {
  SECTION("300 messages, a third without a form, a third with files that were read") {
    CHECK(site().messages() == 300);
    CHECK(site().unread().empty());
    for (const auto& file : site().unread()) WARN(file);
    const auto files = site().ask("has:attachment", true);
    CHECK(files.total == 100);
    CHECK(site().ask("-has:form").total >= 100);
    for (const auto* kind : {"pdf", "document", "table", "text", "mail", "archive", "photo"}) {
      INFO(kind);
      CHECK(site().ask("has:" + std::string(kind)).total > 0);
    }
  }

  SECTION("every query of the table finds its messages, the best first") {
    const auto all = expected_hits();
    CHECK(all.size() >= 120);
    for (const auto& expected : all) {
      const auto answer = site().ask(expected.query);
      std::string wanted;
      for (std::size_t g = 0; g < expected.groups.size(); ++g) {
        wanted += (g > 0 ? "| " : "") + shown(expected.groups[g]);
      }
      INFO(expected.query);
      CHECK(answer.problem.empty());
      CHECK(in_groups(ids_of(answer), expected.groups) == wanted);
    }
  }

  SECTION("every facet of the table is counted") {
    const auto all = expected_facets();
    CHECK(all.size() >= 5);
    for (const auto& expected : all) {
      const auto answer = site().ask(expected.query, true);
      INFO(expected.query << " by " << expected.field);
      std::string found = "no such facet";
      for (const auto& facet : answer.facets) {
        if (facet.field != expected.field) continue;
        std::map<std::string, std::size_t> values;
        for (const auto& one : facet.values) values[one.value] = one.count;
        found.clear();
        for (const auto& [value, count] : values) {
          found += (found.empty() ? "" : ", ") + value + " " + std::to_string(count);
        }
      }
      CHECK(found == expected.values);
    }
  }

  SECTION("what is shown of each hit is what was shown before") {
    const auto recorded = read_text(std::string(POUCH_FIXTURES) + "/relevance/answers.txt");
    const auto found = all_answers();
    if (found == recorded) return;
    const std::string file = "/tmp/pouch-answers.txt";
    std::ofstream(file) << found;
    std::istringstream before(recorded), now(found);
    std::string query, left, right;
    for (int told = 0; told < 20 && (left.empty() || !before.eof() || !now.eof());) {
      if (!std::getline(before, left)) left = "(nothing)";
      if (!std::getline(now, right)) right = "(nothing)";
      if (left.rfind("? ", 0) == 0) query = left;
      if (left != right) {
        WARN(query << "\n  before: " << left << "\n  now:    " << right);
        ++told;
      }
    }
    FAIL("all answers of now lie in " << file);
  }
}

}  // namespace pouch::gateway
