// docs/translations.md against the files of words: how far each language is, which phrases it
// lacks, and whether a native has read it.
#include <catch2/catch.hpp>

#include "gateway/words/words.hpp"
#include "tests/docs/pages.hpp"

using namespace pouch::test;
using pouch::gateway::Words;

namespace {

const std::string kPage = "docs/translations.md";

bool is_made(const Words& words) { return words.tag() == "en" || words.tag() == "sr-Latn"; }

}  // namespace

TEST_CASE("says of each language of letters how many phrases it has, and which it lacks") {
  const auto page = source_text(kPage);
  const auto& english = Words::english().texts();
  std::set<std::string> lacking;
  for (const auto* words : Words::all()) {
    for (const auto& [key, forms] : english) {
      if (!is_made(*words) && words->texts().find(key) == words->texts().end()) {
        lacking.insert(words->tag() + ": " + key);
      }
    }
    const auto row = "| `" + words->tag() + "` | " + std::to_string(words->texts().size()) +
                     " of " + std::to_string(english.size()) + " |";
    INFO(row);
    CHECK(page.find(row) != std::string::npos);
  }
  CHECK(matches(page, "\n- `([a-z-]+: [a-z0-9_]+)`") == lacking);
  CHECK(matches(page, "\n\\| [A-Za-z ,]+ \\| `([A-Za-z-]+)` \\|").size() == Words::all().size());
}

TEST_CASE("a translation that no native has read says so in its file and on the page") {
  const auto page = source_text(kPage);
  for (const auto* words : Words::all()) {
    if (is_made(*words)) {
      continue;
    }
    INFO(words->tag());
    const auto file = source_text("gateway/words/" + words->tag() + ".toml");
    const bool unread = file.find("No native has\n# read") != std::string::npos ||
                        file.find("No native has read") != std::string::npos;
    const auto row = page.find("| `" + words->tag() + "` |");
    REQUIRE(row != std::string::npos);
    const auto line = page.substr(row, page.find('\n', row) - row);
    CHECK((line.find("| no |") != std::string::npos) == unread);
  }
}
