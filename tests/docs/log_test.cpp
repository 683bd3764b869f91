// docs/log.md against the sources: each event of the log stands in its table with its levels and
// keys, and the table names no event that is not there.
#include <algorithm>
#include <catch2/catch.hpp>
#include <map>
#include <sstream>

#include "tests/docs/pages.hpp"

using namespace pouch::test;

namespace {

struct Event {
  std::set<std::string> levels, keys;
};
using Events = std::map<std::string, Event>;

// | `event` | level, level | means | `key` `key` | do |
Events table_of_page() {
  Events events;
  std::istringstream lines(source_text("docs/log.md"));
  for (std::string line; std::getline(lines, line);) {
    if (line.compare(0, 3, "| `") != 0) {
      continue;
    }
    std::vector<std::string> cells;
    std::istringstream parts(line);
    for (std::string cell; std::getline(parts, cell, '|');) {
      cells.push_back(cell);
    }
    REQUIRE(cells.size() >= 6);
    auto& event = events[*matches(cells[1], "`([a-z-]+)`").begin()];
    event.levels = matches(cells[2], "([a-z]+)");
    event.keys = matches(cells[4], "`([a-z]+)`");
  }
  return events;
}

// From "log(" to the parenthesis that ends it.
std::string call_at(const std::string& text, std::size_t begin) {
  int depth = 0;
  for (auto at = begin; at < text.size(); ++at) {
    depth += text[at] == '(' ? 1 : text[at] == ')' ? -1 : 0;
    if (depth == 0 && text[at] == ')') {
      return text.substr(begin, at - begin);
    }
  }
  return {};
}

void add(Events& events, const std::string& call) {
  const auto name = matches(call, "^log\\([^,]*,\\s*\"([a-z-]+)\"");
  if (name.empty()) {
    return;  // its name is computed
  }
  auto& event = events[*name.begin()];
  for (auto level : matches(call.substr(0, call.find(',')), "Level::k([A-Za-z]+)")) {
    std::transform(level.begin(), level.end(), level.begin(),
                   [](char c) { return static_cast<char>(c | 0x20); });
    event.levels.insert(level);
  }
  event.keys.merge(matches(call, "\\{\"([a-z]+)\","));
}

Events events_of_sources() {
  Events events;
  for (const auto& path : sources_in("gateway")) {
    const auto text = source_text(path);
    for (auto at = text.find(" log("); at != std::string::npos; at = text.find(" log(", at + 1)) {
      add(events, call_at(text, at + 1));
    }
  }
  return events;
}

// By an outcome, by a condition, by who calls.
const std::set<std::string> kComputed{
    "accepted", "refused", "duplicate",   "dropped",         "held",
    "delayed",  "gave-up", "agent-ended", "delivery-report", "agent-hung"};

}  // namespace

TEST_CASE("docs/log.md has each event of the log with its levels and keys, and no other") {
  const auto page = table_of_page();
  const auto sources = events_of_sources();
  CHECK(sources.size() > 25);
  for (const auto& [name, event] : sources) {
    INFO(name);
    REQUIRE(page.count(name) == 1);
    const auto& row = page.at(name);
    CHECK(row.keys == event.keys);
    CHECK(std::includes(row.levels.begin(), row.levels.end(), event.levels.begin(),
                        event.levels.end()));
  }
  for (const auto& name : kComputed) {
    INFO(name);
    CHECK(page.count(name) == 1);
  }
  for (const auto& [name, event] : page) {
    INFO(name);
    CHECK(sources.count(name) + kComputed.count(name) > 0);
  }
}

TEST_CASE("status.json names every process and everything that one can be busy with") {
  const auto schema = source_text("docs/schemas/status.json");
  std::string sources;
  for (const auto& path : sources_in("gateway")) {
    sources += source_text(path);
  }
  const auto tasks = matches(sources, "CurrentTask doing\\(\"([a-z -]+)\"");
  CHECK(tasks.size() > 8);
  auto named = matches(sources, "Job::k[A-Za-z]+, \"([a-z]+)\"");
  CHECK(named.size() > 6);
  named.insert(tasks.begin(), tasks.end());
  named.insert({"serve", "openpgp"});
  for (const auto& name : named) {
    INFO(name);
    CHECK(schema.find("\"" + name + "\"") != std::string::npos);
  }
}
