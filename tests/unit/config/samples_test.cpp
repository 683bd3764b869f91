#include <catch2/catch.hpp>
#include <set>
#include <sstream>

#include "config/directory.hpp"
#include "config/site.hpp"
#include "tests/unit/config/toml_file.hpp"

using namespace pouch::config;

namespace {

const std::filesystem::path kSamples = POUCH_SAMPLES;

std::string text_of(const std::filesystem::path& file) {
  std::ifstream stream(file);
  return {std::istreambuf_iterator<char>(stream), {}};
}

// "limits.message = "25 MB"" of every key, and whether a line of explanation stands before it.
std::set<std::string> explained_keys(const std::string& text) {
  std::set<std::string> all;
  std::istringstream lines(text);
  std::string table, before;
  for (std::string line; std::getline(lines, line); before = line) {
    if (!line.empty() && line.front() == '[') {
      table = line.substr(1, line.size() - 2) + ".";
    } else if (line.find(" = ") != std::string::npos && before.compare(0, 2, "# ") == 0) {
      all.insert(table + line);
    }
  }
  return all;
}

}  // namespace

TEST_CASE("the sample pouch.toml has every key, explained, with its default") {
  const auto shown = explained_keys(text_of(kSamples / "pouch.toml"));
  CHECK(shown.size() == site_keys().size());
  for (const auto& key : site_keys()) {
    const auto value = key.key == "address" ? "\"requests@pouch.example\"" : key.default_text;
    INFO(key.key << " = " << value);
    CHECK(shown.count(key.key + " = " + value) == 1);
  }
}

TEST_CASE("the sample pouch.toml loads and is what init writes") {
  const auto site = load_site(kSamples / "pouch.toml");
  CHECK(site.address == "requests@pouch.example");
  CHECK(site.state == kSamples / "state");
  CHECK(text_of(kSamples / "pouch.toml") == sample_site("requests@pouch.example", "SEL", ""));
}

TEST_CASE("the sample directory loads: eleven states, a police focal point in each") {
  const auto directory = load_directory(kSamples / "directory.toml");
  CHECK(directory.countries.size() == 11);
  const Day day{std::chrono::year(2026) / 11 / 24};
  for (const auto* code : {"AL", "BA", "BG", "GR", "HU", "MD", "ME", "MK", "RO", "RS", "TR"}) {
    INFO(code);
    REQUIRE(directory.country(code) != nullptr);
    CHECK(directory.country(code)->validity.holds(day));
    CHECK_FALSE(directory.focal_points(code, "police", "police", "", day).empty());
    for (const int year : {2026, 2027, 2028, 2029, 2030}) {
      CHECK(directory.country(code)->is_holiday(Day{std::chrono::year(year) / 1 / 1}));
      CHECK(directory.country(code)->is_holiday(Day{std::chrono::year(year) / 5 / 1}));
    }
  }
  CHECK(directory.group("seepag")->desks.size() == 2);
  CHECK(directory.focal_points("RO", "police", "customs", "DRUG", day).front()->id ==
        "customs-drugs-ro");
  CHECK(directory.focal_points("RO", "police", "police", "", day).back()->id == "ocu");
}
