// The JSON Schema of each form: what it allows, the reader takes; what the reader would refuse for
// its shape, it does not allow.
#include "templates/exchange/schema.hpp"

#include <set>

#include "tests/unit/templates/json_schema.hpp"
#include "tests/unit/templates/shipped.hpp"

namespace pouch::templates {
namespace {

using Json = nlohmann::json;

Json schema_of(const std::string& name) {
  return Json::parse(json_schema(*shipped().find(name), shipped()));
}

Json typed(const FieldSpec& field, const std::string& value) {
  if (field.type == Type::kBool) {
    return value == "yes";
  }
  return field.type == Type::kInteger ? Json(std::stol(value)) : Json(value);
}

// As another system would write it: stored values, true and false, numbers.
Json fields_of(const std::vector<FieldSpec>& specs, const std::vector<Value>& values) {
  auto fields = Json::object();
  for (const auto& spec : specs) {
    for (const auto& value : values) {
      if (value.id != spec.id || spec.id == "template") {
        continue;
      }
      auto list = Json::array();
      for (std::size_t i = 0; i < value.values.size(); ++i) {
        list.push_back(i < value.numbers.size()
                           ? Json{{"number", value.numbers[i]}, {"text", value.values[i]}}
                           : typed(spec, value.values[i]));
      }
      fields[spec.id] = value.list ? list : list.at(0);
    }
  }
  return fields;
}

Json instance_of(const Form& form) {
  Json json{{"form", form.name}, {"version", form.version}};
  json["fields"] = fields_of(shipped().find(form.name)->fields, form.fields);
  json["blocks"] = Json::array();
  for (const auto& block : form.blocks) {
    json["blocks"].push_back(
        {{"kind", block.kind},
         {"number", block.number},
         {"fields", fields_of(shipped().block(block.kind)->fields, block.fields)}});
  }
  if (json["blocks"].empty()) {
    json.erase("blocks");
  }
  return json;
}

TEST_CASE("every filled form, written as JSON, is valid by its schema and read to the same form") {
  for (const auto* which : shipped().all()) {
    const auto form = read(filled_blank(*which));
    const auto instance = instance_of(form);
    INFO(instance.dump(1));
    CHECK(schema_fault(schema_of(which->name), instance) == "");
    const auto again = read_json_form(instance.dump(), shipped(), options());
    INFO(told(again.problems));
    CHECK(again.problems.empty());
    CHECK(again.warnings.empty());
    CHECK(disagreements(form, again).empty());
  }
}

// Another value of the same type; null for types that have none here.
Json other_value(const FieldSpec& field, const Json& value) {
  switch (field.type) {
    case Type::kChoice:
      for (const auto& choice : field.choices) {
        if (choice.code != value.get<std::string>()) {
          return choice.code;
        }
      }
      return nullptr;
    case Type::kDate:
      return "2035-05";
    case Type::kTime:
      return "2036-06-10T00:00:00Z";
    case Type::kCountry:
      return "FR";
    case Type::kLanguage:
      return "fr";
    case Type::kBool:
      return !value.get<bool>();
    case Type::kReference:
      return "SEL-2026-000002-14";
    case Type::kInteger:
      return 21;
    case Type::kPhone:
      return "+40211234568";
    case Type::kText:
    case Type::kAttachment:
      return field.parts.empty() ? Json(value.get<std::string>() + " x") : Json("FR, Dupont");
    case Type::kQuestions:
      return {{"number", value["number"]}, {"text", value["text"].get<std::string>() + " x"}};
    case Type::kBlock:
      return nullptr;
  }
  return nullptr;
}

TEST_CASE("one field of any type that the JSON says otherwise is a disagreement") {
  std::set<Type> seen;
  for (const auto* which : shipped().all()) {
    const auto form = read(filled_blank(*which));
    const auto instance = instance_of(form);
    for (const auto& field : which->fields) {
      if (!instance["fields"].contains(field.id)) {
        continue;
      }
      auto changed = instance;
      auto& value = changed["fields"][field.id];
      auto& one = value.is_array() ? value[0] : value;
      one = other_value(field, one);
      if (one.is_null()) {
        continue;
      }
      seen.insert(field.type);
      const auto json = read_json_form(changed.dump(), shipped(), options());
      if (json.find(field.id) == nullptr) {
        continue;  // out of order with another field: refused already
      }
      const auto differing = disagreements(form, json);
      INFO(which->name << " " << field.id << "\n" << told(differing) << told(json.problems));
      REQUIRE_FALSE(differing.empty());
      CHECK(std::any_of(differing.begin(), differing.end(),
                        [&](const Problem& problem) { return problem.label == field.label; }));
      for (const auto& problem : differing) {
        CHECK(problem.code == "disagree");
      }
    }
  }
  CHECK(seen.size() == 12);  // all but kBlock, which stands in blocks alone
}

TEST_CASE("a schema names every field of its form and of its blocks, and nothing else") {
  for (const auto* which : shipped().all()) {
    INFO(which->name);
    const auto schema = schema_of(which->name);
    CHECK(schema["$schema"] == "https://json-schema.org/draft/2020-12/schema");
    CHECK(schema["properties"]["form"]["const"] == which->name);
    const auto& fields = schema["properties"]["fields"]["properties"];
    CHECK(fields.size() == which->fields.size() - 1);  // "form" says the template
    for (const auto& field : which->fields) {
      CHECK((fields.contains(field.id) || field.id == "template"));
    }
    if (which->blocks.empty()) {
      CHECK_FALSE(schema["properties"].contains("blocks"));
      continue;
    }
    const auto& blocks = schema["properties"]["blocks"]["items"]["oneOf"];
    REQUIRE(blocks.size() == which->blocks.size());
    for (std::size_t i = 0; i < which->blocks.size(); ++i) {
      const auto* block = shipped().block(which->blocks[i].block);
      CHECK(blocks[i]["properties"]["kind"]["const"] == block->id);
      CHECK(blocks[i]["properties"]["fields"]["properties"].size() == block->fields.size());
    }
  }
}

struct Change {
  const char *path, *value, *fault;
};

TEST_CASE("what the reader would refuse for its shape, the schema does not allow") {
  const Change change =
      GENERATE(Change{"/fields/urgency", "\"SOON\"", "/fields/urgency: enum"},
               Change{"/fields/to_states", "\"BG\"", "/fields/to_states: type"},
               Change{"/fields/to_states", "[]", "/fields/to_states: minItems"},
               Change{"/fields/to_states", "[\"Bulgaria\"]", "/fields/to_states/0: pattern"},
               Change{"/fields/facts", "\"\"", "/fields/facts: minLength"},
               Change{"/fields/own_ref", "7", "/fields/own_ref: type"},
               Change{"/fields/handlng", "\"H2\"", "/fields/handlng: additionalProperties"},
               Change{"/fields/erase_by", "\"31.12.2036\"", "/fields/erase_by: pattern"},
               Change{"/fields/erase_by", "\"2036-13\"", "/fields/erase_by: pattern"},
               Change{"/fields/analysis_support", "\"yes\"", "/fields/analysis_support: type"},
               Change{"/fields/contact_phone", "\"ask me\"", "/fields/contact_phone: pattern"},
               Change{"/fields/information_wanted", "[{\"number\": 0, \"text\": \"x\"}]",
                      "/fields/information_wanted/0/number: minimum"},
               Change{"/fields/information_wanted", "[{\"text\": \"x\"}]",
                      "/fields/information_wanted/0/number: required"},
               Change{"/blocks/0/kind", "\"spaceship\"", "/blocks/0: oneOf"},
               Change{"/blocks/0/fields/colour", "\"red\"", "/blocks/0: oneOf"},
               Change{"/hello", "1", "/hello: additionalProperties"});
  auto instance = instance_of(read(filled_blank(*shipped().find("request"))));
  instance[Json::json_pointer(change.path)] = Json::parse(change.value);
  CHECK(schema_fault(schema_of("request"), instance) == change.fault);
}

TEST_CASE("limits of a schema are those of its form: one below is allowed, one above is not") {
  const auto with = [](const std::string& path, Json value) {
    auto instance = instance_of(read(filled_blank(*shipped().find("request"))));
    instance[Json::json_pointer(path)] = std::move(value);
    return schema_fault(schema_of("request"), instance);
  };
  const auto texts = [](std::size_t count) { return Json(std::vector<std::string>(count, "x")); };
  std::string letters;
  for (int i = 0; i < 64; ++i) {
    letters += "Ж";
  }
  CHECK(with("/fields/own_ref", letters) == "");
  CHECK(with("/fields/own_ref", letters + "Ж") == "/fields/own_ref: maxLength");
  CHECK(with("/fields/previous_refs", texts(50)) == "");
  CHECK(with("/fields/previous_refs", texts(51)) == "/fields/previous_refs: maxItems");

  const auto vehicles = [](std::size_t count) {
    auto instance = instance_of(read(filled_blank(*shipped().find("vehicle-check"))));
    const auto one = instance["blocks"].at(0);
    instance["blocks"] = Json::array();
    for (std::size_t i = 0; i < count; ++i) {
      instance["blocks"].push_back(one);
    }
    return schema_fault(schema_of("vehicle-check"), instance);
  };
  CHECK(vehicles(1) == "");
  CHECK(vehicles(20) == "");
  CHECK(vehicles(0) == "/blocks: contains");
  CHECK(vehicles(21) == "/blocks: contains");

  auto search = instance_of(read(filled_blank(*shipped().find("search"))));
  for (const auto& [limit, fault] : {std::pair<int, std::string>{1, ""},
                                     {100, ""},
                                     {0, "/fields/limit: minimum"},
                                     {101, "/fields/limit: maximum"}}) {
    search["fields"]["limit"] = limit;
    CHECK(schema_fault(schema_of("search"), search) == fault);
  }
}

TEST_CASE("what a form requires, its schema requires, but not what has a default") {
  for (const auto* field : {"to_states", "own_ref", "purpose", "facts", "information_wanted"}) {
    auto instance = instance_of(read(filled_blank(*shipped().find("request"))));
    instance["fields"].erase(field);
    CHECK(schema_fault(schema_of("request"), instance) ==
          "/fields/" + std::string(field) + ": required");
  }
  auto instance = instance_of(read(filled_blank(*shipped().find("request"))));
  for (const auto* field : {"handling", "urgency", "classification", "personal_data"}) {
    instance["fields"].erase(field);
  }
  CHECK(schema_fault(schema_of("request"), instance) == "");
}

}  // namespace
}  // namespace pouch::templates
