// The property of CORRESPONDENCE section 3, for every kind of letter and every client: a Reply
// without an edit says nothing, a Reply with one sentence says that sentence and nothing else.
#include <catch2/catch.hpp>

#include <algorithm>
#include <sstream>
#include <string>
#include <vector>

#include "mail/content/content.hpp"
#include "templates/replies/written.hpp"
#include "tests/unit/gateway/reply_shapes.hpp"
#include "tests/unit/gateway/written_letters.hpp"

using namespace pouch;
using namespace pouch::test;

namespace {

std::string read(const std::string& entity) {
  const mail::Limits limits;
  const auto scanned = mail::scan(entity, limits);
  REQUIRE(std::holds_alternative<mail::Entity>(scanned));
  return mail::read_content(std::get<mail::Entity>(scanned), limits).text;
}

// Everything that counts as said, each piece once. An answer's number is ours.
std::vector<std::string> said(const templates::Written& written) {
  std::vector<std::string> all;
  const auto add = [&](std::string text) {
    if (!text.empty()) all.push_back(std::move(text));
  };
  auto own = written.own;
  if (const auto dot = own.find(". "); dot != std::string::npos && dot < 3 && own[0] <= '9') {
    own.erase(0, dot + 2);
  }
  add(own);
  for (const auto& filled : written.filled) all.push_back(filled.value);
  if (written.fenced) {
    for (const auto& filled : written.fenced->filled) all.push_back(filled.value);
    for (const auto& answer : written.fenced->answers) add(answer.text);
    add(written.fenced->words);
  }
  return all;
}

// No words of our letters between, words of them, and words that begin like lines of them.
const std::vector<std::string>& sentences() {
  static const std::vector<std::string> all{
      "We have kept nothing in our registers about these men.",
      "The owner of the lorry is not known to the focal point of Bulgaria.",
      "Who is the driver, and which mail was seen?", "No record.", "Yes"};
  return all;
}

std::string shown(const templates::Written& written) {
  std::string text = "own: " + written.own + "\n";
  for (const auto& one : written.filled) text += "filled: " + one.label + "=" + one.value + "\n";
  if (written.fenced) {
    for (const auto& one : written.fenced->filled) {
      text += "fenced: " + one.label + "=" + one.value + "\n";
    }
    for (const auto& one : written.fenced->answers) {
      text += "answer: " + std::to_string(one.question) + " " + one.text + "\n";
    }
    text += "words: " + written.fenced->words + "\n";
  }
  for (const auto& one : written.cut) text += "cut: " + one + "\n";
  return text;
}

std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> lines;
  std::istringstream stream(text);
  for (std::string line; std::getline(stream, line);) lines.push_back(line);
  return lines;
}

std::string joined(const std::vector<std::string>& lines) {
  std::string text;
  for (const auto& line : lines) text += line + "\n";
  return text;
}

std::string without_blanks(std::string text) {
  std::erase_if(text, [](char c) { return c == ' ' || c == '\n' || c == '\t'; });
  return text;
}

// One piece alone: the words, or a changed value of ours in which they stand.
bool carries(const templates::Written& written, const std::string& words) {
  const auto all = said(written);
  const auto wanted = without_blanks(words);
  const bool changed =
      !written.filled.empty() || (written.fenced && !written.fenced->filled.empty());
  if (all.size() != 1) return false;
  const auto one = without_blanks(all.front());
  return changed ? one.find(wanted) != std::string::npos : one == wanted;
}

// Lines of a letter that are typed behind, begun one further in each shape: together, all of them.
constexpr std::size_t kEvery = 3;

}  // namespace

TEST_CASE("a Reply without an edit says nothing, whatever the client made of our letter") {
  std::size_t count = 0;
  for (const auto& letter : sent_letters()) {
    const bool has_form = letter.text.find(kFence) != std::string::npos;
    for (const auto& shape : reply_shapes()) {
      const auto text = read(shape.make(letter.text, "", 0));
      const auto written = templates::written(text, letter.text, {}, kFence);
      ++count;
      const bool nothing = said(written).empty() && written.fenced.has_value() == has_form;
      if (!nothing) {
        INFO(letter.kind << " in " << shape.name << "\n" << text << "\n" << shown(written));
        CHECK(nothing);
      }
    }
  }
  CHECK(count >= 400);
}

TEST_CASE("a Reply with one sentence, typed anywhere, says that sentence and nothing else") {
  std::size_t count = 0, wrong = 0, turn = 0;
  for (const auto& letter : sent_letters()) {
    for (const auto& shape : reply_shapes()) {
      std::vector<std::size_t> places{kOnTop, kAtBottom};
      for (auto i = turn++ % kEvery; i <= shape.lines(letter.text); i += kEvery) {
        places.push_back(i);
      }
      for (const auto place : places) {
        const auto& sentence = sentences()[count % sentences().size()];
        const auto text = read(shape.make(letter.text, sentence, place));
        const auto written = templates::written(text, letter.text, {}, kFence);
        ++count;
        const bool right = said(written) == std::vector<std::string>{sentence};
        if (!right && ++wrong <= 40) {
          INFO(letter.kind << " in " << shape.name << " at " << place << "\n"
                           << text << "\n"
                           << shown(written));
          CHECK(right);
        }
      }
    }
  }
  CHECK(wrong == 0);
  CHECK(count >= 3500);
}

TEST_CASE("a sentence typed behind any line of ours is carried, nothing else") {
  std::size_t count = 0, wrong = 0, turn = 0;
  const std::string sentence = "We have kept nothing about these men.";
  for (const auto& letter : sent_letters()) {
    const auto lines = lines_of(letter.text);
    for (const auto& shape : reply_shapes()) {
      for (auto i = turn++ % kEvery; i < lines.size(); i += kEvery) {
        if (lines[i].empty()) continue;
        auto changed = lines;
        changed[i] += (changed[i].ends_with(' ') ? "" : " ") + sentence;
        const auto text = read(shape.make(joined(changed), "", 0));
        const auto written = templates::written(text, letter.text, {}, kFence);
        ++count;
        if (!carries(written, sentence) && ++wrong <= 20) {
          INFO(letter.kind << " in " << shape.name << " at " << i << "\n"
                           << text << "\n"
                           << shown(written));
          CHECK(carries(written, sentence));
        }
      }
    }
  }
  CHECK(wrong == 0);
  CHECK(count >= 2700);
}

TEST_CASE("a letter of which parts were trimmed away says nothing") {
  std::size_t count = 0, wrong = 0;
  for (const auto& letter : sent_letters()) {
    const auto lines = lines_of(letter.text);
    for (const auto& shape : reply_shapes()) {
      // Without marks and without a header block it is known by the letter's beginning.
      if (shape.name.starts_with("Yahoo")) continue;
      for (std::size_t from = 0; from < lines.size(); from += 3) {
        for (const std::size_t length : {1U, 4U, 11U}) {
          const auto to = std::min(lines.size(), from + length);
          const std::vector<std::string> kept(lines.begin() + static_cast<std::ptrdiff_t>(from),
                                              lines.begin() + static_cast<std::ptrdiff_t>(to));
          const auto text = read(shape.make(joined(kept), "", 0));
          const auto written = templates::written(text, letter.text, {}, kFence);
          ++count;
          if (!said(written).empty() && ++wrong <= 20) {
            INFO(letter.kind << " in " << shape.name << " from " << from << "\n"
                             << text << "\n"
                             << shown(written));
            CHECK(said(written).empty());
          }
        }
      }
    }
  }
  CHECK(wrong == 0);
  CHECK(count >= 2700);
}

TEST_CASE("two sentences typed in two places are both carried, in order") {
  std::size_t count = 0, wrong = 0;
  const std::string first = "We have kept nothing about these men.";
  const std::string second = "The driver is known to us,\nand so is his brother.";
  for (const auto& letter : sent_letters()) {
    for (const auto& shape : reply_shapes()) {
      const auto lines = shape.lines(letter.text);
      for (std::size_t i = 0; i < lines; i += 2) {
        const auto half = shape.make(letter.text, "@1@", i);
        // The second one stands on top, so that places need not be counted anew.
        auto text = read(half);
        text.replace(text.find("@1@"), 3, first);
        const auto written = templates::written(second + "\n\n" + text, letter.text, {}, kFence);
        std::string all;
        for (const auto& one : said(written)) all += without_blanks(one) + "|";
        ++count;
        const auto one = without_blanks(first), other = without_blanks(second);
        const auto own = without_blanks(written.own);
        const bool right = own.starts_with(other) && all.find(one) != std::string::npos &&
                           all.size() <= one.size() + other.size() + 4;
        if (!right && ++wrong <= 20) {
          INFO(letter.kind << " in " << shape.name << " at " << i << "\n"
                           << text << "\n"
                           << shown(written));
          CHECK(right);
        }
      }
    }
  }
  CHECK(wrong == 0);
  CHECK(count >= 5000);
}
