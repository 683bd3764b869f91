// Forms as the page of a case shows them: in words, each thing once, questions with their answers.
#include "gateway/web/answering/form_shown.hpp"

#include <algorithm>
#include <catch2/catch.hpp>

#include "templates/reading/reader.hpp"
#include "templates/types/form.hpp"
#include "tests/unit/gateway/shipped.hpp"

namespace pouch::gateway {
namespace {

FormShown shown(const std::string& name, const std::string& text, const char* language = nullptr,
                bool opens = true) {
  const auto& set = test::shipped();
  const auto form = templates::read_form(text, *set.find(name), set, {});
  return form_shown(templates::to_json(form), set,
                    language == nullptr ? nullptr : set.language(language), opens);
}

std::string value_of(const std::vector<CaseField>& fields, const std::string& label) {
  const auto found = std::find_if(fields.begin(), fields.end(),
                                  [&](const CaseField& one) { return one.label == label; });
  return found == fields.end() ? "none" : found->value;
}

const std::string kRequest =
    "Form: request\nTo: BG, RS\nCrime area: DRUG\nOur reference: 4417/2026\nPurpose: "
    "INVESTIGATE\nHandling: H1\n"
    "Priority: urgent\nUrgency reason: U3\nUrgency explained: custody ends on 26 November\n"
    "Information wanted:\n1. Who owns it?\n2. Where was it?\nFacts: a lorry\nReasons: Bulgarian "
    "plates\n\n[Vehicle 1]\nPlate: CA 1234 AB\nPlate country: BG\n";

}  // namespace

TEST_CASE("a form is shown in words, its facts apart, a thing with the query that finds it") {
  const auto form = shown("request", kRequest);
  CHECK(form.title == "Request for assistance");
  CHECK_FALSE(form.area.empty());
  CHECK(form.area != "DRUG");
  CHECK(form.urgency == "U3, custody ends on 26 November");
  CHECK(form.handling == std::vector<std::string>{"H1"});
  CHECK(value_of(form.fields, "To") == "Bulgaria, Serbia");
  CHECK(value_of(form.fields, "Plate country") == "Bulgaria");
  CHECK(value_of(form.fields, "Purpose") == "none");
  CHECK(value_of(form.facts, "Purpose") == "investigate");
  CHECK(value_of(form.facts, "Our reference") == "4417/2026");
  CHECK(value_of(form.facts, "Handling") == "H1, not in court without permission");
  const auto plate = std::find_if(form.fields.begin(), form.fields.end(),
                                  [](const CaseField& one) { return one.value == "CA 1234 AB"; });
  REQUIRE(plate != form.fields.end());
  CHECK(plate->block == "Vehicle 1");
  CHECK(plate->query.starts_with("plate:\""));
  for (const auto* all : {&form.fields, &form.facts}) {
    for (const auto& field : *all) {
      CHECK(field.value != "DRUG");
      CHECK(field.value != "INVESTIGATE");
    }
  }
}

TEST_CASE("a block says what kind of thing it is about, and the thing without a label") {
  const auto form = shown("request", kRequest +
                                         "\n[Person 1]\nRole: suspect\nFamily name: Јовановић\n"
                                         "Given names: Милан\nBirth date: 12.04.1980\n");
  const auto as = [&](const std::string& value) {
    const auto found = std::find_if(form.fields.begin(), form.fields.end(),
                                    [&](const CaseField& one) { return one.value == value; });
    REQUIRE(found != form.fields.end());
    return *found;
  };
  CHECK(as("suspect").as == CaseFieldAs::kKind);
  const auto name = as("Јовановић, Милан");
  CHECK(name.as == CaseFieldAs::kThing);
  CHECK(name.query == "person:\"Јовановић Милан\"");
  CHECK(name.block == "Person 1");
  CHECK(value_of(form.fields, "Given names") == "none");
  CHECK(as("12.04.1980").as == CaseFieldAs::kLabelled);
  CHECK(as("CA 1234 AB").as == CaseFieldAs::kThing);
  CHECK(as("Bulgaria").as == CaseFieldAs::kLabelled);
}

TEST_CASE("a form is shown in the language of the page") {
  const auto form = shown("request", kRequest, "ro");
  CHECK(form.title != "Request for assistance");
  const bool said = std::any_of(form.fields.begin(), form.fields.end(), [](const CaseField& one) {
    return one.value == "Bulgaria, Serbia" && one.label != "To";
  });
  CHECK(said);
}

TEST_CASE("an answer is told by its kind, its questions by who has answered them") {
  auto request = shown("request", kRequest);
  const auto reply =
      shown("reply",
            "Form: reply\nReply kind: PARTIAL\nAnswer: 1. Dunav Trans, Ruse.\nSource evaluation: "
            "A\nInformation evaluation: 1\n",
            nullptr, false);
  CHECK(reply.kind == "PARTIAL");
  CHECK(reply.answered == std::vector<std::uint64_t>{1});
  CHECK(value_of(reply.fields, "Reply kind") == "none");
  mark_questions(request.fields, {{"BG", false, true, reply.answered},
                                  {"RS", false, true, {}},
                                  {"GR", true, false, {}},
                                  {"MK", false, false, {}}});
  const auto wanted = std::find_if(request.fields.begin(), request.fields.end(),
                                   [](const CaseField& one) { return !one.asked.empty(); });
  REQUIRE(wanted != request.fields.end());
  REQUIRE(wanted->asked.size() == 2);
  using Codes = std::vector<std::string>;
  CHECK(wanted->asked[0].text == "Who owns it?");
  CHECK(wanted->asked[0].answered == Codes{"BG", "GR"});
  CHECK(wanted->asked[0].open == Codes{"RS"});
  CHECK(wanted->asked[1].answered == Codes{"GR"});
  CHECK(wanted->asked[1].open == Codes{"BG", "RS"});
}

TEST_CASE("an acknowledgement is a form though nothing of it stands among its fields") {
  const auto ack = shown("reply", "Form: reply\nReply kind: ACK\n", nullptr, false);
  CHECK(ack.is_form);
  CHECK(ack.kind == "ACK");
  CHECK(ack.fields.empty());
}

TEST_CASE("a stored form that is none shows nothing, and what was no form neither") {
  const auto& set = test::shipped();
  CHECK_FALSE(form_shown("", set, nullptr, true).is_form);
  CHECK_FALSE(form_shown("{\"form\":", set, nullptr, true).is_form);
}

}  // namespace pouch::gateway
