// What the servers of today say of a letter, a row each (tests/fixtures/reports/shapes.txt): never
// a wrong word, and none where nothing is said.
#include <catch2/catch.hpp>
#include <sstream>

#include "mail/report/delivery_report.hpp"
#include "tests/unit/mail/scanned.hpp"

namespace pouch::mail {
namespace {

struct Shape {
  std::string name, said;  // "failed 5.1.1", "none"
  std::string mail;
};

std::vector<Shape> shapes() {
  std::istringstream file(file_text(POUCH_FIXTURES "/reports/shapes.txt"));
  std::vector<Shape> all;
  for (std::string line; std::getline(file, line);) {
    if (!line.starts_with("=== ")) {
      REQUIRE(!all.empty());
      all.back().mail += line + "\n";
      continue;
    }
    const auto blank = line.find(' ', 4);
    REQUIRE(blank != std::string::npos);
    all.push_back({line.substr(4, blank - 4), line.substr(blank + 1), {}});
  }
  return all;
}

std::string said(const std::string& mail, const std::string& line_end) {
  std::string text;
  for (const char c : mail) c == '\n' ? text += line_end : text += c;
  const Limits limits;
  const auto scanned = scan(text, limits, Scanning::kTolerant);
  const auto* root = std::get_if<Entity>(&scanned);
  const auto report = root == nullptr ? std::nullopt : read_delivery_report(*root, limits);
  if (!report) return "none";
  const auto recipient = said_of(*report, "nfp@mvr.bg.example");
  return std::string(name(recipient.action)) + " " + recipient.status;
}

TEST_CASE("report shapes: each server's report is what it says, and nothing else is one") {
  const auto all = shapes();
  CHECK(all.size() >= 50);
  for (const auto& shape : all) {
    INFO(shape.name);
    for (const std::string line_end : {"\n", "\r\n"}) {
      CHECK(said(shape.mail, line_end) == shape.said);
    }
  }
}

// A report that was cut off says what it says so far, or nothing: never another thing. Of several
// recipients the one named last may be missing, then all that is known counts.
TEST_CASE("report shapes: cut off anywhere, no report says another thing") {
  for (const auto& shape : shapes()) {
    if (shape.said == "none" || shape.name.starts_with("several") ||
        shape.name.starts_with("orcpt") || shape.name.starts_with("angle")) {
      continue;
    }
    INFO(shape.name);
    const auto word = shape.said.substr(0, shape.said.find(' '));
    for (std::size_t octets = 0; octets < shape.mail.size(); ++octets) {
      const auto now = said(shape.mail.substr(0, octets), "\n");
      const bool right = now == "none" || now.substr(0, now.find(' ')) == word;
      if (!right) FAIL_CHECK(octets << " octets: " << now);
    }
  }
}

}  // namespace
}  // namespace pouch::mail
