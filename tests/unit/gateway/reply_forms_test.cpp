// Our reply form as it comes back: filled in inside the quotation, under it, above it, by clients
// that mark what they quote and by one that does not, in every language.
#include <catch2/catch.hpp>
#include <sstream>

#include "templates/reading/reader.hpp"
#include "templates/showing/render.hpp"
#include "tests/unit/gateway/shipped.hpp"

using namespace pouch;
using pouch::test::shipped;

namespace {

const std::string kNumber = "SEL-2026-000001-77";

std::string our_form() {
  return templates::blank(
      *shipped().find("reply"), shipped(),
      {{"answers", kNumber}, {"questions", "1. Who is the owner?\n2. Border crossings?\n"}},
      nullptr, true);
}

std::string our_letter() {
  return "[" + kNumber +
         "/1] Request for assistance, RO to BG\n\nHandling        H1\nFrom            "
         "RO, Ana\nTo              BG\n\nWHAT IS ASKED\n  1. Who is the owner?\n  2. Border "
         "crossings?\n\nFACTS\n  heroin\n\nHOW TO ANSWER\n  Press Reply.\n\n" +
         our_form();
}

std::string replaced(std::string text, const std::string& from, const std::string& to) {
  const auto at = text.find(from);
  REQUIRE(at != std::string::npos);
  return text.replace(at, from.size(), to);
}

// The letter with its form filled in where it stands.
std::string answered() {
  auto text = replaced(our_letter(), "Reply kind:", "Reply kind: full");
  text = replaced(text, "\n1.\n", "\n1. Petar Petrov, Sofia.\n");
  text = replaced(text, "\n2.\n", "\n2. None known.\n");
  return replaced(text, "As of:", "As of: 2026-11-24");
}

std::string quoted(const std::string& text, const std::string& mark) {
  std::string out;
  std::istringstream stream(text);
  for (std::string line; std::getline(stream, line);) out += mark + line + "\n";
  return out;
}

templates::Form read(const std::string& text) {
  templates::ReadOptions options;
  options.our_form = our_form();
  return templates::read_form(text, *shipped().find("reply"), shipped(), options);
}

void check_answered(const std::string& text) {
  INFO(text);
  const auto form = read(text);
  CHECK(form.text("answers") == kNumber);
  CHECK(form.text("reply_kind") == "FULL");
  CHECK(form.list("answer") == std::vector<std::string>{"Petar Petrov, Sofia.", "None known."});
  CHECK(form.text("as_of") == "2026-11-24");
  CHECK(form.problems.empty());
}

const std::vector<std::string> kOutlook = {
    "From: Pouch <requests@pouch.example>\nSent: Tuesday, 24 November 2026 10:00\nTo: NFP\n"
    "Subject: [SEL-2026-000001-77]\n",
    "От: Pouch <requests@pouch.example>\nИзпратено: вторник, 24 ноември 2026 г. 10:00\nДо: NFP\n"
    "Относно: [SEL-2026-000001-77]\n",
    "Od: Pouch\nPoslato: 24. novembar 2026.\nZa: NFP\nPredmet: [SEL-2026-000001-77]\n",
    "Kimden: Pouch\nGönderildi: 24 Kasım 2026 Salı 10:00\nKime: NFP\nKonu: [SEL-2026-000001-77]\n"};

}  // namespace

TEST_CASE("a reply form filled in inside the quotation is read at any depth") {
  const std::string attribution = "On 24.11.26 10:00, Pouch wrote:\n";
  check_answered(attribution + quoted(answered(), "> "));
  check_answered(attribution + quoted(answered(), ">"));
  check_answered("X wrote on 24.11.26 at 11:00:\n" +
                 quoted(attribution + quoted(answered(), "> "), "> "));
}

TEST_CASE("a reply form filled in below Outlook's header block is read, in every language") {
  for (const auto& block : kOutlook) {
    check_answered(block + "\n" + answered());
    check_answered("\n________________________________\n" + block + "\n" + answered());
    check_answered("-- \nNFP\n\n" + block + "\n" + answered());
  }
}

TEST_CASE("answers written under the quoted lines of the form are its values") {
  auto text = quoted(our_letter(), "> ");
  text = replaced(text, "> Reply kind:\n", "> Reply kind:\nfull\n");
  text = replaced(text, "> 1.\n> ", "> 1.\nPetar Petrov, Sofia.\n> ");
  text = replaced(text, "> 2.\n> ", "> 2.\nNone known.\n> ");
  text = replaced(text, "> As of:\n", "> As of:\n2026-11-24\n");
  check_answered("On 24.11.26 10:00, Pouch wrote:\n" + text);
}

TEST_CASE("a form filled in above the quotation leaves the quoted one out") {
  const auto top = "Form: reply\nAnswers: " + kNumber +
                   "\nReply kind: full\nAnswer:\n1. Petar Petrov, Sofia.\n2. None known.\nAs of: "
                   "2026-11-24\n\n";
  check_answered(top + "On 24.11.26 10:00, Pouch wrote:\n" + quoted(our_letter(), "> "));
  for (const auto& block : kOutlook) check_answered(top + block + "\n" + our_letter());
}

TEST_CASE("words above a filled form are the reply's own text, the client's lines are not") {
  for (const auto& block : kOutlook) {
    const auto form = read("Dear colleagues, see below.\n\n" + block + "\n" + answered());
    CHECK(form.free_text == "Dear colleagues, see below.");
  }
  CHECK(read("See below.\n\nOn 24.11.26 10:00, Pouch wrote:\n" + quoted(answered(), "> "))
            .free_text == "See below.");
}

TEST_CASE("an untouched form in a quotation gives no values") {
  for (const auto& text : {quoted(our_letter(), "> "), kOutlook[0] + "\n" + our_letter()}) {
    const auto form = read("We will answer tomorrow.\n\n" + text);
    CHECK(form.text("reply_kind").empty());
    CHECK(form.list("answer").empty());
  }
}
