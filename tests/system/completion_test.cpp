// Completion for bash: what a real bash is given for a line, whatever bash takes for parts of a
// word. The words come from the tables of the parser and of the query language.
#include <algorithm>
#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "search/index/fields.hpp"
#include "tests/system/harness.hpp"
#include "tests/temporary_folder.hpp"

using namespace pouch::test;

namespace {

using Words = std::vector<std::string>;

class Shell {
 public:
  Shell() {
    const auto made = run({POUCH_PROGRAM, "completion", "bash"});
    REQUIRE(made.status == 0);
    std::ofstream(folder_ / "pouch") << made.out;
    std::ofstream(folder_ / "old mail.mbox");
    std::ofstream(folder_ / "other.eml");
  }
  ~Shell() { fs::remove_all(folder_); }
  Shell(const Shell&) = delete;
  Shell& operator=(const Shell&) = delete;

  // The line up to the cursor, and how bash parts it.
  Words complete(const std::string& line, const Words& parted, const std::string& breaks = "") {
    std::string program =
        "cd \"$1\" && . ./pouch || exit 9\nshift\nCOMP_LINE=$1; shift\n"
        "COMP_POINT=${#COMP_LINE}; COMP_WORDS=(\"$@\"); COMP_CWORD=$(($# - 1))\n" +
        breaks + "\n_pouch || exit 8\nprintf '%s\\n' \"${COMPREPLY[@]}\"\n";
    Words command{"/bin/bash", "-euc", program, "bash", folder_.string(), line};
    command.insert(command.end(), parted.begin(), parted.end());
    const auto ran = run(command);
    INFO(line << "\n" << ran.err);
    CHECK(ran.status == 0);
    CHECK(ran.err.empty());
    Words words;
    std::istringstream lines(ran.out);
    for (std::string one; std::getline(lines, one);) {
      if (!one.empty()) {
        words.push_back(one);
      }
    }
    std::sort(words.begin(), words.end());
    return words;
  }

 private:
  fs::path folder_ = new_temporary_folder("pouch-completion-");
};

bool has(const Words& words, const std::string& word) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

}  // namespace

TEST_CASE("bash completes verbs, verbs below them and options, and knows no hidden ones") {
  Shell shell;
  CHECK(shell.complete("pouch sea", {"pouch", "sea"}) == Words{"search"});
  const auto all = shell.complete("pouch ", {"pouch", ""});
  CHECK(all.size() > 20);
  CHECK(has(all, "archive"));
  CHECK_FALSE(has(all, "process"));
  CHECK_FALSE(has(all, "completion"));
  CHECK(shell.complete("pouch archive ", {"pouch", "archive", ""}) == Words{"export", "import"});
  CHECK(shell.complete("pouch -c x.toml key ad", {"pouch", "-c", "x.toml", "key", "ad"}) ==
        Words{"addresses"});
  CHECK(shell.complete("pouch search --so", {"pouch", "search", "--so"}) == Words{"--sort"});
  CHECK(has(shell.complete("pouch --", {"pouch", "--"}), "--config"));
  CHECK_FALSE(has(shell.complete("pouch search --", {"pouch", "search", "--"}), "--config"));
  CHECK(shell.complete("pouch nothing ", {"pouch", "nothing", ""}).empty());
}

TEST_CASE("bash completes the values of options, and names of files where a file is meant") {
  Shell shell;
  CHECK(shell.complete("pouch search x --sort ", {"pouch", "search", "x", "--sort", ""}) ==
        Words{"date", "relevance"});
  CHECK(shell.complete("pouch search x --sort=d", {"pouch", "search", "x", "--sort", "=", "d"}) ==
        Words{"date"});
  // A value that is nobody's to guess, and a flag that has none.
  CHECK(shell.complete("pouch search x --as ", {"pouch", "search", "x", "--as", ""}).empty());
  CHECK(
      has(shell.complete("pouch search --facets ", {"pouch", "search", "--facets", ""}), "plate:"));
  CHECK(shell.complete("pouch archive import o", {"pouch", "archive", "import", "o"}) ==
        Words{"old mail.mbox", "other.eml"});
  CHECK(shell.complete("pouch archive import other.eml ol",
                       {"pouch", "archive", "import", "other.eml", "ol"}) ==
        Words{"old mail.mbox"});
  CHECK(shell.complete("pouch -c ot", {"pouch", "-c", "ot"}) == Words{"other.eml"});
}

TEST_CASE("bash completes the fields of a query, behind a colon and in quotes too") {
  Shell shell;
  const auto all = shell.complete("pouch search ", {"pouch", "search", ""});
  for (const auto& field : pouch::search::fields()) {
    INFO(field.name);
    const auto begins = [&](const std::string& word) {
      return word.starts_with(std::string(field.name) + ":");
    };
    CHECK(std::any_of(all.begin(), all.end(), begins));
  }
  CHECK(shell.complete("pouch search pla", {"pouch", "search", "pla"}) ==
        Words{"place:", "plate:"});
  CHECK(shell.complete("pouch search is:op", {"pouch", "search", "is", ":", "op"}) ==
        Words{"open"});
  CHECK(shell.complete("pouch search is:", {"pouch", "search", "is", ":"}).size() > 5);
  // Where bash does not part words at a colon, the whole word is wanted.
  CHECK(shell.complete("pouch search is:op", {"pouch", "search", "is:op"}, "COMP_WORDBREAKS=' '") ==
        Words{"is:open"});
  CHECK(shell.complete("pouch search 'jovanovic plat", {"pouch", "search", "'jovanovic plat"}) ==
        Words{"jovanovic plate:"});
  CHECK(shell.complete("pouch search \"a is:clo", {"pouch", "search", "\"a is:clo"}) ==
        Words{"a is:closed"});
  CHECK(shell.complete("pouch search --as ana pla", {"pouch", "search", "--as", "ana", "pla"}) ==
        Words{"place:", "plate:"});
}
