// A refused form mended by a Reply (CORRESPONDENCE section 4): every way in which officers give a
// value anew, and what stays as it was.
#include "templates/replies/mend.hpp"

#include "templates/text/fold.hpp"
#include "tests/unit/templates/shipped.hpp"

namespace pouch::templates {
namespace {

const Template& request() { return *shipped().find("request"); }

Written own(const std::string& text) {
  Written written;
  written.own = text;
  return written;
}

Written filled(const std::string& label, const std::string& value) {
  Written written;
  written.filled.push_back({label, value, 1});
  return written;
}

Written corrected(const std::string& form, const std::string& words = "") {
  Written written;
  written.fenced = Fenced{form, 1, {}, {}, words};
  return written;
}

Mended mended(const std::string& kept, const Written& written) {
  return mend(kept, &request(), shipped(), written);
}

std::string replaced(std::string text, const std::string& what, const std::string& by) {
  return text.replace(text.find(what), what.size(), by);
}

std::string reasons(const Mended& result) {
  return std::string(read(result.text).text("reasons_available"));
}

TEST_CASE("a missing field is given in every way that comes to a mind") {
  const auto kept = request_without("Reasons");
  REQUIRE(codes(read(kept).problems) == Strings{"missing 0"});
  const auto whole = request_with("");
  const auto written = GENERATE_COPY(
      own("Reasons: it has Bulgarian plates"), own("reasons:it has Bulgarian plates"),
      own("Reasons:\nit has Bulgarian plates"), own("Reasons:\n\nit has\nBulgarian plates"),
      own("Λόγοι: it has Bulgarian plates"), filled("Reasons", "it has Bulgarian plates"),
      filled("Reasons", "it has\nBulgarian plates"), corrected(whole),
      corrected("!! Reasons: is missing\n" + whole), own(whole), own("Hello\n\n" + whole));
  const auto result = mended(kept, written);
  INFO(result.text);
  CHECK(result.changed);
  CHECK(result.problems.empty());
  const auto form = read(result.text);
  INFO(told(form.problems));
  CHECK(form.problems.empty());
  CHECK(reasons(result) == "it has Bulgarian plates");
  CHECK(form.text("own_ref") == "4417/2026");
  CHECK(form.list("information_wanted") == Strings{"Who is the owner?"});
  REQUIRE(form.blocks.size() == 1);
  CHECK(form.blocks[0].find("family_name")->raw == "Јовановић");
}

TEST_CASE("a complaint alone changes nothing and is carried as words") {
  const auto kept = request_without("Reasons");
  for (const auto* text : {"Why do you send this back?", "The reasons are obvious.",
                           "Please send it: it is urgent!", "I did write the reasons\n\nAna"}) {
    const auto result = mended(kept, own(text));
    INFO(text);
    CHECK_FALSE(result.changed);
    CHECK(result.problems.empty());
    CHECK(result.words == text);
    CHECK(result.text == kept);
  }
}

TEST_CASE("a Reply without an edit changes nothing") {
  const auto kept = request_without("Reasons");
  const auto shown = "!! Reasons: is missing\n## help\n" + kept;
  for (const auto& written : {Written{}, corrected(kept), corrected(shown)}) {
    const auto result = mended(kept, written);
    CHECK_FALSE(result.changed);
    CHECK(result.text == kept);
    CHECK(result.words.empty());
  }
}

TEST_CASE("words around a value stay words, and its paragraph ends it") {
  const auto result =
      mended(request_without("Reasons"),
             own("Good morning,\n\nReasons: it has Bulgarian plates\n\nRegards\nAna"));
  CHECK(reasons(result) == "it has Bulgarian plates");
  CHECK(result.words == "Good morning,\n\n\nRegards\nAna");
}

TEST_CASE("a value of one word ends with its line") {
  const auto result = mended(request_without("Purpose"), own("Purpose: investigate\nThank you"));
  CHECK(read(result.text).text("purpose") == "INVESTIGATE");
  CHECK(result.words == "Thank you");
}

TEST_CASE("a value given anew takes the place of the old one") {
  const auto kept = request_with("");
  for (const auto& written :
       {own("Facts: A car was stopped."), filled("Facts", "A car was stopped."),
        corrected(replaced(kept, "A lorry", "A car"))}) {
    const auto result = mended(kept, written);
    CHECK(result.changed);
    CHECK(read(result.text).text("facts") == "A car was stopped.");
    CHECK(read(result.text).problems.empty());
  }
}

TEST_CASE("a numbered list corrected in place keeps its numbers") {
  const auto kept = request_with("");
  const auto result = mended(
      kept, corrected(replaced(kept, "1. Who is the owner?", "1. Who owns it?\n  3. Since when?")));
  const auto form = read(result.text);
  const auto* questions = form.find("information_wanted");
  REQUIRE(questions != nullptr);
  CHECK(questions->values == Strings{"Who owns it?", "Since when?"});
  CHECK(questions->numbers == std::vector<int>{1, 3});
}

TEST_CASE("a client that broke and joined the lines of the form changed nothing") {
  const auto kept = replaced(request_with(""), "A lorry was stopped.",
                             "A lorry was stopped and\nsearched at the border.");
  const auto shown = replaced(kept, "stopped and\nsearched", "stopped\nand searched");
  CHECK_FALSE(mended(kept, corrected(shown)).changed);
}

TEST_CASE("an emptied field is taken away, a label that is gone stays") {
  const auto kept = request_with("Operation name: Blue Road\n");
  const auto emptied = mended(kept, corrected(replaced(kept, "Blue Road", "")));
  CHECK(emptied.changed);
  CHECK(read(emptied.text).find("operation_name") == nullptr);
  const auto gone = mended(kept, corrected(replaced(kept, "Operation name: Blue Road\n", "")));
  CHECK_FALSE(gone.changed);
  CHECK(read(gone.text).text("operation_name") == "Blue Road");
}

TEST_CASE("of two values that were there the one that is left counts") {
  const auto kept = request_with("Reasons: another\n");
  REQUIRE(codes(read(kept).problems) == Strings{"two-values 10"});
  for (const auto& written :
       {own("Reasons: another"), filled("Reasons", "another"),
        corrected(request_with("Reasons: another\n")
                      .replace(kept.find("Reasons: it has Bulgarian plates\n"), 33, ""))}) {
    const auto result = mended(kept, written);
    CHECK(result.changed);
    CHECK(reasons(result) == "another");
  }
}

TEST_CASE("two different new values for one field are a problem that shows both") {
  auto written = own("Reasons: it was seen there");
  written.filled.push_back({"Reasons", "it has Bulgarian plates", 2});
  const auto result = mended(request_without("Reasons"), written);
  CHECK_FALSE(result.changed);
  REQUIRE(codes(result.problems) == Strings{"two-values 0"});
  CHECK(result.problems[0].label == "Reasons");
  CHECK(result.problems[0].text.find("it was seen there") != std::string::npos);
  CHECK(result.problems[0].text.find("it has Bulgarian plates") != std::string::npos);
}

TEST_CASE("one value said twice, or in two words for it, is one value") {
  auto written = own("Purpose: investigation");
  written.filled.push_back({"Purpose", "investigate", 2});
  const auto result = mended(request_without("Purpose"), written);
  CHECK(result.problems.empty());
  CHECK(read(result.text).text("purpose") == "INVESTIGATE");
}

TEST_CASE(
    "a field of a block is named by its block, under its header, or alone where it is clear") {
  const auto kept = request_without("Role");
  REQUIRE(find_problem(read(kept).problems, "missing")->label == "[Person 1] Role");
  for (const auto& written : {own("[Person 1] Role: suspect"), own("[Person 1]\nRole: suspect"),
                              own("Role: suspect"), own("[Лице 1] Role: suspect"),
                              filled("[Person 1] Role", "suspect"), corrected(request_with(""))}) {
    const auto result = mended(kept, written);
    INFO(result.text);
    const auto form = read(result.text);
    CHECK(form.problems.empty());
    REQUIRE(form.blocks.size() == 1);
    CHECK(form.blocks[0].find("role")->values == Strings{"SUSPECT"});
    CHECK(result.words.empty());
  }
}

TEST_CASE("of two blocks that have the label the one that lacks it is meant, else none") {
  const auto second =
      std::string("\n[Person 2]\nRole: witness\nFamily name: X\nLink to purpose: l\n");
  const auto lacking = request_without("Role") + second;
  const auto result = mended(lacking, own("Role: suspect"));
  const auto form = read(result.text);
  REQUIRE(form.blocks.size() == 2);
  CHECK(form.blocks[0].find("role")->values == Strings{"SUSPECT"});
  CHECK(form.blocks[1].find("role")->values == Strings{"WITNESS"});

  const auto clear = mended(request_with("") + second, own("Role: victim"));
  CHECK_FALSE(clear.changed);
  CHECK(clear.words == "Role: victim");
}

TEST_CASE("a block that the form needs is typed or filled in") {
  const auto whole = request_with("");
  const auto kept = whole.substr(0, whole.find("\n[Person 1]"));
  REQUIRE(codes(read(kept).problems) == Strings{"missing 0"});
  Written lines;
  lines.filled = {{"[Person 1] Role", "suspect", 1},
                  {"[Person 1] Family name", "X", 2},
                  {"[Person 1] Link to purpose", "l", 3}};
  for (const auto& written :
       {own("[Person 1]\nRole: suspect\nFamily name: X\nLink to purpose: l"), lines}) {
    const auto result = mended(kept, written);
    INFO(result.text);
    CHECK(read(result.text).problems.empty());
  }
}

TEST_CASE("a mistyped label stays a problem until its field is given") {
  const auto kept = request_with("Handlng: H2\n");
  REQUIRE(codes(read(kept).problems) == Strings{"unknown-label 10"});
  const auto other = mended(kept, own("Operation name: Blue Road"));
  CHECK(other.changed);
  CHECK(find_problem(read(other.text).problems, "unknown-label") != nullptr);
  CHECK(other.text.find("Handlng: H2") != std::string::npos);
  for (const auto& written :
       {own("Handling: H2"), filled("Handling", "H2"), corrected(request_with("Handling: H2\n")),
        corrected(request_with("") + "")}) {
    const auto result = mended(kept, written);
    INFO(result.text);
    CHECK(result.changed);
    CHECK(read(result.text).problems.empty());
  }
}

TEST_CASE("a label that is nearly the one asked for is told, not guessed") {
  const auto result = mended(request_without("Reasons"), own("Resons: it has Bulgarian plates"));
  CHECK_FALSE(result.changed);
  REQUIRE(codes(result.problems) == Strings{"unknown-label 0"});
  CHECK(result.problems[0].hint.find("Reasons:") != std::string::npos);
  CHECK(result.words == "Resons: it has Bulgarian plates");
}

TEST_CASE("a form whose name was wrong is named, and mended in the same Reply") {
  const auto kept = replaced(request_without("Reasons"), "Form: request", "Form: reqest");
  auto written = own("Reasons: it has Bulgarian plates");
  written.filled.push_back({"Form", "request", 1});
  for (const auto& one :
       {written, own("Form: request\nReasons: it has Bulgarian plates"), own(request_with(""))}) {
    const auto result = mend(kept, nullptr, shipped(), one);
    INFO(result.text);
    CHECK(result.changed);
    CHECK(read(result.text).problems.empty());
    CHECK(result.words.empty());
  }
  const auto result = mend(kept, nullptr, shipped(), own("I do not understand"));
  CHECK_FALSE(result.changed);
  CHECK(result.words == "I do not understand");
}

TEST_CASE("another form altogether takes the place of the kept one") {
  const auto result = mended(request_without("Reasons"),
                             own("Sorry.\n\nForm: note\nSubject: Crossings\nText: call us"));
  CHECK(result.changed);
  CHECK(read(result.text).name == "note");
  CHECK(result.words == "Sorry.");
}

TEST_CASE("what is typed between the lines of the form is words, not part of a value") {
  const auto kept = request_without("Reasons");
  const auto shown = replaced(kept, "\n[Person 1]", "it is urgent\n\n[Person 1]");
  const auto result = mended(kept, corrected(shown, "it is urgent"));
  CHECK_FALSE(result.changed);
  CHECK(result.words == "it is urgent");
}

TEST_CASE("free text and unknown labels live through a mend") {
  const auto kept = "Good day\n\n" + request_without("Reasons") + "Free text:\nfirst\n\nsecond\n";
  const auto form = read(mended(kept, own("Reasons: r")).text);
  CHECK(form.words == "Good day");
  CHECK(form.free_text == "first\n\nsecond");
  const auto unknown =
      read(mended(replaced(request_with(""), "Crime area:", "Weather: fog\nCrime area:"),
                  own("Reasons: r"))
               .text);
  CHECK(unknown.unknown.at("Weather") == "fog");
}

TEST_CASE("an unknown label below running text is no part of it, nor words above the form") {
  const auto whole = request_with("");
  const auto typed = replaced(whole, "To:", "Weather: fog\nTo:");
  const auto result = mended(whole, corrected(typed));
  CHECK(result.changed);
  const auto form = read(result.text);
  CHECK(form.unknown.at("Weather") == "fog");
  CHECK(form.words.empty());
  const auto again = read(as_text(form, shipped()));
  CHECK(again.unknown == form.unknown);
  CHECK(again.text("reasons_available") == form.text("reasons_available"));
}

TEST_CASE("every filled form reads the same after a mend of nothing but one field") {
  for (const auto* which : shipped().all()) {
    const auto kept = filled_blank(*which);
    const auto before = read(kept);
    const auto result = mend(kept, which, shipped(), own("Our reference: 7777/26\n\nThat is all."));
    INFO(result.text);
    const auto after = read(result.text);
    CHECK(result.words == "That is all.");
    CHECK(after.text("own_ref") == "7777/26");
    CHECK(after.problems.size() == before.problems.size());
    for (const auto& value : before.fields) {
      INFO(value.id);
      REQUIRE(after.find(value.id) != nullptr);
      CHECK((value.id == "own_ref" || after.find(value.id)->values == value.values));
      CHECK(after.find(value.id)->numbers == value.numbers);
    }
    CHECK(after.blocks.size() == before.blocks.size());
  }
}

TEST_CASE("a form that came as JSON is written in words that read as the same form") {
  for (const auto* which : shipped().all()) {
    const auto form = read_json_form(to_json(read(filled_blank(*which))), shipped(), options());
    const auto text = as_text(form, shipped());
    INFO(text);
    CHECK(disagreements(read(text), form).empty());
    CHECK(disagreements(form, read(text)).empty());
  }
  const auto form = read_json_form(
      R"({"form": "request", "fields": {"to_states": ["BG", "RS"], "previous_refs": ["1, part 2"],
      "facts": "two\nlines", "information_wanted": [{"number": 4, "text": "Who?"}]},
      "free_text": "more"})",
      shipped(), options());
  const auto again = read(as_text(form, shipped()));
  CHECK(again.list("previous_refs") == Strings{"1, part 2"});
  CHECK(again.list("to_states") == Strings{"BG", "RS"});
  CHECK(again.find("information_wanted")->numbers == std::vector<int>{4});
  CHECK(again.free_text == "more");
}

std::string line_for(const Problem& problem) {
  return fill_in(problem, &request(), shipped()).line;
}

TEST_CASE("each problem of a refusal has the line that mends it, with an example that is valid") {
  const auto problem = [](const std::string& label, const std::string& code = "missing") {
    return Problem{0, label, code, "", ""};
  };
  CHECK(line_for(problem("Reasons")) == "Reasons: ");
  CHECK(line_for(problem("[Person 2] Role")) == "[Person 2] Role: ");
  CHECK(line_for(problem("Crime area, Offence category, Offence described")) == "Crime area: ");
  CHECK(line_for(problem("Priority", "not-a-choice")) == "Priority: ");
  CHECK(line_for(problem("Reasons", "two-values")) == "Reasons: ");
  CHECK(line_for(problem("Handlng", "unknown-label")) == "Handling: ");
  CHECK(line_for(problem("Persons and things")) ==
        "[Person 1] Role: \n[Person 1] Family name: \n[Person 1] Link to purpose: ");
  CHECK(line_for(problem("", "no-right")).empty());
  CHECK(line_for(problem("Subject", "unknown-case")).empty());

  const auto named = fill_in(
      {0, "Form", "unknown-form", "", "did you mean \"Form: vehicle-check\"?"}, nullptr, shipped());
  CHECK(named.line == "Form: ");
  CHECK(named.example == "vehicle-check");
  CHECK(fill_in({0, "Form", "unknown-form", "", "write for example \"Form: request\""}, nullptr,
                shipped())
            .example == "request");
}

// Typing the example behind each line mends every form that lacks what it needs.
TEST_CASE("the lines to fill in, filled with their examples, mend every empty form") {
  int lines = 0;
  for (const auto* which : shipped().all()) {
    std::string kept = "Form: " + which->name + "\n";
    for (int round = 0; round < 4; ++round) {
      Written written;
      for (const auto& problem : read(kept).problems) {
        const auto line = fill_in(problem, which, shipped());
        INFO(which->name << ": " << problem.label << " " << problem.code);
        REQUIRE_FALSE(line.line.empty());
        std::size_t from = 0;
        while (from < line.line.size()) {
          const auto end = std::min(line.line.find('\n', from), line.line.size());
          const auto label = line.line.substr(from, line.line.find(": ", from) - from);
          auto example = line.example;
          for (const auto& [id, block] : shipped().blocks()) {
            for (const auto& field : block.fields) {
              example = label == "[" + block.label + " 1] " + field.label ? field.example : example;
            }
          }
          written.filled.push_back({label, example, 1});
          from = end + 1;
          ++lines;
        }
      }
      kept = mend(kept, which, shipped(), written).text;
    }
    INFO(kept << told(read(kept).problems));
    CHECK(read(kept).problems.empty());
  }
  CHECK(lines > 60);
}

}  // namespace
}  // namespace pouch::templates
