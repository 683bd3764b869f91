// Blank forms outlive the version that printed them: what the blank that an officer was given did
// not ask for refuses nothing (CORRESPONDENCE section 7; the trials' officer-05).
#include <algorithm>

#include "templates/types/conditions.hpp"
#include "templates/types/phrases.hpp"
#include "templates/types/vocabulary.hpp"
#include "tests/unit/templates/shipped.hpp"

namespace pouch::templates {
namespace {

std::string officer_05() {
  return file_text(std::filesystem::path(POUCH_FIXTURES) / "blanks/request-0.1.0.txt");
}

std::string replaced(std::string text, const std::string& from, const std::string& to) {
  const auto at = text.find(from);
  REQUIRE(at != std::string::npos);
  return text.replace(at, from.size(), to);
}

std::string told_of(const std::string& text) { return told(read(text).problems); }

// Fields that are filled in: by their place in the form or block.
using Filled = std::vector<std::pair<std::string, const FieldSpec*>>;

// A blank form as version 0.1.0 printed it: what is required of itself has the mark, neither a
// group of which one is needed nor what another field makes needed.
class OldBlank {
 public:
  OldBlank(const Template& which, const Language* language, const Filled& filled)
      : language_(language), filled_(filled) {
    text_ = "Form: " + which.name + "\n## Lines that begin with ## are help.\n";
    for (const auto& field : which.fields) {
      if (field.in_blank || field.required) {
        add("", field, field.required);
      }
    }
    for (const auto& use : which.blocks) {
      if (!use.in_blank && use.minimum == 0) {
        continue;
      }
      const auto& block = *shipped().block(use.block);
      text_ += "\n[" + block.label + " 1]\n";
      for (const auto& field : block.fields) {
        const bool optional =
            std::find(use.optional.begin(), use.optional.end(), field.id) != use.optional.end();
        add(use.block, field, field.required && !optional);
      }
    }
    text_ += "\nFree text:\n";
  }

  const std::string& text() const { return text_; }
  const Filled& marked() const { return marked_; }

 private:
  std::string needed() const {
    return language_ == nullptr ? std::string(english_phrase("needed"))
                                : language_->phrases.at("needed");
  }

  void add(const std::string& block, const FieldSpec& field, bool is_needed) {
    if (field.id == kFormField) {
      return;
    }
    const auto found = language_ == nullptr ? field.words.end() : field.words.find(language_->tag);
    const auto label = found == field.words.end() ? field.label : found->second.label;
    const auto help =
        found == field.words.end() || found->second.help.empty() ? field.help : found->second.help;
    text_ += "## " + (is_needed ? needed() + " " : "") + help + "\n" + label + ":";
    const auto is_it = [&](const auto& one) { return one.first == block && one.second == &field; };
    if (std::any_of(filled_.begin(), filled_.end(), is_it)) {
      text_ += " " + field.example;
    }
    text_ += "\n";
    if (is_needed) {
      marked_.emplace_back(block, &field);
    }
  }

  const Language* language_;
  const Filled& filled_;
  std::string text_;
  Filled marked_;
};

// Besides what is marked, what its help ties to another value: "Only if urgent: …".
Filled due_by_value(const Form& form, const Template& which) {
  Filled due;
  const auto add = [&](const std::string& block, const std::vector<FieldSpec>& fields,
                       const Surroundings& around) {
    for (const auto& field : fields) {
      const bool by_value = std::any_of(field.required_if.begin(), field.required_if.end(),
                                        [](const auto& one) { return !one.values.empty(); });
      if (by_value && all_hold(field.required_if, around)) {
        due.emplace_back(block, &field);
      }
    }
  };
  add("", which.fields, {form.fields, form.blocks});
  for (const auto& block : form.blocks) {
    add(block.kind, shipped().block(block.kind)->fields, {block.fields, form.blocks});
  }
  return due;
}

TEST_CASE("a blank request of version 0.1.0, all needed lines filled, is accepted with a word") {
  const auto form = read(officer_05());
  INFO(told(form.problems) << told(form.warnings));
  CHECK(form.problems.empty());
  std::vector<std::string> labels;
  for (const auto& warning : form.warnings) {
    if (warning.code == "not-asked") {
      labels.push_back(warning.label);
    }
  }
  CHECK(labels ==
        Strings{"[Vehicle 1] Plate country", "Crime area, Offence category, Offence described"});
}

TEST_CASE("what an older blank form did not mark refuses nothing, in every form and language") {
  auto languages = shipped().languages();
  languages.push_back(nullptr);
  int count = 0;
  for (const auto* language : languages) {
    for (const auto* which : shipped().all()) {
      Filled filled = OldBlank(*which, language, {}).marked();
      const auto first = read(OldBlank(*which, language, filled).text());
      const auto due = due_by_value(first, *which);
      filled.insert(filled.end(), due.begin(), due.end());
      const auto text = OldBlank(*which, language, filled).text();
      const auto form = read(text);
      INFO((language == nullptr ? "en" : language->tag) << "\n" << text << told(form.problems));
      ++count;
      CHECK(find_problem(form.problems, "missing") == nullptr);
    }
  }
  CHECK(count == static_cast<int>(languages.size() * shipped().all().size()));
}

TEST_CASE("what a blank form asks for is needed, also when its label was taken away") {
  const auto facts = std::string("Facts: A lorry was stopped with 41 kg of heroin.");
  const auto missing = [](const std::string& text) {
    return told_of(text).find("Facts") != std::string::npos;
  };
  CHECK(missing(replaced(officer_05(), facts, "Facts:")));
  CHECK(missing(replaced(officer_05(), facts + "\n", "")));
  // Today's blank form asks for the crime area, and for the country of a plate.
  const auto text = blank(*shipped().find("request"), shipped(), {});
  CHECK(told_of(text).find("Crime area") != std::string::npos);
  CHECK(told_of(replaced(text, "\nPlate:", "\nPlate: CA 1234 AB")).find("Plate country") !=
        std::string::npos);
}

TEST_CASE("a value that makes another one needed does so in any blank form") {
  const auto problems = told_of(replaced(officer_05(), "Priority:", "Priority: urgent"));
  CHECK(problems.find("Urgency reason") != std::string::npos);
}

TEST_CASE("a form that is no blank form of ours must have all that it needs") {
  CHECK(told_of(request_without("Crime area")).find("Crime area") != std::string::npos);
  const auto plain = [](const std::string& text) {
    std::string out;
    for (std::size_t at = 0; at < text.size();) {
      const auto end = std::min(text.find('\n', at), text.size() - 1) + 1;
      out += text.compare(at, 2, "##") == 0 ? "" : text.substr(at, end - at);
      at = end;
    }
    return out;
  };
  CHECK(told_of(plain(officer_05())).find("Crime area") != std::string::npos);
}

}  // namespace
}  // namespace pouch::templates
