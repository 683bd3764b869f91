// What is read of a Reply in which lines of our letter were filled in, changed, cut or copied.
#include <catch2/catch.hpp>

#include <string>
#include <vector>

#include "templates/replies/align.hpp"
#include "templates/replies/reply_layout.hpp"
#include "templates/replies/written.hpp"

using namespace pouch::templates;

namespace {

const std::string kId = "0123abcd-1";
const std::string kWrote = "On Tue, 24 Nov 2026 at 10:00, Pouch <requests@pouch.example> wrote:\n";
const std::string kOutlook =
    "\nFrom: Pouch <requests@pouch.example>\nSent: Tuesday, 24 November 2026 10:00\n"
    "To: Ana Ionescu\nSubject: [SEL-2026-000001-77/2] Request\n\n";

std::string form() {
  return "1. Who is the owner of the lorry?\n\n2. Border crossings?\n\nReply kind: full\nAs of:\n"
         "Handling: H1\n";
}

std::string letter() {
  return "Handling: H1\nWHAT IS ASKED\n  1. Who is the owner of the lorry?\n  2. Border "
         "crossings?\n"
         "\nThe reasons are missing.\nReasons: \n  for example: the lorry is registered in Sofia\n"
         "[Person 1] Role: \n\n" +
         fenced(kId, form()) + "\nA Reply goes to the focal point of Romania.\n";
}

std::string quoted(const std::string& text, const std::string& mark = "> ") {
  std::string out;
  for (std::size_t at = 0; at < text.size();) {
    const auto end = text.find('\n', at);
    out += mark + text.substr(at, end - at) + "\n";
    at = end + 1;
  }
  return out;
}

// One line of the letter, wherever it stands last, replaced.
std::string with(std::string text, const std::string& line, const std::string& other) {
  const auto at = text.rfind(line + "\n");
  REQUIRE(at != std::string::npos);
  return text.replace(at, line.size() + 1, other);
}

Written read(const std::string& mail) { return written(mail, letter(), {}, kId); }

using Pairs = std::vector<std::pair<std::string, std::string>>;

Pairs pairs(const std::vector<Filled>& filled) {
  Pairs result;
  for (const auto& one : filled) result.emplace_back(one.label, one.value);
  return result;
}

std::vector<std::pair<int, std::string>> pairs(const std::vector<NumberedAnswer>& answers) {
  std::vector<std::pair<int, std::string>> result;
  for (const auto& one : answers) result.emplace_back(one.question, one.text);
  return result;
}

using Answers = std::vector<std::pair<int, std::string>>;

}  // namespace

TEST_CASE("a line to fill in takes what is typed behind it, quoted or below") {
  for (const std::string typed :
       {"> Reasons: he lives in Sofia\n", "> Reasons:\nhe lives in Sofia\n",
        "> Reasons: \n>\nhe lives in Sofia\n", "> *Reasons:* he lives in Sofia\n",
        "> Reasons:\the lives in Sofia\n",
        "> Reasons:\n>   for example: the lorry is registered in "
        "Sofia\nhe lives in Sofia\n"}) {
    INFO(typed);
    auto mail = kWrote + quoted(letter());
    const std::string line = "> Reasons: \n";
    mail.replace(mail.find(line), line.size(), typed);
    const auto result = read(mail);
    CHECK(result.own.empty());
    CHECK(pairs(result.filled) == Pairs{{"Reasons", "he lives in Sofia"}});
  }
  for (const std::string block : {"Role: suspect\n", "Role:\nsuspect\n"}) {
    const auto mail = kWrote + quoted(letter());
    const auto result = read(with(mail, "> [Person 1] Role: ", "> [Person 1] " + block));
    CHECK(pairs(result.filled) == Pairs{{"[Person 1] Role", "suspect"}});
    CHECK(result.own.empty());
  }
}

TEST_CASE("a value of several lines ends at an empty line") {
  const auto mail = with(kWrote + quoted(letter()), "> Reasons: ",
                         "> Reasons: he lives in Sofia\nand drives the lorry.\n\nThank you, Ana\n");
  const auto result = read(mail);
  CHECK(pairs(result.filled) == Pairs{{"Reasons", "he lives in Sofia\nand drives the lorry."}});
  CHECK(result.own == "Thank you, Ana");
}

TEST_CASE("all but the filled line trimmed away still fills that line") {
  CHECK(pairs(read(kWrote + "> Reasons: he lives in Sofia\n").filled) ==
        Pairs{{"Reasons", "he lives in Sofia"}});
  CHECK(pairs(read("Done.\n" + kOutlook + "Reasons: he lives in Sofia\n").filled) ==
        Pairs{{"Reasons", "he lives in Sofia"}});
}

TEST_CASE("a value of ours that was replaced, lengthened or taken away is told") {
  const auto base = kWrote + quoted(letter());
  const auto changed = [&](const std::string& line, const std::string& other) {
    const auto result = read(with(base, line, other));
    REQUIRE(result.fenced);
    CHECK(result.own.empty());
    CHECK(result.fenced->words.empty());
    return pairs(result.fenced->filled);
  };
  CHECK(changed("> Reply kind: full", "> Reply kind: partial\n") ==
        Pairs{{"Reply kind", "partial"}});
  CHECK(changed("> Reply kind: full", "> Reply kind: full, but late\n") ==
        Pairs{{"Reply kind", "full, but late"}});
  CHECK(changed("> Reply kind: full", "> Reply kind:\n") == Pairs{{"Reply kind", ""}});
  CHECK(changed("> Reply kind: full", "> Reply kind: FULL\n") == Pairs{{"Reply kind", "FULL"}});
  CHECK(changed("> As of:", "> As of: 2026-12-01\n") == Pairs{{"As of", "2026-12-01"}});
  CHECK(changed("> As of:", "> As of:\n2026-12-01\n") == Pairs{{"As of", "2026-12-01"}});
  CHECK(changed("> As of:", "> As of:\nEvaluation: B2\n") == Pairs{{"Evaluation", "B2"}});
  CHECK(changed("> Reply kind: full", "") == Pairs{});
}

TEST_CASE("a sentence below a line that has a value of ours is no part of it") {
  for (const auto& mail :
       {kWrote + quoted(letter()), kOutlook + letter(), kWrote + quoted(letter(), "> > > ")}) {
    const auto mark = mail.find("> > > Reply") != std::string::npos ? "> > > "
                      : mail.find("> Reply") != std::string::npos   ? "> "
                                                                    : "";
    const std::string line = std::string(mark) + "Reply kind: full";
    const auto result = read(with(mail, line, line + "\nWe found no more.\n"));
    REQUIRE(result.fenced);
    CHECK(result.fenced->words == "We found no more.");
    CHECK(result.fenced->filled.empty());
    CHECK(result.own.empty());
  }
}

TEST_CASE("answers come with the numbers of their questions, wherever they are typed") {
  const auto base = kWrote + quoted(letter());
  const auto answers = [&](const std::string& line, const std::string& other) {
    const auto result = read(with(base, line, other));
    REQUIRE(result.fenced);
    CHECK(result.own.empty());
    CHECK(result.fenced->words.empty());
    CHECK(result.fenced->filled.empty());
    return pairs(result.fenced->answers);
  };
  const std::string one = "> 1. Who is the owner of the lorry?", two = "> 2. Border crossings?";
  CHECK(answers(one, one + "\nPetar Petrov.\n") == Answers{{1, "Petar Petrov."}});
  CHECK(answers(one, one + " Petar Petrov.\n") == Answers{{1, "Petar Petrov."}});
  CHECK(answers(one, one + "\n>\nPetar Petrov,\nSofia.\n\nSince May.\n") ==
        Answers{{1, "Petar Petrov,\nSofia.\n\nSince May."}});
  CHECK(answers(two, two + "\n1. Petar Petrov.\n2. None.\n") ==
        Answers{{1, "Petar Petrov."}, {2, "None."}});
  CHECK(answers(one, one + "\nOwner: Petar Petrov\n") == Answers{{1, "Owner: Petar Petrov"}});
  auto both = with(base, two, two + "\n1. Kalotina\n2. Giurgiu\n");
  both = with(both, one, one + "\nPetar.\n");
  CHECK(pairs(read(both).fenced->answers) ==
        Answers{{1, "Petar."}, {2, "1. Kalotina\n2. Giurgiu"}});
}

TEST_CASE("outside the fence an answer begins with its number") {
  const auto mail = with(kWrote + quoted(letter()), ">   1. Who is the owner of the lorry?",
                         ">   1. Who is the owner of the lorry?\nPetar.\n");
  (void)mail;
  auto text = kWrote + quoted(letter());
  const std::string question = ">   1. Who is the owner of the lorry?\n";
  text.replace(text.find(question), question.size(), question + "Petar.\n");
  CHECK(read(text).own == "1. Petar.");
  text = kOutlook + letter();
  const std::string second = "  2. Border crossings?\n";
  text.replace(text.find(second), second.size(), second + "None known.\n");
  CHECK(read(text).own == "2. None known.");
}

TEST_CASE("a fence is found in quotation marks, blanks, bold type and broken lines") {
  const std::string answer = "> Reply kind: partial\n";
  for (const auto& [from, to] : std::vector<std::pair<std::string, std::string>>{
           {"> (form 0123abcd-1 begins here)", "> (form 0123abcd-1\n> begins here)"},
           {"> (form 0123abcd-1 begins here)",
            "> > >(form\xC2\xA0"
            "0123abcd-\n> > >1 begins here)"},
           {"> (form 0123abcd-1 begins here)",
            "> *(Form 0123abcd\xE2\x80\x93"
            "1 begins here)*"},
           {"> (form 0123abcd-1 ends here)", ">\t(form 0123abcd-1  ends\nhere)"},
           {"> (form 0123abcd-1 ends here)", "> (fo\xE2\x80\x8Brm 0123abcd-1 ends here)"}}) {
    auto mail = with(kWrote + quoted(letter()), "> Reply kind: full", answer);
    INFO(to);
    if (to.starts_with("> > >")) {
      mail = with(kWrote + quoted(letter(), "> > > "), "> > > Reply kind: full", "> > " + answer);
      mail.replace(mail.find("> > > (form 0123abcd-1 begins here)"), 35, to);
    } else {
      mail.replace(mail.find(from), from.size(), to);
    }
    const auto result = read(mail);
    REQUIRE(result.fenced);
    CHECK(pairs(result.fenced->filled) == Pairs{{"Reply kind", "partial"}});
    CHECK(result.own.empty());
    CHECK(result.filled.empty());
    CHECK(result.fenced->text.find("partial") != std::string::npos);
    CHECK(result.fenced->text.find("begins") == std::string::npos);
  }
}

TEST_CASE("half a fence is none: our words are cut all the same, what was typed stays") {
  for (const std::string line :
       {"> (form 0123abcd-1 begins here)\n", "> (form 0123abcd-1 ends here)\n"}) {
    for (const std::string other :
         {"", "> (form 0123abcd-2 begins here)\n", "> (form begins here)\n"}) {
      INFO(line << other);
      auto mail = with(kWrote + quoted(letter()), "> 1. Who is the owner of the lorry?",
                       "> 1. Who is the owner of the lorry?\nPetar Petrov.\n");
      mail = with(mail, "> As of:", "> As of: 2026-12-01\n");
      mail.replace(mail.find(line), line.size(), other);
      const auto result = read(mail);
      CHECK_FALSE(result.fenced);
      CHECK(result.own == "1. Petar Petrov.");
      CHECK(pairs(result.filled) == Pairs{{"As of", "2026-12-01"}});
    }
  }
  const auto mail = kWrote + quoted(letter());
  CHECK_FALSE(read(mail.substr(0, mail.find("> Reply kind"))).fenced);
  CHECK(read(mail.substr(0, mail.find("> Reply kind"))).own.empty());
  // In the wrong order.
  CHECK_FALSE(read("> (form 0123abcd-1 ends here)\n> (form 0123abcd-1 begins here)\n").fenced);
}

TEST_CASE("of two copies of the form the one that was filled in counts") {
  const auto filled = with(fenced(kId, form()), "Reply kind: full", "Reply kind: partial\n");
  for (const auto& below : {"\n" + kWrote + quoted(letter()), kOutlook + letter()}) {
    const auto result = read("My answer:\n\n" + filled + below);
    REQUIRE(result.fenced);
    CHECK(result.own == "My answer:");
    CHECK(pairs(result.fenced->filled) == Pairs{{"Reply kind", "partial"}});
    CHECK(result.fenced->words.empty());
    CHECK(result.fenced->answers.empty());
  }
  const auto quoted_too =
      with(kWrote + quoted(letter()), "> Reply kind: full", "> Reply kind: delay\n");
  CHECK(pairs(read(filled + "\n" + quoted_too).fenced->filled) ==
        Pairs{{"Reply kind", "partial"}, {"Reply kind", "delay"}});
  const auto same =
      with(kWrote + quoted(letter()), "> Reply kind: full", "> Reply kind: partial\n");
  CHECK(pairs(read(filled + "\n" + same).fenced->filled) == Pairs{{"Reply kind", "partial"}});
  // Untouched both: nothing was said.
  const auto none = read(fenced(kId, form()) + "\n" + kWrote + quoted(letter()));
  REQUIRE(none.fenced);
  CHECK(none.fenced->filled.empty());
  CHECK(none.own.empty());
}

TEST_CASE(
    "a fence of another letter is no form, and its words are ours when that letter is known") {
  const auto other = "A letter of yesterday.\n" + fenced("99999999-1", "Reply kind: full\n");
  const auto mail = "Thanks.\n\n" + kWrote + quoted(other);
  CHECK_FALSE(read(mail).fenced);
  CHECK(read(mail).own == "Thanks.");
  const auto known = written(mail, letter(), {other}, kId);
  CHECK(known.own == "Thanks.");
  CHECK_FALSE(known.fenced);
  CHECK(known.cut.empty());
}

TEST_CASE("what others wrote, signatures and lines of phones are cut, and told") {
  const auto result = read(
      "Thanks.\n\nSent from my iPhone\n\nOn Mon, 23 Nov 2026 at 9:00, X "
      "<x@y.example> wrote:\n> See what came.\n> 1. Yes?\n>\n> " +
      kWrote + quoted(letter(), ">> ") + "\nOne more.\n-- \nAna\nPhone 1\n");
  CHECK(result.own == "Thanks.\n\nOne more.");
  REQUIRE(result.cut.size() == 3);
  CHECK(result.cut[0] == "Sent from my iPhone");
  CHECK(result.cut[1].find("See what came.\n1. Yes?") != std::string::npos);
  CHECK(result.cut[2] == "--\nAna\nPhone 1");
}

TEST_CASE("words of ours that are typed on top are never compared away") {
  for (const auto& below : {"\n" + kWrote + quoted(letter()), kOutlook + letter()}) {
    for (const std::string words :
         {"Who is the owner of the lorry?", "The reasons are missing.", "Handling: H1",
          "A Reply goes to the focal point of Romania."}) {
      CHECK(read(words + "\n" + below).own == words);
    }
  }
}

TEST_CASE("without a letter that is known a Reply is read by its quotation marks") {
  const auto result =
      written("Yes.\n\nOn Monday, X wrote:\n> 1. Do you?\nMaybe.\n-- \nRadu\n", "", {}, kId);
  CHECK(result.own == "Yes.\n\n1. Maybe.");
  CHECK(result.cut == std::vector<std::string>{"On Monday, X wrote:\n1. Do you?", "--\nRadu"});
  CHECK_FALSE(result.fenced);
  CHECK(result.filled.empty());
}

TEST_CASE("the work for a hostile Reply is bounded by its length") {
  std::string same, lines, fences, near;
  for (int i = 0; i < 40000; ++i) same += "> the the the the the the\n";
  for (int i = 0; i < 90000; ++i) lines += i % 2 == 0 ? "> Reasons: x\n" : "Reasons: y\n";
  for (int i = 0; i < 15000; ++i) fences += fenced(kId, "> Reply kind: a" + std::to_string(i));
  for (int i = 0; i < 20000; ++i) near += "> the owner of the lorry the owner of\n";
  std::string giant = "> ";
  for (int i = 0; i < 200000; ++i) giant += "the owner ";
  std::string ours = letter();
  for (int i = 0; i < 5000; ++i) ours += "the the the the owner of the lorry the\n";
  for (const auto& mail : {same, lines, fences, near, giant}) {
    auto letters = our_letters(ours, {});
    const auto mail_layout = lay_out(mail, letters, kId);
    CHECK(mail_layout.steps < 100 * (mail_layout.words.size() + 1000));
    CHECK_NOTHROW(written(mail, ours, {ours}, kId));
  }
}
