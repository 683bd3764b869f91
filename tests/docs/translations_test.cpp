// docs/translations.md against the files of words: how far each language is, which phrases it
// lacks, and whether a native has read it; and the sources: what they say of a mail is a phrase.
#include <algorithm>
#include <catch2/catch.hpp>
#include <regex>

#include "gateway/words/known_sentences.hpp"
#include "gateway/words/words.hpp"
#include "tests/docs/pages.hpp"

using namespace pouch::test;
using pouch::gateway::Words;

namespace {

const std::string kPage = "docs/translations.md";

bool is_made(const Words& words) { return words.tag() == "en" || words.tag() == "sr-Latn"; }

// Texts of four words or more; those that stand side by side are one; comments have none.
std::vector<std::string> sentences_in(std::string source) {
  source = std::regex_replace(source, std::regex("//[^\n]*"), "");
  source = std::regex_replace(source, std::regex("\"\\s*\n\\s*\""), "");
  static const std::regex kText("\"((?:[^\"\\\\\n]|\\\\.)*)\"");
  static const std::regex kWords("(?:[A-Za-z]+ +){3}[A-Za-z]");
  std::vector<std::string> found;
  for (auto at = std::sregex_iterator(source.begin(), source.end(), kText);
       at != std::sregex_iterator(); ++at) {
    auto text = std::regex_replace(at->str(1), std::regex("\\\\\""), "\"");
    text = std::regex_replace(text, std::regex("\\\\n"), "\n");
    if (std::regex_search(text, kWords)) found.push_back(text);
  }
  return found;
}

// Whole, or a piece that others are put beside.
bool is_phrase(const std::string& whole) {
  static const std::string kMarks = " .,;:()[]\"\n";
  auto text = whole;
  text.erase(0, text.find_first_not_of(kMarks));
  text.erase(text.find_last_not_of(kMarks) + 1);
  const auto& english = Words::english().texts();
  return pouch::gateway::known_sentence(whole, Words::in("ro")) != whole ||
         std::any_of(english.begin(), english.end(), [&](const auto& one) {
           return std::any_of(one.second.begin(), one.second.end(), [&](const auto& form) {
             return form.second.find(text) != std::string::npos;
           });
         });
}

// Said to nobody who wrote a mail: in the audit log, or of what cannot be.
const std::set<std::string> kForTheLog{"named by a form \"", "order of its owner",
                                       "answers what is no answer"};

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

// What is wrong with a mail is said in English and known again by phrases: what is none would reach
// its reader in English.
TEST_CASE("whatever the sources say of a mail to whoever wrote it is a phrase of every language") {
  std::vector<std::string> files{"gateway/archive/attached_text.cpp", "gateway/work/classified.cpp",
                                 "gateway/work/key_offers.cpp"};
  for (const auto* folder : {"gateway/decide", "search", "templates/reading", "templates/types"}) {
    for (const auto& file : sources_in(folder)) {
      // Details of held mails are for the log; the others hold words of languages and of forms.
      const bool other = file.find("admission.cpp") != std::string::npos ||
                         file.find("quote_words.cpp") != std::string::npos ||
                         file.find("_words.cpp") != std::string::npos ||
                         file.find("phrases.cpp") != std::string::npos ||
                         file.find("_plates.cpp") != std::string::npos;
      const bool query = file.find("search/") == std::string::npos ||
                         file.find("search/query/query") != std::string::npos;
      if (!other && query) files.push_back(file);
    }
  }
  std::size_t said = 0;
  for (const auto& file : files) {
    for (const auto& text : sentences_in(source_text(file))) {
      INFO(file << ": " << text);
      CHECK((is_phrase(text) || kForTheLog.count(text) == 1));
      ++said;
    }
  }
  CHECK(said > 200);
}
