// The words of letters: what each language has, and letters in the reader's language.
#include "gateway/words/words.hpp"

#include <algorithm>
#include <catch2/catch.hpp>
#include <set>

#include "gateway/cases/local_day.hpp"
#include "gateway/fault.hpp"
#include "gateway/letters/local_time.hpp"
#include "gateway/letters/reminder.hpp"
#include "gateway/letters/titles.hpp"
#include "gateway/words/known_names.hpp"
#include "gateway/words/word_file.hpp"
#include "tests/unit/gateway/scene.hpp"

using namespace pouch;
using namespace pouch::gateway;
using pouch::test::contains;
using pouch::test::kReceived;
using pouch::test::lines_of;
using pouch::test::row_of;
using pouch::test::Scene;
using pouch::test::unfolded;
using pouch::test::width_of;

namespace {

std::set<std::string> places_in(const std::string& text) {
  std::set<std::string> places;
  for (auto open = text.find('{'); open != std::string::npos; open = text.find('{', open + 1)) {
    places.insert(text.substr(open, text.find('}', open) - open + 1));
  }
  return places;
}

const std::vector<std::string> kTranslated{"bg", "bs", "cnr", "el", "hr",      "hu",
                                           "mk", "ro", "sq",  "sr", "sr-Latn", "tr"};

// A scene whose countries read in languages of their own.
Scene translated() {
  Scene scene;
  scene.directory.countries[0].language = "ro";
  scene.directory.countries[1].language = "bg";
  scene.directory.countries[2].language = "sr";
  return scene;
}

LetterPlan plan_for(const Scene& scene, LetterKind kind, const std::string& id) {
  auto plan = scene.plan(kind, id);
  plan.to.front().language = scene.sender(id).reads;
  plan.deadline = kReceived + std::chrono::hours(72);
  return plan;
}

void check_width(const mail::Draft& draft) {
  for (const auto& line : lines_of(draft.text)) {
    INFO(line);
    CHECK(width_of(line) <= 76);
  }
}

}  // namespace

TEST_CASE("a letter's words are those of the reader's language, else English") {
  CHECK(Words::in("ro")("row_to") == "Către");
  CHECK(Words::in("ro-MD")("row_to") == "Către");
  CHECK(Words::in("sr_Latn")("row_title") == "Naslov");
  CHECK(Words::in("sr-Cyrl")("row_title") == "Наслов");
  CHECK(&Words::in("") == &Words::english());
  CHECK(Words::in("sr-Latn-ME")("row_title") == "Naslov");
  CHECK(Words::in("cnr")("row_title") == "Naslov");
  CHECK(&Words::in("de") == &Words::english());
  const Words some("ro", {{"row_to", {{"other", "Către"}}}});
  CHECK(some("row_to") == "Către");
  CHECK(some("row_from") == "From");
}

TEST_CASE("places are filled once, by their name alone") {
  const Words words("en", {{"sent_to", {{"other", "{names}, {names} {none}"}}}});
  CHECK(words("sent_to", {{"names", "{none}"}, {"other", "x"}}) == "{none}, {none} {none}");
}

TEST_CASE("a count takes the plural form of its language") {
  const auto said = [](const std::string& language, std::size_t count) {
    return Words::in(language)("more_lines", {{"count", count}});
  };
  CHECK(said("en", 1) == "and 1 more line");
  CHECK(said("bg", 1) == "и още 1 ред");
  CHECK(said("bg", 5) == "и още 5 реда");
  CHECK(said("ro", 3) == "și încă 3 rânduri");
  CHECK(said("ro", 20) == "și încă 20 de rânduri");
  CHECK(said("ro", 101) == "și încă 101 rânduri");
  CHECK(said("sr", 21) == "и још 21 ред");
  CHECK(said("sr", 22) == "и још 22 реда");
  CHECK(said("sr", 12) == "и још 12 редова");
  CHECK(said("sr-Latn", 22) == "i još 22 reda");
  CHECK(said("cnr", 21) == "i još 21 red");
  CHECK(said("bs", 25) == "i još 25 redova");
  CHECK(said("mk", 21) == "и уште 21 ред");
  CHECK(said("el", 1) == "και 1 γραμμή ακόμη");
  CHECK(said("hu", 2) == "és még 2 sor");
}

TEST_CASE("days, months and countries are in the reader's language") {
  CHECK(spoken_time(kReceived, "Europe/Sofia", Words::in("bg")) ==
        "четвъртък, 26 ноември 2026 г., 11:00 ч. (Sofia)");
  CHECK(spoken_time(kReceived, "Europe/Bucharest", Words::in("ro")) ==
        "joi 26 noiembrie 2026, 11:00 (Bucharest)");
  CHECK(spoken_day(std::chrono::floor<std::chrono::days>(kReceived), Words::in("sr-Latn")) ==
        "četvrtak 26. novembar 2026.");
  CHECK(known_name("Focal point of Bulgaria", Words::in("ro")) == "Punct focal Bulgaria");
  CHECK(known_name("Serbia", Words::in("bg")) == "Сърбия");
  CHECK(known_name("Serbia", Words::in("cnr")) == "Srbija");
  CHECK(known_name("Serbia", Words::in("tr")) == "Sırbistan");
  CHECK(known_name("Serbia", Words::english()) == "Serbia");
  CHECK(known_name("Liaison desk of Our Own Land", Words::in("ro")) ==
        "Birou de legătură Our Own Land");
  CHECK(known_name("Ana Ionescu", Words::in("bg")) == "Ana Ionescu");
}

TEST_CASE("Serbian in Latin letters keeps capitals and marks") {
  CHECK(Words::in("sr-Latn")("persons_and_things") == "LICA I PREDMETI");
  CHECK(Words::in("sr-Latn")("row_asked_by") == "Pita");
  for (const auto& [key, forms] : Words::in("sr-Latn").texts()) {
    for (const auto& [category, text] : forms) {
      INFO(key << ": " << text);
      // No octet that begins a Cyrillic letter.
      CHECK(text.find('\xD0') == std::string::npos);
      CHECK(text.find('\xD1') == std::string::npos);
    }
  }
}

TEST_CASE("a translation has the phrases and places of the English, and no others") {
  const auto& english = Words::english().texts();
  const auto said = std::count_if(english.begin(), english.end(),
                                  [](const auto& one) { return one.first.starts_with("said_"); });
  CHECK(english.size() == kPhraseKeys.size() + static_cast<std::size_t>(said));
  for (const auto* words : Words::all()) {
    for (const auto& [key, forms] : words->texts()) {
      INFO(words->tag() << ": " << key);
      const auto found = english.find(key);
      REQUIRE(found != english.end());
      const auto wanted = places_in(found->second.at("other"));
      CHECK(places_in(forms.at("other")) == wanted);
      for (const auto& [category, text] : forms) {
        INFO(category << ": " << text);
        CHECK_FALSE(text.empty());
        const auto places = places_in(text);
        // Only the count itself may be said without its figure: "one question".
        for (const auto& place : wanted) {
          CHECK((places.count(place) == 1 || (category == "one" && place == "{count}")));
        }
        CHECK(places.size() <= wanted.size());
      }
    }
  }
}

TEST_CASE("words that stand for one line are no wider than a letter") {
  // Headings and labels: what has no place to be folded at, and no sentence.
  for (const auto* words : Words::all()) {
    for (const auto& [key, forms] : words->texts()) {
      const auto& english = Words::english().texts().at(key).at("other");
      const bool heading =
          std::none_of(english.begin(), english.end(), [](char c) { return c >= 'a' && c <= 'z'; });
      const bool label = key.starts_with("row_");
      INFO(words->tag() << ": " << key << ": " << forms.at("other"));
      CHECK((!heading || key.starts_with("said_") || width_of(forms.at("other")) <= 76));
      CHECK((!label || width_of(forms.at("other")) <= 40));
    }
  }
}

TEST_CASE("a title of ours says enough beside its names to be known again in a Reply's subject") {
  for (const auto* words : Words::all()) {
    for (const auto& [key, forms] : words->texts()) {
      auto text = forms.at("other");
      if (!key.starts_with("title_") || text.find('{') == std::string::npos) continue;
      INFO(words->tag() << ": " << key << ": " << text);
      const auto open = text.find('{');
      const auto behind = open == 0 ? text.find('}') + 1 : 0;
      const auto end = open == 0 ? text.find('{', behind) : open;
      CHECK(width_of(text.substr(behind, end - behind)) >= 5);
    }
  }
}

TEST_CASE("a phrase in all languages is what each of them says, read whole or not") {
  for (const auto key : kPhraseKeys) {
    INFO(key);
    std::vector<std::string> said;
    for (const auto* words : Words::all()) {
      said.push_back(words->by_key(key, {}));
    }
    CHECK(Words::in_all_by_key(key) == said);
  }
}

TEST_CASE("a broken file of words is told with its file and line") {
  CHECK(read_words("a = \"b\"\n", "xx.toml").at("a").at("other") == "b");
  CHECK_THROWS_WITH(read_words("a = \"b\"\na = \n", "xx.toml"), Catch::Contains("xx.toml: line 2"));
  CHECK_THROWS_WITH(read_words("a = 1\n", "xx.toml"), Catch::Contains("a has no form `other`"));
  CHECK_THROWS_AS(read_words("a = { one = \"b\" }\n", "xx.toml"), Fault);
}

TEST_CASE("a request letter has the words, labels and codes of its reader") {
  auto scene = translated();
  scene.asks();
  auto plan = plan_for(scene, LetterKind::kRequest, "nfp-bg");
  plan.country = "BG";
  plan.reply.to = {scene.receiver("nfp-ro", Role::kRequesterDesk)};
  const auto draft = scene.letter(plan);
  INFO(draft.subject << "\n" << draft.text);
  check_width(draft);
  CHECK(contains(draft.subject, "] Румъния пита България: 4417/2026"));
  CHECK(row_of(draft.text, "Режим на работа").starts_with("H1, "));
  CHECK(row_of(draft.text, "Приоритет").starts_with("спешен"));
  CHECK(row_of(draft.text, "До") == "Контактна точка на България, Контактна точка на Сърбия");
  CHECK(contains(unfolded(draft.text), "отива при: контактната точка на Румъния."));
  CHECK(contains(draft.text, "\nКАК СЕ ОТГОВАРЯ\n"));
  CHECK(contains(draft.text, "(образец 5eed-1 започва тук)"));
  CHECK(contains(draft.text, "\nВид на отговора: пълен\nКъм дата: днес\n"));
  for (const auto* english : {"A Reply to this", "Handling", "Priority", "HOW TO", "Monday",
                              "Sunday", "PARTICULARS", "Romania"}) {
    INFO(english);
    CHECK_FALSE(contains(draft.text, english));
  }
}

TEST_CASE("a letter to readers of several languages is English") {
  auto scene = translated();
  scene.asks();
  auto plan = plan_for(scene, LetterKind::kCopy, "nfp-bg");
  plan.to.push_back(plan_for(scene, LetterKind::kCopy, "nfp-rs").to.front());
  CHECK(contains(scene.letter(plan).text, "A Reply to this letter goes to"));
  plan.to.pop_back();
  CHECK_FALSE(contains(scene.letter(plan).text, "A Reply to this letter goes to"));
}

TEST_CASE("receipt, refusal and reminder are in the reader's language and keep the width") {
  for (const auto& language : kTranslated) {
    INFO(language);
    const auto& words = Words::in(language);
    auto scene = translated();
    scene.asks();
    auto plan = plan_for(scene, LetterKind::kReceipt, "ana");
    plan.to.front().language = language;
    Decision decision;
    decision.form = "request";
    decision.audience = scene.message.audience;
    const auto receipt = write_receipt(plan, scene.source(), decision, scene.thread());
    INFO(receipt.text);
    check_width(receipt);
    CHECK(contains(receipt.text, "\n" + words("state_of_each_country") + "\n"));
    CHECK_FALSE(contains(receipt.text, "SENT TO"));
    CHECK_FALSE(contains(receipt.text, "Reference"));

    const Refused refused{"form-problems",
                          {{0, "Reasons", "missing", "is missing", ""}},
                          "Form: request\n",
                          "Re: lorry",
                          {"photo.jpg"},
                          "1",
                          kReceived + std::chrono::hours(24),
                          "request"};
    const auto letter = write_refusal(plan, scene.source(), refused, scene.thread());
    INFO(letter.text);
    check_width(letter);
    const auto* labels = test::shipped().language(language);
    REQUIRE(labels != nullptr);
    for (const auto& field : test::shipped().find("request")->fields) {
      if (field.id == "reasons_available") {
        CHECK(contains(letter.text, "\n" + field.words.find(labels->tag)->second.label + ": \n"));
      }
    }
    CHECK(contains(letter.subject, words("not_accepted")));
    CHECK_FALSE(contains(letter.text, "for example"));
    CHECK(own_subject("Re: [" + scene.subject.number.text() + "] " + letter.subject, "SEL") ==
          "4417/2026, lorry");

    auto remind = plan_for(scene, LetterKind::kReminder, "nfp-bg");
    remind.to.front().language = language;
    for (const auto tick : {Tick::kUnacknowledged, Tick::kHalf, Tick::kMost, Tick::kDue}) {
      const auto reminder =
          write_reminder(remind, scene.source(), scene.subject.legs.front(), tick, scene.thread());
      INFO(reminder.text);
      check_width(reminder);
      CHECK_FALSE(contains(reminder.text, "REMINDER"));
      CHECK_FALSE(contains(reminder.text, "Wanted by"));
    }
  }
}

TEST_CASE("a subject of ours that a Reply brings back in any language is no new subject") {
  const auto number = CaseNumber("SEL", 2026, 1).text();
  for (const auto* title :
       {"Bulgaria răspunde: 4417/2026, heroin", "Румъния пита България: 4417/2026, heroin",
        "Бугарска одговара, нема података: 4417/2026", "TRIMIS CĂTRE Bulgaria: 4417/2026",
        "Копија: Румунија пита: Бугарска: 4417/2026", "Bugarska odgovara: 4417/2026"}) {
    INFO(title);
    CHECK(own_subject("Re: [" + number + "/1] " + title, "SEL").empty());
  }
  // "cere", "пише" and the like begin longer words too.
  CHECK(own_subject("Re: [" + number + "/1] пишем опет: heroin", "SEL") == "пишем опет: heroin");
}
