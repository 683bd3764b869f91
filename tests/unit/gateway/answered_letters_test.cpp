// The property of CORRESPONDENCE section 3 with the letters as Pouch really writes them and the
// whole of reading: every kind of letter in every client's shape. A Reply without an edit changes
// nothing; a Reply with one sentence carries exactly that sentence. In every language that letters
// have.
#include <catch2/catch.hpp>

#include "gateway/decide/reading.hpp"
#include "gateway/words/words.hpp"
#include "mail/content/content.hpp"
#include "templates/replies/reply_lines.hpp"
#include "tests/unit/gateway/real_letters.hpp"
#include "tests/unit/gateway/reply_shapes.hpp"
#include "tests/unit/gateway/scene.hpp"

using namespace pouch;
using namespace pouch::gateway;
using namespace pouch::test;

namespace {

Reading read(const std::string& entity, const RealLetter& letter) {
  const mail::Limits limits;
  const auto scanned = mail::scan(entity, limits);
  REQUIRE(std::holds_alternative<mail::Entity>(scanned));
  mail::openpgp::Opened opened;
  opened.content = mail::read_content(std::get<mail::Entity>(scanned), limits);
  opened.headers.in_reply_to = Scene::thread().message_id;
  opened.headers.subject = "Re: " + letter.text.substr(0, letter.text.find('\n'));
  opened.headers_signed = true;
  static const auto scene = [] {
    Scene asked;
    asked.asks();
    return asked;
  }();
  Lookups lookups;
  lookups.thread.letter = [&](const std::string& id) -> std::optional<AnsweredLetter> {
    if (id != Scene::thread().message_id) return std::nullopt;
    return AnsweredLetter{id, "5eed-1",    letter.kind, MessageNumber{scene.subject.number, 1},
                          {}, letter.text, "",          kReceived};
  };
  lookups.find_case = [&](const CaseNumber&) { return scene.subject; };
  lookups.opening_form = [&](const CaseNumber&) { return scene.opening; };
  if (letter.kind == "refusal") {
    lookups.kept = [](const std::string& id) -> std::optional<KeptParts> {
      KeptParts kept;
      kept.letter = id;
      kept.form = "request";
      kept.text = "Form: request\nTo: BG, RS\nOur reference: 4417/2026\nFacts: A lorry.\n";
      return kept;
    };
  }
  return read_mail(opened, scene.sender(letter.reader), {}, shipped(), scene.site, kReceived,
                   lookups);
}

// All that would be carried of a Reply, as one text.
std::string carried(const Reading& reading) {
  std::string text;
  const auto add = [&](const std::string& one) {
    text += (text.empty() || one.empty() ? "" : "\n") + one;
  };
  if (reading.form && reading.form->name == "reply") {
    add(reading.form->words);
    for (const auto& one : reading.form->list("answer")) add(one);
    add(reading.form->free_text);
  } else if (reading.form) {
    add(reading.form->words);
  } else {
    add(reading.own);
  }
  return text;
}

bool changes_nothing(const Reading& reading, const RealLetter& letter) {
  if (letter.kind == "refusal") {  // refused again, with what was missing
    return reading.form && !reading.form->problems.empty() && reading.form->words.empty();
  }
  return reading.empty && !reading.form && !reading.order && reading.to_names.empty();
}

std::vector<std::string> languages() {
  std::vector<std::string> tags;
  for (const auto* words : Words::all()) tags.push_back(words->tag());
  return tags;
}

// A plain client's Reply: the letter with a mark before each line.
std::string marked(const std::string& text) {
  std::string mail = "Content-Type: text/plain; charset=utf-8\r\n\r\n";
  for (const auto& line : lines_of(text)) mail += line == "" ? ">\r\n" : "> " + line + "\r\n";
  return mail;
}

// Every shape in English; the other languages share them, for they differ in words alone.
bool has_turn(std::size_t language, std::size_t shape) {
  constexpr std::size_t kTurns = 7;
  return language == 0 || shape % kTurns == language % kTurns;
}

}  // namespace

TEST_CASE("a Reply to a real letter without an edit changes nothing, in every client's shape") {
  std::size_t count = 0;
  const auto tags = languages();
  const auto shapes = reply_shapes();
  for (std::size_t tag = 0; tag < tags.size(); ++tag) {
    for (const auto& letter : real_letters(tags[tag])) {
      for (std::size_t i = 0; i < shapes.size(); ++i) {
        if (!has_turn(tag, i)) continue;
        const auto reading = read(shapes[i].make(letter.text, "", 0), letter);
        ++count;
        if (!changes_nothing(reading, letter)) {
          INFO(tags[tag] << ", " << letter.kind << " in " << shapes[i].name << ": " << reading.own
                         << "\n--\n"
                         << letter.text);
          CHECK(changes_nothing(reading, letter));
        }
      }
    }
  }
  CHECK(count >= 600);
}

namespace {

// One sentence typed into Replies to every letter in these languages, by their places in
// languages(): how many Replies there were. English is the first.
std::size_t type_everywhere(std::size_t first, std::size_t end) {
  const std::string sentence = "We have kept nothing in our registers about these men.";
  constexpr std::size_t kEvery = 20;
  std::size_t count = 0, wrong = 0;
  const auto tags = languages();
  const auto shapes = reply_shapes();
  for (std::size_t tag = first; tag < end; ++tag) {
    for (const auto& letter : real_letters(tags[tag])) {
      for (std::size_t shape = 0; shape < shapes.size(); ++shape) {
        if (!has_turn(tag, shape)) continue;
        // Each shape begins one line further: together they type behind every line of a letter, in
        // English; elsewhere behind one line each.
        std::vector<std::size_t> places;
        if (tag == 0 || shape % 3 == 0) places = {kOnTop, kAtBottom};
        const auto lines = shapes[shape].lines(letter.text) + 1;
        const auto every = tag == 0 ? kEvery : lines;
        for (auto i = (tag == 0 ? shape : 7 * shape + tag) % every; i < lines; i += every) {
          places.push_back(i);
        }
        for (const auto place : places) {
          const auto reading = read(shapes[shape].make(letter.text, sentence, place), letter);
          ++count;
          auto said = carried(reading);
          if (said.size() > 3 && said[1] == '.' && said[2] == ' ') said.erase(0, 3);
          // Below the line that a refusal asks for it is that line's value.
          const bool mended = letter.kind == "refusal" && reading.form &&
                              reading.form->text("reasons_available") == sentence;
          if (said != sentence && !mended && ++wrong <= 10) {
            INFO(tags[tag] << ", " << letter.kind << " in " << shapes[shape].name << " at " << place
                           << ": " << said);
            CHECK(said == sentence);
          }
        }
      }
    }
  }
  CHECK(wrong == 0);
  return count;
}

}  // namespace

TEST_CASE("a Reply to a real letter carries the one sentence that was typed, wherever it stands") {
  CHECK(type_everywhere(0, 1) >= 5000);
}

TEST_CASE("a Reply carries the one sentence that was typed, in every other language") {
  CHECK(type_everywhere(1, languages().size()) >= 4000);
}

TEST_CASE("the reply form of a letter is filled in where it stands, in every language") {
  for (const auto& language : languages()) {
    INFO(language);
    const auto letters = real_letters(language);
    const auto& letter = letters.front();
    REQUIRE(letter.kind == "request");
    INFO(letter.text);
    const auto* labels = shipped().language(language);
    // Under the first question of the form, which its letter says above it too.
    const auto at = letter.text.find("\n\n", letter.text.rfind("\n1. "));
    auto text = letter.text;
    text.insert(at + 1, "Petar Petrov of Sofia.");
    const auto reading = read(marked(text), letter);
    REQUIRE(reading.form);
    CHECK(reading.form->name == "reply");
    CHECK(reading.form->problems.empty());
    CHECK(reading.form->text("reply_kind") == "PARTIAL");
    REQUIRE(reading.form->list("answer").size() == 1);
    CHECK(reading.form->list("answer").front() == "Petar Petrov of Sofia.");
    // The kind in the reader's words.
    auto full = text;
    const auto kind = templates::reply_kind_label(shipped(), labels) + ": ";
    const auto value = full.rfind(kind) + kind.size();
    full.replace(value, full.find('\n', value) - value, "NO_TRACE");
    const auto other = read(marked(full), letter);
    REQUIRE(other.form);
    CHECK(other.form->text("reply_kind") == "NO_TRACE");
  }
}
