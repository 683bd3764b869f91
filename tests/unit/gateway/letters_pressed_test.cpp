// What comes of a Reply, by the letter that it answers and by what is typed (CORRESPONDENCE
// sections 2, 5 and 6): a table of letters as Pouch writes them and of what people type, on top and
// at the bottom.
#include <catch2/catch.hpp>

#include "gateway/decide/reach.hpp"
#include "tests/unit/gateway/posted.hpp"
#include "tests/unit/gateway/reply_shapes.hpp"

using namespace pouch;
using namespace pouch::gateway;
using namespace pouch::test;

namespace {

const char* const kTyped[] = {
    "",                                                    // 0
    "Ok, thank you.",                                      // 1
    "Thanks.",                                             // 2
    "Petar Petrov of Sofia owns the lorry.",               // 3
    "Who drove it?",                                       // 4
    "Благодаря, ще проверим.\nThank you, we look.",        // 5
    "more",                                                // 6
    "close",                                               // 7
    "yes",                                                 // 8
    "Done.",                                               // 9
    "No record.",                                          // 10
    "nothing",                                             // 11
    "Form: reply\nAnswers: NUMBER\nReply kind: no trace",  // 12
};
constexpr std::size_t kCount = std::size(kTyped);

// Of what an asked desk writes.
const std::string kPlain = "note to ana, nfp-ro";
const std::string kNoTrace = "reply to ana, nfp-ro as NO_TRACE";
std::string as(const char* kind) { return "reply to ana, nfp-ro as " + std::string(kind); }

std::vector<std::string> to_the_gateway(const std::string& form) {
  std::vector<std::string> row(kCount, "told not-sent");
  row[0] = "refused empty";
  row[12] = form;
  return row;
}

std::string typed(std::size_t i, const std::string& number) {
  std::string text = kTyped[i];
  const auto at = text.find("NUMBER");
  return at == std::string::npos ? text : text.replace(at, 6, number);
}

std::vector<RealLetter> all_letters() {
  auto letters = real_letters();
  for (auto& one : letters_of_the_day("en")) letters.push_back(std::move(one));
  return letters;
}

}  // namespace

TEST_CASE("a Reply does what the letter that it answers leads its writer to expect") {
  const std::vector<std::string> asked = {
      "refused empty", as("ACK"),  kPlain,     kPlain,   kPlain,   kPlain,  "told blank",
      kPlain,          as("FULL"), as("FULL"), kNoTrace, kNoTrace, kNoTrace};
  // What is corrected or asked in between is no question of the request's form.
  auto between = asked;
  between[6] = between[8] = between[9] = between[11] = kPlain;
  const std::vector<std::string> of_answer = {
      "refused empty",  "note to nfp-bg", "note to nfp-bg",  "note to nfp-bg", "note to nfp-bg",
      "note to nfp-bg", "note to nfp-bg", "note to nfp-bg",  "note to nfp-bg", "control to nfp-bg",
      "note to nfp-bg", "note to nfp-bg", "refused no-right"};
  const std::map<std::string, std::vector<std::string>> table = {
      {"request", asked}, {"reminder", asked}, {"control", between}, {"reply", of_answer}};
  const auto shapes = reply_shapes();
  std::vector<ReplyShape> plain;
  for (const auto& shape : shapes) {
    const bool html = shape.make("x\n", "y", kOnTop).find("html") != std::string::npos;
    if (!html) plain.push_back(shape);
  }
  REQUIRE(plain.size() > 3);
  std::size_t count = 0;
  for (const auto& letter : all_letters()) {
    Posted posted;
    const bool is_asked = letter.reader == "nfp-bg" || letter.reader == "nfp-rs";
    const auto number = posted.scene.subject.number.text();
    const auto row = table.find(letter.kind);
    const bool ours = is_of_the_gateway(letter.kind);
    if (row == table.end() && !ours) continue;
    if (letter.kind == "refusal" || letter.kind == "question" || letter.kind == "stranger")
      continue;
    const int message = letter.kind == "reply" ? 2 : 1;
    const auto id =
        posted.letter(letter.kind == "reminder" ? "request" : letter.kind, message, letter.text);
    auto expected = ours ? to_the_gateway(is_asked ? kNoTrace : "refused no-right") : row->second;
    for (std::size_t i = 0; i < kCount; ++i) {
      for (const auto place : {kOnTop, kAtBottom}) {
        // Each client in its turn: together the letters of a kind meet them all.
        const auto& turns = i + 1 == kCount ? plain : shapes;  // a form has lines
        const auto& shape = turns[count++ % turns.size()];
        const auto mail = shape.make(letter.text, typed(i, number), place);
        const auto done = posted.post({.from = letter.reader, .text = mail, .answers = id});
        if (done != expected[i]) {
          INFO(letter.kind << " to " << letter.reader << ", \"" << kTyped[i] << "\" in "
                           << shape.name << (place == kOnTop ? " on top" : " at the bottom"));
          CHECK(done == expected[i]);
        }
      }
    }
  }
  CHECK(count > 1200);
}
