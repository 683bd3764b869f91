// docs/rfcs.md against the sources: every RFC that they cite has its row, and each row tells the
// truth about the files that it names.
#include <algorithm>
#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>
#include <map>
#include <set>
#include <sstream>
#include <string>
#include <vector>

namespace {

namespace fs = std::filesystem;

bool is_digit(char c) { return c >= '0' && c <= '9'; }

std::string read(const fs::path& file) {
  std::ifstream stream(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(stream), {}};
}

// Numbers behind "RFC", over the end of a comment's line too.
std::set<int> rfcs_in(const std::string& text) {
  std::set<int> numbers;
  for (auto at = text.find("RFC"); at != std::string::npos; at = text.find("RFC", at + 1)) {
    const auto begin = text.find_first_not_of(" \t\r\n/#*", at + 3);
    if (begin == at + 3 || begin == std::string::npos) continue;  // message/RFC822 is a media type
    auto end = begin;
    while (end < text.size() && is_digit(text[end])) ++end;
    if (end > begin && end - begin < 6) numbers.insert(std::stoi(text.substr(begin, end - begin)));
  }
  return numbers;
}

struct Row {
  std::string title, status, note;
  std::vector<std::string> files;
};

std::vector<std::string> cells_of(const std::string& line) {
  std::vector<std::string> cells;
  std::istringstream parts(line.substr(1));
  for (std::string cell; std::getline(parts, cell, '|');) {
    const auto begin = cell.find_first_not_of(' ');
    const auto end = cell.find_last_not_of(' ');
    cells.push_back(begin == std::string::npos ? "" : cell.substr(begin, end - begin + 1));
  }
  return cells;
}

// | [NUMBER](address) | title | status | note | `file`, `file` |
std::map<int, Row> rows_in(const std::string& page) {
  std::map<int, Row> rows;
  std::istringstream lines(page);
  for (std::string line; std::getline(lines, line);) {
    if (line.rfind("| [", 0) != 0) continue;
    const auto cells = cells_of(line);
    if (cells.size() != 5) continue;
    Row row{cells[1], cells[2], cells[3], {}};
    std::istringstream marked(cells[4]);
    std::string between;
    for (std::string file; std::getline(marked, between, '`') && std::getline(marked, file, '`');) {
      row.files.push_back(file);
    }
    rows[std::stoi(cells[0].substr(1))] = row;
  }
  return rows;
}

std::map<int, Row> page() { return rows_in(read(fs::path(POUCH_SOURCE) / "docs/rfcs.md")); }

}  // namespace

TEST_CASE("an RFC is read from a comment, over the end of its line too") {
  CHECK(rfcs_in("// RFC 3156 section 5: …, RFC 1847") == std::set<int>{1847, 3156});
  CHECK(rfcs_in("// as in (RFC\n  // 4880 section 5)") == std::set<int>{4880});
  CHECK(rfcs_in("message/RFC822, RFC, RFCs 3, RFC 123456789") == std::set<int>{});
}

TEST_CASE("a row of the table of RFCs is read with its files") {
  const auto rows =
      rows_in("| number | a | b | c | d |\n| [2047](x) | T | followed | | `a/b.hpp`, `c.cpp` |\n");
  REQUIRE(rows.size() == 1);
  CHECK(rows.at(2047).status == "followed");
  CHECK(rows.at(2047).files == std::vector<std::string>{"a/b.hpp", "c.cpp"});
}

TEST_CASE("every RFC that the product cites is in docs/rfcs.md") {
  const auto rows = page();
  std::size_t count = 0;
  for (const auto* room : {"mail", "gateway", "search", "templates", "config"}) {
    for (const auto& entry : fs::recursive_directory_iterator(fs::path(POUCH_SOURCE) / room)) {
      if (!entry.is_regular_file()) continue;
      for (const int number : rfcs_in(read(entry.path()))) {
        INFO(entry.path() << " cites RFC " << number);
        CHECK(rows.count(number) == 1);
        ++count;
      }
    }
  }
  CHECK(count > 100);
}

TEST_CASE("every row of docs/rfcs.md has its title and status, and names files that cite it") {
  const auto rows = page();
  CHECK(rows.size() > 40);
  const std::set<std::string> states{"followed", "in part", "refused on purpose"};
  for (const auto& [number, row] : rows) {
    INFO("RFC " << number);
    CHECK_FALSE(row.title.empty());
    CHECK(states.count(row.status) == 1);
    CHECK((row.status == "followed" || !row.note.empty()));
    CHECK_FALSE(row.files.empty());
    for (const auto& file : row.files) {
      INFO(file);
      CHECK(rfcs_in(read(fs::path(POUCH_SOURCE) / file)).count(number) == 1);
    }
  }
}
