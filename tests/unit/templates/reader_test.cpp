// How labels, continuation lines, quotations and marks are read (docs/templates.md).
#include "tests/unit/templates/shipped.hpp"

namespace pouch::templates {
namespace {

TEST_CASE("the example of SPEC section 5 is valid as it stands") {
  const auto form = read(file_text(POUCH_FIXTURES "/clients/form-request.txt"));
  INFO(told(form.problems) << told(form.warnings));
  CHECK(form.problems.empty());
  CHECK(form.warnings.empty());
  CHECK(form.name == "request");
  CHECK(form.list("to_states") == Strings{"BG", "RS"});
  CHECK(form.text("urgency") == "URGENT");
  CHECK(form.text("urgency_reason") == "U3");
  CHECK(form.find("information_wanted")->numbers == std::vector<int>{1, 2});
  CHECK(form.list("information_wanted").at(1) == "Border crossings since 1 October 2026.");
  REQUIRE(form.blocks.size() == 2);
  CHECK(form.blocks[0].find("birth_date")->values == Strings{"1980-04-12"});
  CHECK(form.blocks[1].find("plate")->values == Strings{"CA 1234 AB"});
  CHECK(form.free_text ==
        "The officer on duty can be reached day and night. Țepeș, Ђорђевић, Γεωργίου.");
}

TEST_CASE("what the example leaves out has the defaults of DECISIONS 30") {
  const auto form = read(request_with(""));
  INFO(told(form.problems));
  CHECK(form.problems.empty());
  CHECK(form.text("urgency") == "NORMAL");
  CHECK(form.text("handling") == "H0");
  CHECK(form.text("classification") == "UNCLASSIFIED");
  CHECK(form.text("request_kind") == "INFORMATION");
  CHECK(form.text("use_restriction") == "USE_GRANTED");
  CHECK(form.text("intended_court_use") == "no");
  CHECK(form.text("coercive_needed") == "no");
  CHECK(form.text("personal_data") == "yes");
  CHECK(form.list("data_subjects") == Strings{"SUSPECT"});
  CHECK_FALSE(form.find("urgency")->given);
}

TEST_CASE("labels are compared without case, accents, spaces, punctuation and full-width forms") {
  const auto label = GENERATE(
      as<std::string>{}, "Operation name:", "OPERATION NAME:", "operation-name :",
      "Opération  name:", "operation_name:", "Ｏｐｅｒａｔｉｏｎ　ｎａｍｅ：", "*Operation name:*",
      "**Operation name**:", "Operation\xC2\xA0name:", "\xE2\x80\x8BOperation name:");
  INFO(label);
  const auto form = read(request_with(label + " Blue Road\n"));
  CHECK(form.text("operation_name") == "Blue Road");
  CHECK(form.problems.empty());
  CHECK(form.unknown.empty());
}

TEST_CASE("line ends may be LF, CR LF, CR or Unicode's own") {
  const auto end = GENERATE(as<std::string>{}, "\n", "\r\n", "\r", "\xE2\x80\xA8");
  std::string text;
  for (const char c : request_with("")) {
    text += c == '\n' ? end : std::string(1, c);
  }
  const auto form = read(text);
  INFO(told(form.problems));
  CHECK(form.problems.empty());
  CHECK(form.text("facts") == "A lorry was stopped.");
  CHECK(form.blocks.size() == 1);
}

TEST_CASE("a byte-order mark above the form does not hide its first label") {
  const auto form = read("\xEF\xBB\xBF" + request_with(""));
  CHECK(form.problems.empty());
  CHECK(form.find("template")->given);
}

TEST_CASE("a value goes on over lines, indented or not, until the next known label") {
  const auto form = read(request_with("Law reference: Law 143/2000,\n  article 3\nand 4\n"));
  CHECK(form.text("law_reference") == "Law 143/2000, article 3 and 4");
}

TEST_CASE("an empty line does not end a narrative, and an unknown label in it is part of it") {
  const auto text = request_without("Facts") + "Facts: one\n\ntwo\nWitness: nobody\nthree\n";
  const auto form = read(text);
  INFO(told(form.problems) << told(form.warnings));
  CHECK(form.problems.empty());
  CHECK(form.text("facts") == "one two Witness: nobody three");
  CHECK(form.unknown.empty());
}

TEST_CASE("two values for a field that takes one are a problem, at the second line") {
  const auto form = read(request_with("Handling: H1\nPurpose: detect\n"));
  REQUIRE(form.problems.size() == 1);
  CHECK(form.problems[0].code == "two-values");
  CHECK(form.problems[0].label == "Purpose");
  CHECK(form.problems[0].line == 11);
  CHECK(form.problems[0].text.find("5 and 11") != std::string::npos);
}

TEST_CASE("the same value twice for one field is a problem too: no choice is made") {
  const auto form = read(request_with("Purpose: investigate\n"));
  CHECK(codes(form.problems) == Strings{"two-values 10"});
}

TEST_CASE("an alias beside the label is a second value") {
  const auto form = read(request_with("Operation: Blue\nOperation name: Red\n"));
  CHECK(codes(form.problems) == Strings{"two-values 11"});
}

TEST_CASE("a label that stands there empty and once filled in has one value") {
  const auto form = read(request_with("Operation name:\nOperation name: Blue\n"));
  CHECK(form.problems.empty());
  CHECK(form.text("operation_name") == "Blue");
}

TEST_CASE("an unknown label within two edits of a known one is a problem, never a default") {
  const auto label =
      GENERATE(as<std::string>{}, "Handlng", "Handlingg", "Hanlding", "HANDLIN", "Hndling");
  INFO(label);
  const auto form = read(request_with(label + ": H2\n"));
  const auto* problem = find_problem(form.problems, "unknown-label");
  REQUIRE(problem != nullptr);
  CHECK(problem->line == 10);
  CHECK(problem->label == label);
  CHECK(problem->hint.find("Handling") != std::string::npos);
}

TEST_CASE("a near miss counts within a narrative value too") {
  const auto form = read(request_with("Facts of the case follow\nHandlng: H2\n"));
  CHECK(find_problem(form.problems, "unknown-label") != nullptr);
}

TEST_CASE("an unknown label three edits away is kept with a warning") {
  const auto form = read(request_with("Purpose:\nHandover desk: 7\n"));
  CHECK(find_problem(form.problems, "unknown-label") == nullptr);
  const auto* warning = find_problem(form.warnings, "unknown-label");
  REQUIRE(warning != nullptr);
  CHECK(warning->line == 11);
  CHECK(form.unknown.at("Handover desk") == "7");
}

TEST_CASE("a label of fewer than five letters is not compared by distance") {
  // "Tu" is one edit from "To", which has two letters.
  const auto form = read(request_with("Operation name: Blue\nTux: HU\n"));
  CHECK(form.problems.empty());
  CHECK(form.unknown.count("Tux") == 1);
}

TEST_CASE("a missing required field is told with its label and an example") {
  const auto label =
      GENERATE(as<std::string>{}, "To", "Our reference", "Purpose", "Facts", "Reasons");
  const auto form = read(request_without(label));
  INFO(label << "\n" << told(form.problems));
  REQUIRE(form.problems.size() == 1);
  CHECK(form.problems[0].code == "missing");
  CHECK(form.problems[0].label == label);
  CHECK(form.problems[0].line == 0);
  CHECK(form.problems[0].hint.find(label) != std::string::npos);
}

TEST_CASE("a required label without a value is missing at its own line") {
  const auto form = read(request_without("Purpose") + "Purpose:\n");
  REQUIRE(form.problems.size() == 1);
  CHECK(form.problems[0].code == "missing");
  CHECK(form.problems[0].line == 14);
}

TEST_CASE("urgent needs its reason and its words, normal needs neither") {
  CHECK(read(request_with("Priority: normal\n")).problems.empty());
  const auto form = read(request_with("Priority: urgent\n"));
  CHECK(codes(form.problems) == Strings{"missing 0", "missing 0"});
  CHECK(read(request_with("Priority: urgent\nUrgency reason: U3\nUrgency explained: custody\n"))
            .problems.empty());
}

TEST_CASE("help lines and marks of a refusal are not read, at any depth of quotation") {
  const auto form = read(request_with("## Handling: H2\n!! Handling: H3; no\nHandling: H1\n"));
  CHECK(form.problems.empty());
  CHECK(form.text("handling") == "H1");
  const auto quoted =
      read("> Form: note\n> ## Subject: help\n> !! Subject: mark\n> Subject: real\n");
  CHECK(quoted.text("subject") == "real");
  CHECK(quoted.problems.empty());
}

TEST_CASE("free text takes all that follows, labels too, up to the signature") {
  const auto form =
      read(request_with("") + "\nFree text:\nHandling: H3\n\nsecond\n-- \nHandling: H2\n");
  CHECK(form.problems.empty());
  CHECK(form.text("handling") == "H0");
  CHECK(form.free_text == "Handling: H3\n\nsecond");
}

TEST_CASE("free text is known by its names in the members' languages") {
  const auto label = GENERATE(as<std::string>{}, "Text liber", "Свободен текст", "Слободан текст",
                              "Slobodan tekst", "Ελεύθερο κείμενο", "Szabad szöveg",
                              "Serbest metin", "Tekst i lirë");
  const auto form = read(request_with("") + label + ": hello\n");
  INFO(label);
  CHECK(form.free_text == "hello");
}

TEST_CASE("a form in a quotation counts where there is no unquoted one and the mail is no reply") {
  std::string quoted = "Sent again.\n\n";
  for (const char c : request_with("")) {
    quoted += quoted.back() == '\n' ? std::string("> ") + c : std::string(1, c);
  }
  const auto form = read(quoted);
  CHECK(form.problems.empty());
  CHECK(form.text("own_ref") == "4417/2026");
  CHECK(form.words == "Sent again.");
  CHECK(form.warnings.empty());

  auto reply = options();
  reply.is_reply = true;
  CHECK(recognise(quoted, shipped(), reply).name.empty());
}

TEST_CASE("an unquoted form stands above a quoted one") {
  const auto form = read("> Form: note\n> Subject: old\n\nForm: note\nSubject: new\n");
  CHECK(form.text("subject") == "new");
  CHECK(form.problems.empty());
}

TEST_CASE("what stands under a signature is no form") {
  const auto text = "Hello\n-- \nForm: note\nSubject: trap\n";
  CHECK(recognise(text, shipped(), options()).name.empty());
}

TEST_CASE("in a reply to our form, what says the same as our form was not filled in") {
  auto reply = options();
  reply.is_reply = true;
  reply.our_form = "Form: reply\nAnswers: SEL-2026-000001-17\nHandling: H0\nOur reference:\n";
  const auto form = read(
      "Good morning\n> Form: reply\n> Answers: SEL-2026-000001-17\n> Handling: H0\n"
      "> Our reference: 7/26\n> Reply kind:\nacknowledged\n> Free text:\n",
      reply);
  INFO(told(form.problems));
  CHECK(form.text("own_ref") == "7/26");
  CHECK(form.text("reply_kind") == "ACK");
  CHECK_FALSE(form.find("handling")->given);
  CHECK(form.free_text == "Good morning");
}

TEST_CASE("which form: name, title, alias, any case, and a hint for an unknown one") {
  for (const auto* name : {"request", "REQUEST", "Request for assistance", "REQ", " request. "}) {
    INFO(name);
    CHECK(recognise("Form: " + std::string(name) + "\n", shipped(), options()).name == "request");
  }
  const auto unknown = recognise("Form: requst\n", shipped(), options());
  CHECK(unknown.by_form_line);
  CHECK(unknown.name.empty());
  CHECK(unknown.unknown_name == "requst");
  CHECK(unknown.nearest == "request");
}

TEST_CASE("three known labels without a form line are counted, two and quoted ones are not many") {
  const auto two = recognise("Purpose: x\nFacts: y\n", shipped(), options());
  CHECK(two.known_labels == 2);
  const auto three = recognise("Purpose: x\nFacts: y\nReasons: z\n", shipped(), options());
  CHECK(three.known_labels == 3);
  CHECK(three.likely == "request");
  const auto quoted = recognise("> Purpose: x\n> Facts: y\n> Reasons: z\n", shipped(), options());
  CHECK(quoted.known_labels == 0);
  const auto again = recognise("Facts: x\nFacts: y\nFacts: z\n", shipped(), options());
  CHECK(again.known_labels == 1);
}

TEST_CASE("what the directory knows is filled in and stands behind what the officer wrote") {
  auto knowing = options();
  knowing.known = {{"unit", "Brigade Giurgiu"}, {"phone", "+40211234567"}, {"language", "ro"}};
  const auto form = read(request_with(""), knowing);
  CHECK(form.text("from_unit") == "Brigade Giurgiu");
  CHECK(form.text("contact_phone") == "+40211234567");
  CHECK(form.text("language") == "ro");
  CHECK_FALSE(form.find("from_unit")->given);
  CHECK(read(request_with("From unit: Ruse\n"), knowing).text("from_unit") == "Ruse");
}

TEST_CASE("what only the gateway may say has no label") {
  const auto form =
      read(request_with("Priority: normal\nSigner: ABCD\nMessage number: 3\nReceived at: now\n"));
  CHECK(form.unknown.size() == 3);
  CHECK(form.find("signer_fpr") == nullptr);
}

TEST_CASE("a label filled into the middle of a line is found where it begins a sentence") {
  const auto form = read(file_text(POUCH_FIXTURES "/forms/claws-pgpmime.txt"));
  INFO(told(form.problems));
  CHECK(form.problems.empty());
  CHECK(find_problem(form.warnings, "refilled-line") != nullptr);
}

TEST_CASE("a required label in the middle of a line is told where it stands, not read") {
  const auto form = read(request_without("Reasons") + "Free text:\nsee Reasons: above\n");
  REQUIRE(form.problems.size() == 1);
  CHECK(form.problems[0].hint.find("middle of line 15") != std::string::npos);
}

TEST_CASE("without_quotes leaves the author's own words") {
  CHECK(without_quotes("Yes, we do.\n\nOn Monday, X wrote:\n> Do you?\n-- \nRadu\n") ==
        "Yes, we do.");
  CHECK(without_quotes("> only\n> quoted\n").empty());
}

}  // namespace
}  // namespace pouch::templates
