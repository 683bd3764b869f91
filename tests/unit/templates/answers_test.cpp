// Answers are never sent back for form's sake (CORRESPONDENCE section 5): what cannot be read goes
// as it was written, a few words say what a form would.
#include "templates/replies/reply_lines.hpp"
#include "templates/replies/reply_words.hpp"
#include "tests/unit/templates/shipped.hpp"

namespace pouch::templates {
namespace {

const std::string kHead = "Form: reply\nReply kind: full\n";

TEST_CASE("an answer needs neither case number nor day nor evaluation") {
  const auto form = read(kHead + "Answer: 1. Petar Petrov\n");
  INFO(told(form.problems));
  CHECK(form.problems.empty());
  CHECK(form.text("as_of") == "2026-11-24");
  CHECK(form.find("source_eval") == nullptr);
  CHECK(form.find("info_eval") == nullptr);
  const auto shown = aligned(form, shipped(), {});
  CHECK(shown.find("not given") != shown.rfind("not given"));
  CHECK(shown.find("2026-11-24") != std::string::npos);
}

TEST_CASE("whatever an answer lacks or has too much of is a warning") {
  const auto [text, code, kept] = GENERATE(table<const char*, const char*, const char*>({
      {"As of: last week\n", "not-a-date", "last week"},
      {"Reply kind: partial\n", "two-values", "full"},
      {"Expected by: soon\n", "not-a-date", "soon"},
      {"Contact phone: ask for Ivan\n", "not-a-phone", "ask for Ivan"},
      {"Resons: because\n", "unknown-label", "because"},
      {"[Persn 1]\nFamily name: Petrov\n", "unknown-block", "Petrov"},
      {"Refusal explained: one\nRefusal explained: two\n", "two-values", "two"},
      {"Answer:\n1. yes\n1. no\n", "two-values", "no"},
      {"[Person 1]\nBirth date: around Easter\nFamily name: X\n", "not-a-date", "around Easter"},
      {"[Vehicle 1]\nPlate: CA 1234 AB\n", "missing", "CA 1234 AB"},
      {"Translation of: the other one\n", "not-a-reference", "the other one"},
  }));
  const auto form = read(kHead + text);
  INFO(text << told(form.problems) << told(form.warnings));
  CHECK(form.problems.empty());
  CHECK(find_problem(form.warnings, code) != nullptr);
  const auto shown =
      aligned(form, shipped(), {}) + aligned_blocks(form, shipped()) + form.free_text;
  CHECK(shown.find(kept) != std::string::npos);
}

TEST_CASE("both values of one field go with an answer, as text") {
  const auto form = read(kHead + "Delay reason: workload\nDelay reason: volume\n");
  CHECK(form.find("delay_reason") == nullptr);
  CHECK(form.unknown.at("Delay reason") == "workload\nvolume");
}

TEST_CASE("a handling that cannot be read narrows, a classification is asked for") {
  const auto unread = read(kHead + "Handling: only for Ana\n");
  CHECK(unread.problems.empty());
  CHECK(unread.text("handling") == "H2");
  CHECK(unread.unknown.at("Handling") == "only for Ana");
  CHECK(find_problem(unread.warnings, "taken-as") != nullptr);
  CHECK(read(kHead + "Handlng: H2\n").text("handling") == "H2");
  CHECK(codes(read(kHead + "Classification: cosmic\n").problems) == Strings{"not-a-choice 3"});
  CHECK(codes(read(kHead + "Classification: secret\nClassification: restricted\n").problems) ==
        Strings{"two-values 4"});
}

TEST_CASE("other forms are asked back as before") {
  CHECK_FALSE(read(request_with("Handling: only for Ana\n")).problems.empty());
  CHECK_FALSE(read(request_with("Resons: because\n")).problems.empty());
}

TEST_CASE("an answer in JSON is as free as one in text") {
  const auto form =
      read_json_form(R"({"form": "reply", "fields": {"reply_kind": "FULL", "as_of": "last week"}})",
                     shipped(), options());
  CHECK(form.problems.empty());
  CHECK(form.unknown.at("As of") == "last week");
}

TEST_CASE("today is a date, in every language") {
  const auto word = GENERATE(as<std::string>{}, "today", "Today", "днес", "danas", "данас", "денес",
                             "σήμερα", "ma", "azi", "astăzi", "sot", "bugün");
  CHECK(read(kHead + "As of: " + word + "\n").text("as_of") == "2026-11-24");
  CHECK(read(kHead + "As of: yesterday\n").text("as_of") == "2026-11-23");
}

std::string code_of(const std::string& own) {
  const auto words = reply_words(own, shipped(), options().now);
  return !words ? std::string()
                : words->code + (words->expected_by.empty() ? "" : " ") + words->expected_by;
}

TEST_CASE("a few words say what kind of answer it is") {
  const auto [text, code] = GENERATE(table<const char*, const char*>({
      {"No record.", "NO_TRACE"},
      {"nothing", "NO_TRACE"},
      {"Nothing found.", "NO_TRACE"},
      {"  NO   TRACE \n", "NO_TRACE"},
      {"No hit", "NO_HIT"},
      {"yes", "FULL"},
      {"Done!", "FULL"},
      {"closed", "FULL"},
      {"Nothing. Closed.", "NO_TRACE"},
      {"later", "DELAY"},
      {"until 12 December", "DELAY 2026-12-12"},
      {"Until 12 December 2027.", "DELAY 2027-12-12"},
      {"by 12.12.2026", "DELAY 2026-12-12"},
      {"by 12.12.", "DELAY 2026-12-12"},
      {"until 3 January", "DELAY 2027-01-03"},
      {"until tomorrow", "DELAY 2026-11-25"},
      {"Later, until 12 December", "DELAY 2026-12-12"},
      {"Not for us.", "ACK"},
      {"received", "ACK"},
      {"до 12 декември", "DELAY 2026-12-12"},
      {"do 12. prosinca", "DELAY 2026-12-12"},
      {"până la 12 decembrie", "DELAY 2026-12-12"},
      {"έως 12 Δεκεμβρίου", "DELAY 2026-12-12"},
      {"december 12-ig", "DELAY 2026-12-12"},
      {"12 Aralık'a kadar", "DELAY 2026-12-12"},
      {"deri më 12 dhjetor", "DELAY 2026-12-12"},
      {"Няма данни.", "NO_TRACE"},
      {"nema podataka", "NO_TRACE"},
      {"Nincs adat", "NO_TRACE"},
      {"kayıt yok", "NO_TRACE"},
      {"δεν υπάρχουν στοιχεία", "NO_TRACE"},
      {"nuk ka të dhëna", "NO_TRACE"},
      {"nu figurează", "NO_TRACE"},
      {"није за нас", "ACK"},
      {"Nothing, thanks.", "NO_TRACE"},
      {"Received, thank you!", "ACK"},
      {"Noted, thanks", "ACK"},
      {"No record.\n\nBest regards,\nMilan Jović\nInspector, NFP Serbia\n+381 11 123 45 67",
       "NO_TRACE"},
      {"Няма данни.\n\nС уважение,\nИван Иванов\nглавен инспектор", "NO_TRACE"},
      {"until 12 December\n\nKind regards\nMilan", "DELAY 2026-12-12"},
      {"nu figurează\nCu stimă\nRadu Marin", "NO_TRACE"},
  }));
  INFO(text);
  CHECK(code_of(text) == code);
}

TEST_CASE("the line of the form for the kind takes the same words") {
  const auto [text, code] = GENERATE(table<const char*, const char*>({
      {"no record", "NO_TRACE"},
      {"Nothing.", "NO_TRACE"},
      {"yes", "FULL"},
      {"not for us", "ACK"},
      {"until 12 December", "DELAY 2026-12-12"},
      {"până la 12 decembrie", "DELAY 2026-12-12"},
  }));
  INFO(text);
  auto form =
      read("Form: reply\nAnswers: SEL-2026-000001-77\nReply kind: " + std::string(text) + "\n");
  CHECK(form.text("reply_kind").empty());
  const auto words = take_kind_in_words(form, shipped(), options().now);
  REQUIRE(words);
  const auto day = std::string(form.text("expected_by"));
  CHECK(std::string(form.text("reply_kind")) + (day.empty() ? "" : " ") + day == code);
  CHECK(form.unknown.empty());
  for (const auto& warning : form.warnings) CHECK(warning.label != "Reply kind");
}

TEST_CASE("a kind that no words say stays as it was written") {
  for (const auto* text : {"perhaps", "no", "full", "refusal", "see below, he lives in Sofia"}) {
    INFO(text);
    auto form =
        read("Form: reply\nAnswers: SEL-2026-000001-77\nReply kind: " + std::string(text) + "\n");
    const auto before = std::string(form.text("reply_kind"));
    CHECK_FALSE(take_kind_in_words(form, shipped(), options().now));
    CHECK(form.text("reply_kind") == before);
  }
}

TEST_CASE("a sentence around such words says more than a code") {
  const auto text =
      GENERATE(as<std::string>{}, "", "\n", "There is no record of him under this name.",
               "No record, but his brother is known.", "Yes, he lives in Sofia.", "no", "perhaps",
               "until", "until further notice", "by car",
               "No record\n\nPlease tell us his birth date.", "No hit. Later.", "do 12 dana",
               "1. No record", "Thank you.", "Best regards\nMilan", "No record\n\nPetar Petrov",
               "No record\nThanks\nbut his brother is known to the police of Vidin since 2019",
               "No record\nRegards\n1\n2\n3\n4\n5\n6\n7", "Nothing, thanks, Petar Petrov owns it");
  INFO(text);
  CHECK(code_of(text).empty());
}

TEST_CASE("a day without its year that is a little while ago is not next year's") {
  // Today is 24 November 2026.
  const auto [text, code] = GENERATE(table<const char*, const char*>({
      {"until 23 November", ""},
      {"until 1 November", ""},
      {"до 23.11.", ""},
      {"do 15. listopada", ""},
      {"until 25 August", ""},
      {"by 30.9.", ""},
      {"until 24 November", "DELAY 2026-11-24"},
      {"until 3 January", "DELAY 2027-01-03"},
      {"until 1 July", "DELAY 2027-07-01"},
      {"until 23 November 2027", "DELAY 2027-11-23"},
  }));
  INFO(text);
  CHECK(code_of(text) == code);
}

TEST_CASE("every language has words for an answer, and each stands for one code") {
  for (const auto* language : shipped().languages()) {
    INFO(language->tag);
    for (const auto* code : {"FULL", "NO_TRACE", "NO_HIT", "ACK", "DELAY"}) {
      REQUIRE(language->short_words.count(code) == 1);
      for (const auto& word : language->short_words.at(code).words) {
        INFO(word);
        CHECK(code_of(word) == code);
      }
    }
    CHECK(language->short_words.count("UNTIL") + language->short_words.count("UNTIL_AFTER") > 0);
  }
}

TEST_CASE("faults of short words are told with file, line, key and hint") {
  const std::string head = "language = \"xx\"\nname = \"Xish\"\n[reply_words]\n";
  const auto [text, key] = GENERATE(table<const char*, const char*>(
      {{"FUL = [\"fertig\"]\n", "FUL"}, {"NO_TRACE = [\"yes\"]\n", "NO_TRACE"}}));
  const Folder site;
  site.write("_language_xx.toml", head + text);
  std::vector<LoadFault> faults;
  TemplateSet::load({POUCH_FORMS, site.path()}, faults);
  REQUIRE(faults.size() == 1);
  CHECK(faults[0].line == 4);
  CHECK(faults[0].key == key);
  CHECK_FALSE(faults[0].hint.empty());
}

TEST_CASE("a kind left as it was printed, in any language, is what the answers make of it") {
  const Language* language = nullptr;
  const auto kind = [&](std::size_t questions, std::vector<int> answered, const char* text = "x") {
    std::vector<std::pair<int, std::string>> asked;
    std::string letter = "WHAT IS ASKED\n  See 2. below.\n";
    for (std::size_t i = 1; i <= questions; ++i) {
      asked.emplace_back(static_cast<int>(i), "Who is it?");
      letter += "  " + std::to_string(i) + ". Who is it?\n";
    }
    std::vector<NumberedAnswer> answers;
    for (const int number : answered) {
      answers.push_back({number, text, 1});
    }
    return kind_when_untouched(
        letter + "\nANSWER\n" + reply_lines(asked, shipped(), language) + "\nThe end\n", answers,
        shipped());
  };
  for (const auto* tag : {"en", "bg", "el", "hu", "ro", "sr-Latn", "tr"}) {
    INFO(tag);
    language = shipped().language(tag);
    CHECK(kind(1, {1}) == "FULL");
    CHECK(kind(3, {1, 2, 3}) == "FULL");
    CHECK(kind(3, {1, 3}) == "PARTIAL");
    CHECK(kind(3, {1, 2, 3}, "  ") == "PARTIAL");
    CHECK(kind(5, {5, 4, 3, 2, 1}) == "FULL");
    CHECK(kind(5, {1, 2}) == "PARTIAL");
    CHECK(kind(9, {1, 2, 3, 4, 5, 6, 7, 8, 9}) == "FULL");
    CHECK(kind(9, {1, 2, 3, 4, 5, 6, 7, 8}) == "PARTIAL");
    CHECK(kind(0, {}) == "FULL");
  }
}

struct Numbers {
  const char *block, *field, *text;
  Strings found;
};

TEST_CASE("several numbers in a field for one are told, and each is searched") {
  const auto number = GENERATE(
      Numbers{"Vehicle", "Plate", "CA 1234 AB, CB 7788 XX", {"CA1234AB", "CB7788XX"}},
      Numbers{"Vehicle", "Plate", "CA 1234 AB and CB 7788 XX", {"CA1234AB", "CB7788XX"}},
      Numbers{"Vehicle", "Plate", "CA1234AB/CB7788XX", {"CA1234AB", "CB7788XX"}},
      Numbers{"Vehicle", "Plate", "CA 1234 AB\nCB 7788 XX", {"CA1234AB", "CB7788XX"}},
      Numbers{"Vehicle",
              "Plate",
              "CA 1234 AB; CB 7788 XX; B 99 ABC",
              {"CA1234AB", "CB7788XX", "B99ABC"}},
      Numbers{"Vehicle",
              "VIN",
              "WDB9634031L123456, 1HGCM82633A004352",
              {"WDB9634031L123456", "1HGCM82633A004352"}},
      Numbers{"Person",
              "Document number",
              "passport 008123456 and 777888999",
              {"008123456", "777888999"}},
      Numbers{
          "Person", "Phone", "+40 21 123 45 67, +40 31 987 65 43", {"40211234567", "40319876543"}},
      Numbers{
          "Person", "Phone", "+40 21 123 45 67 / +40 31 987 65 43", {"40211234567", "40319876543"}},
      Numbers{"Account",
              "Value",
              "BG80 BNBG 9661 1020 3456 78, RO49 AAAA 1B31 0075 9384 0000",
              {"BG80BNBG96611020345678", "RO49AAAA1B31007593840000"}});
  const auto form = read(kHead + "Answer: 1. x\n[" + number.block + " 1]\nKind: IBAN\n" +
                         number.field + ": " + number.text + "\n");
  INFO(number.text << told(form.warnings));
  const auto* warning = find_problem(form.warnings, "several-numbers");
  REQUIRE(warning != nullptr);
  CHECK(warning->text.find(number.found.size() == 2 ? "two" : "3") != std::string::npos);
  CHECK(warning->hint.find(std::string("[") + number.block + " 2]") != std::string::npos);
  Strings fed;
  for (const auto& feed : search_feeds(form, shipped())) {
    fed.push_back(feed.compact);
  }
  for (const auto& one : number.found) {
    INFO(one);
    CHECK(std::count(fed.begin(), fed.end(), one) == 1);
  }
}

TEST_CASE("one number is one, however it is written") {
  const auto [block, field, text] = GENERATE(table<const char*, const char*, const char*>(
      {{"Vehicle", "Plate", "CA 1234 AB"},
       {"Vehicle", "Plate", "CA-1234-AB (white)"},
       {"Vehicle", "Plate", "CA 1234 AB, white lorry"},
       {"Person", "Document number", "12/3456"},
       {"Person", "Document number", "008123456, issued 2019-03-01"},
       {"Person", "Phone", "+40 (0)21 555/01 23"},
       {"Document", "Machine readable zone",
        "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<\nL898902C36UTO7408122F1204159ZE184226B<<<<<"
        "10"}}));
  const auto form = read(kHead + "Answer: 1. x\n[" + block + " 1]\n" + field + ": " + text + "\n");
  INFO(text << told(form.warnings));
  CHECK(find_problem(form.warnings, "several-numbers") == nullptr);
}

}  // namespace
}  // namespace pouch::templates
