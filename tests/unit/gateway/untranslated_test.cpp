// What a reader of another language still gets in English: nothing but what a person wrote, and
// what docs/translations.md names as having no translation.
#include <catch2/catch.hpp>
#include <regex>

#include "gateway/letters/non_delivery.hpp"
#include "gateway/letters/problems.hpp"
#include "gateway/store/letter_kinds.hpp"
#include "gateway/words/known_sentences.hpp"
#include "gateway/words/words.hpp"
#include "templates/types/vocabulary.hpp"
#include "tests/unit/gateway/real_letters.hpp"

using namespace pouch;
using namespace pouch::gateway;
using namespace pouch::test;

namespace {

// Words that few sentences of English do without, and that no other language here has.
std::vector<std::string> english_in(const std::string& text) {
  // A letter beyond ASCII is no end of a word: "greșit".
  static const std::regex kWords(
      "(?:^|[ "
      "\"(:,;.])(the|and|was|were|has|have|this|that|your|you|with|of|for|from|which|what|who|"
      "write|send|"
      "each|must|its|it|their|them|been|than|give)(?![^ -~]|[A-Za-z])",
      std::regex::icase);
  std::vector<std::string> found;
  for (auto at = std::sregex_iterator(text.begin(), text.end(), kWords);
       at != std::sregex_iterator(); ++at) {
    found.push_back(at->str());
  }
  return found;
}

// What people said in the scene, and what is typed as it stands.
bool is_quoted(std::string line) {
  static const auto kSaid = unfolded(
      Scene::request_text() +
      " Several could be meant. Petar Petrov of Sofia owns it. to whom? all of them "
      "as in \"Reasons: the plates\" of Giurgiu, Facts: A lorry. the lorry has Bulgarian plates "
      "send");
  line.erase(0, line.find_first_not_of(" 0123456789."));
  if (line.ends_with("…")) line.erase(line.size() - std::string("…").size());
  const auto value = line.find(": ");
  return contains(kSaid, line) ||
         (value != std::string::npos && contains(kSaid, line.substr(value + 2)));
}

void check_all(const std::vector<RealLetter>& letters, const std::string& language) {
  for (const auto& letter : letters) {
    INFO(language << ", " << letter.kind << ":\n" << letter.text);
    for (const auto& line : lines_of(letter.text)) {
      const auto found = is_quoted(line) ? std::vector<std::string>() : english_in(line);
      INFO(line);
      CHECK(found == std::vector<std::string>());
    }
  }
}

std::vector<std::string> others() {
  std::vector<std::string> tags;
  for (const auto* words : Words::all()) {
    if (words->tag() != "en") tags.push_back(words->tag());
  }
  return tags;
}

bool is_help(const std::string& text) {
  for (const auto* which : shipped().all()) {
    for (const auto& field : which->fields) {
      if (field.help == text) return true;
    }
  }
  for (const auto& [id, block] : shipped().blocks()) {
    for (const auto& field : block.fields) {
      if (field.help == text) return true;
    }
  }
  return false;
}

// Forms with mistakes of every kind that officers make.
const std::vector<std::string>& mistaken() {
  static const std::string kHead = "Form: request\nTo: BG\nOur reference: 1\n";
  static const std::vector<std::string> kForms{
      "Form: request\n",
      kHead + "Urgency: fast\nHandling: H9\nCrime area: cheese\n",
      kHead + "Deadline: 31.02.2026\nLanguage: xx\n",
      kHead + "Deadline: tomorrowish\n",
      kHead + "Deadline: 2020-01-01 10:00\n",
      kHead + "Deadline: 2026-12-01\n",
      kHead + "Deadline: 2026-12-01 10:00\n",
      kHead + "To: XX\n",
      kHead + "Purpose: investigation\nPurpose: prevention\n",
      kHead + "Puropse: investigation\nReasns: x\n",
      kHead + "Something else: here\n",
      kHead + "Personal data: perhaps\n",
      kHead + "Our reference: " + std::string(3000, 'x') + "\n",
      kHead + "Information wanted:\n1. Who?\n1. Where?\n",
      kHead + "Answers: 12\n",
      kHead + "Erase by: 2020-01-01\n",
      kHead + "\n[Person 1]\nFamily name: Petrov\nBirth date: 30.02.1980\n\n[Person 1]\nRole: x\n",
      kHead + "\n[Person 1]\nBirth date: 2030-01-01\nPhone: 12\nNational ID: 123\n",
      kHead + "\n[Person 1]\nBirth date: 3.4.85\nPhone: 0888123456\n",
      kHead + "\n[Lorry 1]\nPlate: x\n",
      kHead + "\n[Vehicle 1]\nPlate: CA 1234 AB, CB 4321 BA\nPlate country: BG\nVIN: 123\n",
      kHead + "\n[Vehicle 1]\nVIN: WDB9634031L12345O\nContainer number: ABCU1234567\n",
      kHead + "\n[Account 1]\nIBAN: BG80BNBG96611020345679\n",
      kHead + "\n[Account 1]\nIBAN: BG80\n",
      kHead + "\n[Document 1]\nNumber: 1\nMRZ: abc\nIssued: 2027-01-01\nExpires: 2020-01-01\n",
      "Form: reply\nReply kind: perhaps\nAnswers: x\n",
      "Form: reply\nReply kind: delay\nExpected by: x\n",
      "Form: alert\n",
      "Form: case-note\n",
      "Form: search\n",
      "Form: control\n",
      "Form: case-note\nParticipants: RO\n",
      "Form: alert\nAlert kind: cheese\nAction: run\n",
      "Form: control\nAction: vanish\n",
      "Form: person-check\n",
      "Form: document-check\n",
      "Form: firearm-trace\n"};
  return kForms;
}

}  // namespace

TEST_CASE(
    "a letter of any kind holds no English sentence of ours for a reader of another language") {
  for (const auto& language : others()) {
    check_all(real_letters(language), language);
    check_all(letters_of_the_day(language), language);
  }
}

TEST_CASE("what is wrong with a form, and how to put it right, is said in the reader's language") {
  std::size_t said = 0;
  for (const auto& text : mistaken()) {
    const auto form = Scene::read(text);
    auto problems = form.problems;
    problems.insert(problems.end(), form.warnings.begin(), form.warnings.end());
    for (const auto& problem : problems) {
      for (const auto& words : {problem.text, problem.hint}) {
        // Help of a field is in its form's file; examples are no sentence.
        if (english_in(words).empty() || is_help(words)) continue;
        ++said;
        for (const auto& language : others()) {
          INFO(language << ": " << problem.label << ", " << problem.code << ": " << words);
          CHECK(known_sentence(words, Words::in(language)) != words);
        }
      }
    }
  }
  CHECK(said >= 40);
}

// What is said of orders, files, queries and keys beside forms: no form has these mistakes.
TEST_CASE("what else may be wrong with a mail is said in the reader's language") {
  const std::vector<std::string> said{
      "the subject says SECRET, which means SECRET",
      "line 3 of the text says TAJNO, which means SECRET",
      "50 searches in an hour",
      "200 cases and files in an hour",
      "\"x\" is no member or desk of the country and community valid today",
      "the case is in these hands already",
      "SEL-2026-000001-77/2 is no message with handling H1 that you wrote or have",
      "name that message by its number, for example SEL-2026-000001-77/2",
      "SEL-2026-000001-77/2 is your own message",
      "write \"Action: permit\": you give the permission",
      "only who provided SEL-2026-000001-77/2 can permit its use in court",
      "ask them: write \"Action: ask permission\"",
      "\"all\" needs a case: this mail names none",
      "you belong to several groups: name the one that you mean",
      "XX takes no part in the exchange",
      "RO is your own country",
      "it goes to your own focal point",
      "the file a.pdf could not be read (there was no time left for it): nobody has looked whether "
      "it bears the mark of a classification",
      "if it does, tell the operator at once by telephone",
      "the subject outside the encryption gave away: your subject. Everybody on the way could read "
      "it",
      "the parentheses are nested too deeply",
      "write it more simply",
      "too many NOT in a row",
      "a field stands in the parentheses of another",
      "the query has more than 64 words",
      "there is a control character in the query",
      "type the words anew",
      "the text and the attached JSON say different things: line 3 of the text, and a.json",
      "the mail does not say in which charset the file is: save it as UTF-8",
      "the file is not in the charset koi8-r, as the mail says: save it as UTF-8",
      "files of this kind are not read: save it as .docx or .txt",
      "the file is too long for a form",
      "there are too many files to look into"};
  for (const auto& language : others()) {
    for (const auto& english : said) {
      const auto translated = known_sentence(english, Words::in(language));
      INFO(language << ": " << translated);
      CHECK(translated != english);
      CHECK(english_in(translated) == std::vector<std::string>());
    }
  }
}

TEST_CASE("each kind of letter has a name in every language") {
  for (const auto& rule : letter_rules()) {
    CHECK(kind_in_words(rule.kind, Words::english()) != "");
    for (const auto& language : others()) {
      INFO(language << ": " << rule.kind);
      CHECK(kind_in_words(rule.kind, Words::in(language)) !=
            kind_in_words(rule.kind, Words::english()));
    }
  }
  CHECK(kind_in_words("of-tomorrow", Words::in("bg")) == "of-tomorrow");
}

TEST_CASE("codes that a mistaken value may be are named in the reader's language") {
  const auto form = Scene::read("Form: control\nAction: vanish\n");
  const auto* which = shipped().find("control");
  const auto* greek = shipped().language("el");
  const auto problem = std::find_if(form.problems.begin(), form.problems.end(),
                                    [](const auto& one) { return one.code == "not-a-choice"; });
  REQUIRE(problem != form.problems.end());
  const auto said = detail::sentence(*problem, true, Words::in("el"),
                                     templates::fill_in(*problem, which, shipped(), greek));
  INFO(said);
  CHECK(contains(said, "ανάκληση"));
  CHECK_FALSE(contains(said, "recall"));
}

TEST_CASE("what letters tell their reader to type behind a label is a label of that form") {
  struct Told {
    const char *phrase, *form, *field;
  };
  for (const auto* words : Words::all()) {
    for (const auto& told : {Told{"said_absence_until", "control", "until"},
                             Told{"said_later_day_and_hour", "control", "until"},
                             Told{"said_substitute_hint", "control", "substitute"},
                             Told{"said_search_example", "search", "query"}}) {
      const auto text = words->by_key(told.phrase, {});
      INFO(words->tag() << ": " << text);
      const auto* field =
          templates::field_called(shipped(), told.form, text.substr(0, text.find(':')));
      REQUIRE(field != nullptr);
      CHECK(field->id == told.field);
    }
  }
}

TEST_CASE("a sentence is known by its words, what changes in it is carried over") {
  const auto& ro = Words::in("ro");
  CHECK(known_sentence("is missing", ro) == "lipsește");
  CHECK(known_sentence("is missing", Words::english()) == "is missing");
  CHECK(known_sentence("\"a \" is not a date b\" is not a date", ro) ==
        "„a \" is not a date b” nu este o dată");
  CHECK(known_sentence("the check digit of this IMEI is wrong; it was sent on as written", ro) ==
        "cifra de control a acestui IMEI este greșită; s-a trimis mai departe așa cum este scris");
  CHECK(known_sentence("nobody knows this sentence", ro) == "nobody knows this sentence");
  CHECK(known_sentence("", ro).empty());
  const std::string longest(5000, 'x');
  CHECK(known_sentence("\"" + longest + "\" is not a date", ro).starts_with("\"xxx"));
}
