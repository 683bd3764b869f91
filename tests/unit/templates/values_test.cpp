// Values by type: what is taken, how it is stored, what is refused with which hint.
#include "templates/text/fold.hpp"
#include "tests/unit/templates/shipped.hpp"

namespace pouch::templates {
namespace {

Form with(const std::string& line) { return read(request_with(line + "\n")); }

TEST_CASE("codes, their names and their aliases are the same choice") {
  for (const auto* word : {"DRUG", "drug", "drug trafficking", "Drugs", "narcotics",
                           "DRUG drug trafficking", "DRUG (drug trafficking)"}) {
    INFO(word);
    const auto form = read(request_without("Crime area") + "Crime area: " + word + "\n");
    CHECK(form.problems.empty());
    CHECK(form.text("crime_area") == "DRUG");
  }
}

TEST_CASE("a wrong choice is a problem that names the nearest one") {
  const auto form = with("Priority: urgnt");
  REQUIRE(form.problems.size() == 1);
  CHECK(form.problems[0].code == "not-a-choice");
  CHECK(form.problems[0].line == 10);
  CHECK(form.problems[0].hint.find("did you mean \"URGENT\"") != std::string::npos);
}

TEST_CASE("countries by code, by three letters, by name in English and the members' languages") {
  const auto [word, code] =
      GENERATE(table<const char*, const char*>({{"BG", "BG"},
                                                {"bg", "BG"},
                                                {"BGR", "BG"},
                                                {"Bulgaria", "BG"},
                                                {"България", "BG"},
                                                {"Србија", "RS"},
                                                {"Srbija", "RS"},
                                                {"Βουλγαρία", "BG"},
                                                {"EL", "GR"},
                                                {"Ελλάδα", "GR"},
                                                {"Greece", "GR"},
                                                {"Törökország", "TR"},
                                                {"Türkiye", "TR"},
                                                {"Turkey", "TR"},
                                                {"Shqipëri", "AL"},
                                                {"Mađarska", "HU"},
                                                {"Republica Moldova", "MD"},
                                                {"Bosnia and Herzegovina", "BA"},
                                                {"Северна Македонија", "MK"},
                                                {"Crna Gora", "ME"}}));
  INFO(word);
  const auto form = read(request_without("To") + "To: " + word + "\n");
  INFO(told(form.problems));
  CHECK(form.list("to_states") == Strings{code});
}

TEST_CASE("lists take commas, semicolons, lines, bullets, numbers and the word and") {
  for (const auto* list : {"BG, RS", "BG; RS", "BG\nRS", "\n- BG\n- RS", "\n• BG\n• RS",
                           "\n1. BG\n2. RS", "BG and RS", "BG & RS", "BG,\n  RS", "BG, RS, BG"}) {
    INFO(list);
    const auto form = read(request_without("To") + "To: " + list + "\n");
    INFO(told(form.problems));
    CHECK(form.list("to_states") == Strings{"BG", "RS"});
  }
}

TEST_CASE("a country with the word and in its name is one country") {
  const auto form = read(request_without("To") + "To: Bosnia and Herzegovina and Serbia\n");
  CHECK(form.list("to_states") == Strings{"BA", "RS"});
}

TEST_CASE("no country is guessed: a wrong one is a problem with a hint") {
  const auto form = read(request_without("To") + "To: BG, Bulgria\n");
  REQUIRE(form.problems.size() == 1);
  CHECK(form.problems[0].code == "not-a-country");
  CHECK(form.problems[0].hint.find("Bulgaria (BG)") != std::string::npos);
}

TEST_CASE("ALL is a country only where the template says so") {
  CHECK(read(request_without("To") + "To: all\n").list("to_states") == Strings{"ALL"});
  CHECK_FALSE(with("Same request to: ALL").problems.empty());
}

TEST_CASE("yes and no in the members' languages") {
  for (const auto* word : {"yes", "Y", "true", "1", "да", "Da", "ναι", "Igen", "evet", "po"}) {
    INFO(word);
    CHECK(with("Intended for court: " + std::string(word)).yes("intended_court_use"));
  }
  for (const auto* word :
       {"no", "N", "false", "0", "не", "Ne", "nu", "όχι", "nem", "Hayır", "jo"}) {
    INFO(word);
    const auto form = with("Intended for court: " + std::string(word));
    CHECK(form.problems.empty());
    CHECK(form.text("intended_court_use") == "no");
  }
  CHECK(codes(with("Intended for court: perhaps").problems) == Strings{"not-yes-or-no 10"});
}

TEST_CASE("languages by code and by name") {
  for (const auto* word : {"sr", "Serbian", "српски", "srpski"}) {
    INFO(word);
    CHECK(with("Language: " + std::string(word)).text("language") == "sr");
  }
  CHECK(codes(with("Language: Klingonese").problems) == Strings{"not-a-language 10"});
}

TEST_CASE("telephone numbers are stored as E.164") {
  CHECK(with("Contact phone: +40 (21) 123-45.67").text("contact_phone") == "+40211234567");
  CHECK(with("Contact phone: 0040 21 1234567").text("contact_phone") == "+40211234567");
  const auto national = with("Contact phone: 021 1234567");
  CHECK(national.problems.empty());
  CHECK(find_problem(national.warnings, "phone-shape") != nullptr);
  CHECK(codes(with("Contact phone: ask me").problems) == Strings{"not-a-phone 10"});
}

TEST_CASE("case numbers are recognised however they were copied") {
  for (const auto* word : {"SEL-2026-000001-17", "sel-2026-000001-17", "[SEL-2026-000001-17]",
                           "SEL-2026-000001-17."}) {
    INFO(word);
    CHECK(with("Translation of: " + std::string(word)).text("translation_of") ==
          "SEL-2026-000001-17");
  }
  CHECK(with("Translation of: SEL-2026-000001-17/2").text("translation_of") ==
        "SEL-2026-000001-17/2");
  CHECK(codes(with("Translation of: 17").problems) == Strings{"not-a-reference 10"});
}

TEST_CASE("questions keep their numbers, with gaps, bullets, or none at all") {
  const auto questions = [](const std::string& text) {
    return read(request_without("Information wanted") + "Information wanted: " + text + "\n");
  };
  // request_without leaves the question's own line under Purpose; it is not a question there.
  const auto gap = questions("\n2. Who?\n5) Where?\nQ7: When?");
  const auto* value = gap.find("information_wanted");
  REQUIRE(value != nullptr);
  CHECK(value->numbers == std::vector<int>{2, 5, 7});
  CHECK(value->values == Strings{"Who?", "Where?", "When?"});
  CHECK(questions("Who?\nWhere?").find("information_wanted")->numbers == std::vector<int>{1, 2});
  CHECK(questions("\n- Who?\n- Where?").find("information_wanted")->numbers ==
        std::vector<int>{1, 2});
  CHECK(questions("1. Who is it? 2. Where?").list("information_wanted") ==
        Strings{"Who is it?", "Where?"});
  CHECK(find_problem(questions("\n1. Who?\n1. Where?").problems, "two-values") != nullptr);
}

TEST_CASE("a date at the beginning of a line of a question is no number") {
  const auto form = read(request_without("Information wanted") +
                         "Information wanted: 1. What happened between 1. October and\n"
                         "3. November 2026?\n");
  CHECK(form.list("information_wanted") ==
        Strings{"What happened between 1. October and 3. November 2026?"});
}

TEST_CASE("a value of one word ends where it makes sense, what follows is kept") {
  const auto form =
      read(request_without("Purpose") + "Purpose: investigate\n\nThis mail is confidential.\n");
  CHECK(form.problems.empty());
  CHECK(form.text("purpose") == "INVESTIGATE");
  CHECK(find_problem(form.warnings, "stray-text") != nullptr);
  CHECK(form.free_text.find("This mail is confidential.") != std::string::npos);
}

TEST_CASE("the officer's own spelling is kept beside the stored value") {
  const auto form = read(request_with(""));
  CHECK(form.find("to_states")->raw == "BG\nRS");
  CHECK(form.find("crime_area")->raw == "DRUG");
  CHECK(read(request_without("Purpose") + "Purpose:   To  investigate\n").problems.size() == 1);
}

TEST_CASE("a deadline in the past is refused, one to come is taken") {
  CHECK(codes(with("Deadline: 2026-11-24 11:59 UTC").problems) == Strings{"in-the-past 10"});
  CHECK(with("Deadline: 2026-11-24 12:01 UTC").problems.empty());
}

TEST_CASE("folding makes one word of its spellings and never fails on bad octets") {
  CHECK(fold("Ürgency  Reason:") == "urgencyreason");
  CHECK(fold("ĐORĐE") == fold("đorđe"));
  CHECK(fold("IŞIK") == fold("ışık"));
  CHECK(fold("\xFF\xFE\x80") == fold(""));
  CHECK(compact("ca-1234 ab") == "CA1234AB");
}

}  // namespace
}  // namespace pouch::templates
