// The JSON of request.json and of the store, JSON that others send in, and where text and JSON
// disagree.
#include <nlohmann/json.hpp>

#include "templates/fault.hpp"
#include "tests/unit/templates/shipped.hpp"

namespace pouch::templates {
namespace {

using Json = nlohmann::json;

Form read_json(const Json& json) { return read_json_form(json.dump(), shipped(), options()); }

Json small_request() {
  return {{"form", "request"},
          {"fields",
           {{"to_states", {"BG", "RS"}},
            {"crime_area", "DRUG"},
            {"own_ref", "4417/2026"},
            {"purpose", "INVESTIGATE"},
            {"information_wanted", {{{"number", 1}, {"text", "Who is the owner?"}}}},
            {"facts", "A lorry was stopped."},
            {"reasons_available", "it has Bulgarian plates"}}},
          {"blocks",
           {{{"kind", "person"},
             {"number", 1},
             {"fields",
              {{"role", "SUSPECT"},
               {"family_name", "Јовановић"},
               {"link_to_purpose", "consignee"}}}}}}};
}

TEST_CASE("a form comes back from the store as it went in") {
  const auto form = read(request_with("Previous references: 1/25; 2/25\nUnknown thing: kept\n") +
                         "Free text:\nhello\n");
  const auto again = from_json(to_json(form));
  CHECK(again.name == form.name);
  CHECK(again.free_text == "hello");
  CHECK(again.unknown == form.unknown);
  REQUIRE(again.fields.size() == form.fields.size());
  for (std::size_t i = 0; i < form.fields.size(); ++i) {
    INFO(form.fields[i].id);
    CHECK(again.fields[i].id == form.fields[i].id);
    CHECK(again.fields[i].values == form.fields[i].values);
    CHECK(again.fields[i].numbers == form.fields[i].numbers);
    CHECK(again.fields[i].raw == form.fields[i].raw);
    CHECK(again.fields[i].line == form.fields[i].line);
    CHECK(again.fields[i].given == form.fields[i].given);
    CHECK(again.fields[i].list == form.fields[i].list);
  }
  CHECK(again.blocks.at(0).find("family_name")->values == Strings{"Јовановић"});
  CHECK(to_json(again) == to_json(form));
}

TEST_CASE("what we write, we read as JSON of others, with the same values") {
  const auto form = read(request_with("Handling: H1\nPriority: normal\n"));
  const auto json = read_json_form(to_json(form), shipped(), options());
  INFO(told(json.problems));
  CHECK(json.problems.empty());
  CHECK(disagreements(form, json).empty());
}

TEST_CASE("damage to a stored form is a fault without content") {
  for (const auto* text :
       {"", "{}", "[]", "{\"schema\":2}", "{\"schema\":1,\"form\":\"secret\"}"}) {
    try {
      from_json(text);
      FAIL("taken: " << text);
    } catch (const Fault& fault) {
      CHECK(std::string(fault.what()).find("secret") == std::string::npos);
      CHECK_FALSE(fault.transient());
    }
  }
}

TEST_CASE("JSON by ids, by labels, nested or flat, is the same form") {
  const auto nested = read_json(small_request());
  INFO(told(nested.problems));
  CHECK(nested.problems.empty());
  auto flat = small_request();
  for (const auto& [key, value] : flat["fields"].items()) {
    flat[key] = value;
  }
  flat.erase("fields");
  CHECK(disagreements(nested, read_json(flat)).empty());
  auto labels = small_request();
  labels["fields"].erase("own_ref");
  labels["fields"]["Our reference"] = "4417/2026";
  CHECK(read_json(labels).text("own_ref") == "4417/2026");
}

TEST_CASE("JSON and text of one form agree, and where they do not, it is a problem") {
  const auto text = read(request_with(""));
  CHECK(disagreements(text, read_json(small_request())).empty());

  const auto change = [](const char* field, Json value) {
    auto json = small_request();
    json["fields"][field] = std::move(value);
    return json;
  };
  const std::pair<const char*, Json> changes[] = {
      {"own_ref", "4418/2026"},                                                  // text
      {"crime_area", "THB"},                                                     // choice
      {"to_states", {"BG"}},                                                     // list
      {"information_wanted", {{{"number", 2}, {"text", "Who is the owner?"}}}},  // number alone
      {"facts", "A lorry was stopped. Twice."}};
  for (const auto& [field, value] : changes) {
    INFO(field);
    const auto found = disagreements(text, read_json(change(field, value)));
    REQUIRE(found.size() == 1);
    CHECK(found[0].code == "disagree");
    CHECK(found[0].line > 0);
  }
  auto person = small_request();
  person["blocks"][0]["fields"]["family_name"] = "Јовановски";
  const auto found = disagreements(text, read_json(person));
  REQUIRE(found.size() == 1);
  CHECK(found[0].label.find("1] Family name") != std::string::npos);

  auto other = small_request();
  other["form"] = "note";
  CHECK(disagreements(text, read_json(other)).size() == 1);
}

TEST_CASE("values of types that are written differently do not disagree") {
  const auto text =
      read(request_with("Erase by: 31.12.2036\nDeadline: 2036-06-30 18:00 +03:00\n"
                        "Intended for court: yes\nContact phone: 0040 21 1234567\n"
                        "Language: Romanian\n"));
  auto json = small_request();
  json["fields"]["erase_by"] = "2036-12-31";
  json["fields"]["deadline"] = "2036-06-30T15:00:00Z";
  json["fields"]["intended_court_use"] = true;
  json["fields"]["contact_phone"] = "+40211234567";
  json["fields"]["language"] = "ro";
  CHECK(disagreements(text, read_json(json)).empty());
  json["fields"]["erase_by"] = "2036-12-30";
  json["fields"]["deadline"] = "2036-06-30T15:00:01Z";
  json["fields"]["intended_court_use"] = false;
  json["fields"]["contact_phone"] = "+40211234568";
  json["fields"]["language"] = "bg";
  CHECK(disagreements(text, read_json(json)).size() == 5);
}

TEST_CASE(
    "what the JSON alone says would be lost: a disagreement, what the text alone says is not") {
  auto json = small_request();
  json["blocks"].push_back(
      {{"kind", "item"}, {"number", 1}, {"fields", {{"category", "CASH"}, {"name", "notes"}}}});
  json["fields"]["operation_name"] = "Blue Road";
  json["fields"]["handling"] = {"H2"};
  json["free_text"] = "hello";
  CHECK(disagreements(read(request_with("")), read_json(json)).size() == 4);
  const auto text = read(request_with("Operation name: Blue Road\nHandling: H2\n") +
                         "[Item 1]\nCategory: cash\nName: notes\nFree text: hello\n");
  CHECK(disagreements(text, read_json(json)).empty());
  CHECK(disagreements(text, read_json(small_request())).empty());
}

TEST_CASE("a default that the JSON writes out is no disagreement") {
  auto json = small_request();
  json["fields"]["handling"] = {"H0"};
  CHECK(disagreements(read(request_with("")), read_json(json)).empty());
}

TEST_CASE("JSON has the same problems as text, without lines") {
  auto json = small_request();
  json["fields"].erase("facts");
  json["fields"]["purpose"] = "investigte";
  json["fields"]["handlng"] = "H2";
  json["fields"]["officer"] = {{"deep", "object"}};
  const auto form = read_json(json);
  INFO(told(form.problems));
  CHECK(find_problem(form.problems, "missing") != nullptr);
  CHECK(find_problem(form.problems, "not-a-choice") != nullptr);
  CHECK(find_problem(form.problems, "unknown-label") != nullptr);
  CHECK(find_problem(form.problems, "not-a-value") != nullptr);
  for (const auto& problem : form.problems) {
    CHECK(problem.line == 0);
  }
}

TEST_CASE("JSON with a key twice, too deep, or of another kind is an attachment like any") {
  for (const auto* text :
       {"", "null", "[]", "\"request\"", "{\"form\": 7}", "{\"form\": \"no such form\"}",
        "{\"form\": \"note\", \"form\": \"request\"}", "{\"form\": \"note\"", "{form: note}",
        "{\"form\": \"note\", \"subject\": \"\\ud800\"}"}) {
    INFO(text);
    CHECK(read_json_form(text, shipped(), options()).name.empty());
  }
}

TEST_CASE("hostile shapes inside a JSON form are problems, not crashes") {
  for (const auto* text :
       {R"({"form":"note","blocks":7})", R"({"form":"note","blocks":[7,null,"x",[]]})",
        R"({"form":"note","blocks":[{"kind":7}]})",
        R"({"form":"note","blocks":[{"kind":"item","number":-4}]})",
        R"({"form":"note","free_text":{}})", R"({"form":"note","fields":[1,2]})",
        R"({"form":"note","blocks":[{"kind":"item","number":99999999999999999999}]})",
        R"({"form":"note","text":[{"number":1,"text":"x"},[[]]]})"}) {
    INFO(text);
    CHECK_NOTHROW(to_json(read_json_form(text, shipped(), options())));
  }
}

}  // namespace
}  // namespace pouch::templates
