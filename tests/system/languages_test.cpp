// Letters in the reader's language, and what comes back: Replies with such a letter quoted below
// are read as those to English letters are.
#include <catch2/catch.hpp>
#include <sstream>

#include "tests/system/harness.hpp"
#include "tests/system/movable_clock.hpp"
#include "tests/system/plain_words.hpp"

using namespace pouch::test;
using nlohmann::json;

namespace {

std::string quoted(const std::string& text) {
  std::string out;
  std::istringstream in(text);
  for (std::string line; std::getline(in, line);) out += "> " + line + "\n";
  return out;
}

// Romania, Bulgaria and Serbia read in languages of their own.
void speak(const Site& site, const std::string& serbian = "sr") {
  auto text = site.directory();
  for (const auto* pair : {"RO ro", "BG bg"}) {
    const auto code = "code = \"" + std::string(pair).substr(0, 2) + "\"";
    text = replaced(text, code, code + "\nlanguage = \"" + std::string(pair).substr(3) + "\"");
  }
  // A desk may have its own.
  const auto desk = std::string("id = \"nfp-rs\"");
  text = replaced(text, desk, desk + "\nlanguages = [\"" + serbian + "\", \"en\"]");
  site.write_directory(text);
}

// As Thunderbird writes it, with the attribution of that language.
json reply(const Site& site, const std::string& who, const Letter& letter, const std::string& typed,
           const std::string& quotation = {}) {
  return site.deliver(site.mail(who, {.subject = "Re: " + letter.subject,
                                      .body = typed + "\nOn 28/11/2026 19:37, Pouch wrote:\n" +
                                              (quotation.empty() ? quoted(letter.text) : quotation),
                                      .parent = letter.message_id}));
}

std::string without_reasons() {
  auto form = request_form();
  const auto at = form.find("Reasons:");
  return form.erase(at, form.find('\n', at) + 1 - at);
}

const std::vector<std::string> kEnglishWords{
    "A Reply to this letter", "HOW TO ANSWER", "STATE OF EACH", "Answer due", "WHO SENT IT",
    "not to be disclosed",    "NOT ACCEPTED",  "SENT TO"};

void check_no_english(const Letter& letter) {
  INFO(letter.subject << "\n" << letter.text);
  for (const auto& words : kEnglishWords) {
    INFO(words);
    CHECK_FALSE(contains(letter.subject + letter.text, words));
  }
}

std::size_t box(const Site& site, const std::string& who) {
  return site.letters(site.person_at(who).address()).size();
}

}  // namespace

TEST_CASE("receipt, request and answer are each in their reader's language, Replies come through") {
  Site site;
  speak(site);
  const auto sent = site.deliver(site.mail("ana", {.body = request_form()}));
  INFO(sent.dump(1));
  REQUIRE(sent["outcome"] == "accepted");
  const auto receipt = site.newest("ana");
  check_no_english(receipt);
  CHECK(contains(receipt.subject, "TRIMIS CĂTRE Bulgaria, Serbia"));
  CHECK(contains(receipt.text, "\nSITUAȚIA FIECĂRUI STAT\n"));
  CHECK(json::parse(receipt.parts.at("receipt.json"))["receipt"] == "accepted");

  const auto request = site.newest("nfp-bg");
  check_no_english(request);
  CHECK(contains(request.subject, "Румъния пита България"));
  CHECK(contains(request.text, "\nКАК СЕ ОТГОВАРЯ\n"));
  const auto serbian = site.newest("nfp-rs");
  check_no_english(serbian);
  CHECK(contains(serbian.subject, "Румунија пита: Србија"));

  // Typed above, the whole letter quoted below: nothing of the letter comes along.
  const auto answered = reply(site, "nfp-bg", request, "Собственик е Петър Петров от София.\n");
  INFO(answered.dump(1));
  REQUIRE(answered["outcome"] == "accepted");
  const auto answer = site.newest("ana");
  check_no_english(answer);
  CHECK(contains(answer.subject, "Bulgaria răspunde"));
  CHECK(contains(answer.text, "Собственик е Петър Петров от София."));
  CHECK_FALSE(contains(answer.text, "КАК СЕ ОТГОВАРЯ"));
  CHECK_FALSE(contains(answer.text, "Режим на работа"));
  CHECK_FALSE(contains(answer.text, "започва тук"));
  CHECK(contains(answer.text, "\nCE ESTE ÎNCĂ DESCHIS\n"));
  CHECK(box(site, "nfp-rs") == 1);

  // A word of the desk's language, and one of the requester's.
  const auto none = reply(site, "nfp-rs", serbian, "нема података\n");
  INFO(none.dump(1));
  REQUIRE(none["outcome"] == "accepted");
  CHECK(contains(site.newest("ana").subject, "Serbia răspunde, fără date"));
  const auto done = reply(site, "ana", answer, "gata\n");
  INFO(done.dump(1));
  CHECK(done["outcome"] == "accepted");
}

TEST_CASE("an answer typed under the lines of a letter in another language is its fields") {
  const std::vector<std::pair<std::string, std::string>> fences{
      {"sr", "почиње овде)"}, {"sr-Latn", "počinje ovde)"}, {"cnr", "počinje ovdje)"},
      {"el", "αρχίζει εδώ)"}, {"tr", "burada başlıyor)"},   {"hu", "itt kezdődik)"}};
  for (const auto& [language, fence] : fences) {
    Site site;
    speak(site, language);
    REQUIRE(site.deliver(site.mail("ana", {.body = request_form()}))["outcome"] == "accepted");
    const auto request = site.newest("nfp-rs");
    INFO(request.text);
    const auto begin = request.text.find(fence);
    REQUIRE(begin != std::string::npos);
    const auto line = request.text.find("\n1. ", begin);
    REQUIRE(line != std::string::npos);
    const auto end = request.text.find('\n', line + 1);
    auto typed = quoted(request.text.substr(0, end + 1)) + "Petar Petrovic, Nis\n" +
                 quoted(request.text.substr(end + 1));
    const auto answered = reply(site, "nfp-rs", request, "", typed);
    INFO(answered.dump(1));
    REQUIRE(answered["outcome"] == "accepted");
    const auto answer = site.newest("ana");
    INFO(answer.text);
    CHECK(contains(answer.text, "\n     Petar Petrovic, Nis\n"));
    CHECK(contains(answer.text, "\nÎNTREBĂRI ȘI RĂSPUNSURI\n"));
  }
}

TEST_CASE("a refusal in Romanian is mended by one line in Romanian, typed or filled in") {
  Site site;
  speak(site);
  REQUIRE(site.deliver(site.mail("ana", {.body = without_reasons()}))["outcome"] == "refused");
  const auto letter = site.newest("ana");
  check_no_english(letter);
  CHECK(contains(letter.subject, "NEACCEPTAT: "));
  REQUIRE(contains(letter.text, "\nMotive: \n"));
  const auto complaint = reply(site, "ana", letter, "Nu înțeleg ce doriți.\n");
  CHECK(complaint["outcome"] == "refused");
  CHECK(box(site, "nfp-bg") == 0);
  const auto again = site.newest("ana");
  REQUIRE(contains(again.text, "\nMotive: \n"));
  const auto mended =
      reply(site, "ana", again, "",
            replaced(quoted(again.text), "> Motive: ", "> Motive: camionul are numere bulgărești"));
  INFO(mended.dump(1));
  REQUIRE(mended["outcome"] == "accepted");
  const auto request = site.newest("nfp-bg");
  CHECK(contains(request.text, "camionul are numere bulgărești"));
  CHECK_FALSE(contains(request.text, "Nu înțeleg"));

  const auto other = replaced(without_reasons(), "4417/2026", "4418/2026");
  REQUIRE(site.deliver(site.mail("ana", {.body = other}))["outcome"] == "refused");
  const auto typed = reply(site, "ana", site.newest("ana"), "Motive: un șofer bulgar\n");
  INFO(typed.dump(1));
  REQUIRE(typed["outcome"] == "accepted");
  CHECK(contains(site.newest("nfp-bg").text, "un șofer bulgar"));
}

TEST_CASE("a reminder in Bulgarian is answered by its own words") {
  Scratch scratch;
  EverybodysClock clock(scratch.path());
  Site site;
  speak(site);
  site.set("letters.digest", "\"08:00\"");
  REQUIRE(site.deliver(site.mail("ana", {.body = request_form()}))["outcome"] == "accepted");
  for (int day = 0; day <= 4; ++day) {
    clock.advance_to(60 + day * std::int64_t{86400});
    REQUIRE(site.pouch({"run", "--until-idle"}).status == 0);
  }
  std::optional<Letter> reminder, digest, late, overview;
  for (const auto& file : site.letters(site.person_at("nfp-bg").address())) {
    auto letter = site.open("nfp-bg", file);
    check_no_english(letter);
    auto& which = contains(letter.subject, "НАПОМНЯНЕ") ? reminder : digest;
    if (contains(letter.subject, "НАПОМНЯНЕ") || contains(letter.subject, "Вашият ден")) {
      which = std::move(letter);
    }
  }
  REQUIRE(reminder);
  REQUIRE(digest);
  CHECK(contains(digest->text, "\nЗА ОТГОВОР\n"));
  CHECK(contains(digest->text, "Румъния"));
  for (const auto& file : site.letters(site.person_at("ana").address())) {
    auto letter = site.open("ana", file);
    check_no_english(letter);
    auto& which = contains(letter.subject, "ÎNTÂRZIERE") ? late : overview;
    if (contains(letter.subject, "ÎNTÂRZIERE") || contains(letter.subject, "PRIVIRE")) {
      which = std::move(letter);
    }
  }
  CHECK(late);
  const auto before = box(site, "ana");
  const auto silent = reply(site, "nfp-bg", *reminder, "");
  INFO(silent.dump(1));
  CHECK(box(site, "ana") == before);
  const auto later = reply(site, "nfp-bg", *reminder, "до 12 декември\n");
  INFO(later.dump(1));
  REQUIRE(later["outcome"] == "accepted");
  CHECK(contains(site.newest("ana").subject, "Bulgaria are nevoie de mai mult timp"));
}

TEST_CASE("who names no language gets English, beside colleagues who do") {
  Site site;
  auto text = site.directory();
  const std::string code = "code = \"BG\"";
  site.write_directory(replaced(text, code, code + "\nlanguage = \"bg\""));
  REQUIRE(site.deliver(site.mail("ana", {.body = request_form()}))["outcome"] == "accepted");
  CHECK(contains(site.newest("ana").subject, "SENT TO Bulgaria, Serbia"));
  CHECK(contains(site.newest("nfp-rs").text, "A Reply to this letter goes to"));
  CHECK(contains(site.newest("nfp-bg").text, "Reply на това писмо отива при"));
  // A language without words of its own is English too, and said to be wrong only when it is none.
  auto german = site.directory();
  german = replaced(german, "language = \"bg\"", "language = \"de\"");
  site.write_directory(german);
  REQUIRE(site.deliver(site.mail("ana", {.body = request_form()}))["outcome"] == "accepted");
  CHECK(contains(site.newest("nfp-bg").text, "A Reply to this letter goes to"));
  site.write_directory(replaced(german, "language = \"de\"", "language = \"Greek\""));
  const auto checked = site.pouch({"check", "--offline"});
  CHECK(contains(checked.out + checked.err, "as in BCP 47"));
}
