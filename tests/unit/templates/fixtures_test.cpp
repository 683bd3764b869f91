// The forms as real clients made them (tests/fixtures/forms) give the values that were typed
// (tests/fixtures/clients/*.json).
#include <nlohmann/json.hpp>

#include <set>

#include "templates/text/fold.hpp"
#include "tests/unit/templates/shipped.hpp"

namespace pouch::templates {
namespace {

namespace fs = std::filesystem;

std::string spaced(const std::string& text) {
  std::string result;
  for (const char c : text) {
    const bool blank = c == ' ' || c == '\n' || c == '\t';
    if (!blank || (!result.empty() && result.back() != ' ')) {
      result += blank ? ' ' : c;
    }
  }
  return result;
}

// The typed text of the field that has this label; lists as they were typed, with commas.
std::string typed(const std::vector<Value>& values, const std::vector<FieldSpec>& specs,
                  const std::string& label) {
  for (const auto& spec : specs) {
    if (fold(spec.label) != fold(label)) {
      continue;
    }
    for (const auto& value : values) {
      if (value.id == spec.id) {
        auto raw = value.raw;
        for (std::size_t at = 0; spec.type != Type::kQuestions && value.list &&
                                 (at = raw.find('\n', at)) != std::string::npos;) {
          raw.replace(at, 1, ", ");
        }
        return raw;
      }
    }
  }
  return "(none)";
}

std::string typed(const Form& form, const std::string& block, const std::string& label) {
  if (label == "Free text") {
    return form.free_text;
  }
  if (block.empty()) {
    return typed(form.fields, shipped().find(form.name)->fields, label);
  }
  for (const auto& one : form.blocks) {
    const auto* spec = shipped().block(one.kind);
    if (spec->label + " " + std::to_string(one.number) == block) {
      return typed(one.fields, spec->fields, label);
    }
  }
  return "(no block)";
}

TEST_CASE("every form that a client wrote is read to the values that were typed") {
  std::size_t forms = 0;
  for (const auto& entry : fs::directory_iterator(POUCH_FIXTURES "/forms")) {
    if (entry.path().extension() != ".txt") {
      continue;
    }
    ++forms;
    const auto name = entry.path().stem().string();
    const auto mail =
        nlohmann::json::parse(file_text(POUCH_FIXTURES "/clients/mails/" + name + ".json"));
    const auto form = read(file_text(entry.path()));
    INFO(name << "\n" << told(form.problems) << told(form.warnings));
    CHECK(form.problems.empty());
    REQUIRE(mail.at("expected_fields").size() > 20);
    for (const auto& field : mail.at("expected_fields")) {
      const auto label = field.at("label").get<std::string>();
      const auto block = field.at("block").get<std::string>();
      INFO("[" << block << "] " << label);
      CHECK(spaced(typed(form, block, label)) == spaced(field.at("value").get<std::string>()));
    }
  }
  CHECK(forms >= 25);
}

TEST_CASE("all client forms give one and the same set of stored values") {
  const auto plain = read(file_text(POUCH_FIXTURES "/clients/form-request.txt"));
  for (const auto& entry : fs::directory_iterator(POUCH_FIXTURES "/forms")) {
    // What windows-1251 cannot write was typed differently.
    if (entry.path().extension() != ".txt" || entry.path().stem() == "form-charset-windows-1251") {
      continue;
    }
    INFO(entry.path().filename().string());
    const auto form = read(file_text(entry.path()));
    const auto differing = disagreements(plain, form);
    INFO(told(differing));
    CHECK(differing.empty());
    CHECK(form.blocks.size() == plain.blocks.size());
  }
}

}  // namespace
}  // namespace pouch::templates
