// Every blank form, filled in only where it says "Needed", is accepted (CORRESPONDENCE section 7):
// all forms, all languages, every value of every choice that it asks for.
#include <functional>

#include "templates/text/fold.hpp"
#include "templates/text/lines.hpp"
#include "templates/types/conditions.hpp"
#include "templates/types/phrases.hpp"
#include "templates/types/types.hpp"
#include "templates/types/vocabulary.hpp"
#include "tests/unit/templates/shipped.hpp"

namespace pouch::templates {
namespace {

enum class Need { kNo, kAlways, kIf };

struct Asked {
  std::string block;  // kind; empty: the form itself
  const FieldSpec* field = nullptr;
  Need need = Need::kNo;
  std::size_t line = 0;  // of the label, from 0
};

struct BlankForm {
  std::vector<std::string> lines;
  std::vector<Asked> asked;
  std::vector<std::string> blocks;
};

std::string phrase(const Language* language, const std::string& id) {
  return language == nullptr ? std::string(english_phrase(id)) : language->phrases.at(id);
}

BlankForm parse(const Template& which, const Language* language) {
  BlankForm form;
  const auto needed = phrase(language, "needed") + " ";
  const auto if_phrase = phrase(language, "needed_if");
  const auto needed_if = if_phrase.substr(0, if_phrase.find('{'));
  const auto text = blank(which, shipped(), {}, language);
  std::string help, block;
  for (const auto& line : split_lines(text, 10000)) {
    form.lines.emplace_back(line.whole);
    if (is_help(line.text)) {
      const auto text_of_line = std::string(trim(line.text.substr(2))) + " ";
      const bool begins = text_of_line.starts_with(needed) || text_of_line.starts_with(needed_if);
      help = (begins ? std::string() : help) + text_of_line;  // the lines above it are the form's
      continue;
    }
    if (const auto header = block_header(line.text)) {
      block = shipped().vocabulary().block_names.at(fold(header->name));
      form.blocks.push_back(block);
    } else if (const auto found = labelled(line.text); found && !is_free_text_label(found->label)) {
      const auto& labels = block.empty() ? shipped().vocabulary().templates.at(which.name)
                                         : shipped().vocabulary().blocks.at(block);
      const auto at = labels.find(fold(found->label));
      REQUIRE(at != Labels::npos);
      const auto& fields = block.empty() ? which.fields : shipped().block(block)->fields;
      const auto need = help.starts_with(needed)      ? Need::kAlways
                        : help.starts_with(needed_if) ? Need::kIf
                                                      : Need::kNo;
      form.asked.push_back({block, &fields[at], need, form.lines.size() - 1});
    }
    help.clear();
  }
  return form;
}

using Chosen = std::map<const FieldSpec*, std::string>;  // a word instead of the example

std::string word_of(const FieldSpec& field, const Choice& choice, const Language* language) {
  const auto said = choice.words.find(language == nullptr ? "" : language->tag);
  (void)field;
  return said == choice.words.end() ? choice.label : said->second.words.front();
}

std::string filled(const BlankForm& form, const std::vector<const Asked*>& in,
                   const Chosen& chosen) {
  auto lines = form.lines;
  for (const auto* asked : in) {
    const auto word = chosen.find(asked->field);
    lines[asked->line] += " " + (word == chosen.end() ? asked->field->example : word->second);
  }
  std::string text;
  for (const auto& line : lines) {
    text += line + "\n";
  }
  return text;
}

bool is_due(const Asked& asked, const Form& form) {
  for (const auto& block : form.blocks) {
    if (block.kind == asked.block) {
      return all_hold(asked.field->required_if, {block.fields, form.blocks});
    }
  }
  return asked.block.empty() && all_hold(asked.field->required_if, {form.fields, form.blocks});
}

// Fills in what is needed, then what that makes needed, until nothing more is.
Form fill(const BlankForm& blank_form, const Chosen& chosen, const std::string& without,
          std::string& text) {
  std::vector<const Asked*> in;
  for (const auto& asked : blank_form.asked) {
    if (asked.need == Need::kAlways && (without.empty() || asked.block != without)) {
      in.push_back(&asked);
    }
  }
  while (true) {
    text = filled(blank_form, in, chosen);
    const auto form = read(text);
    const auto before = in.size();
    for (const auto& asked : blank_form.asked) {
      if (asked.need == Need::kIf && (without.empty() || asked.block != without) &&
          is_due(asked, form) && std::find(in.begin(), in.end(), &asked) == in.end()) {
        in.push_back(&asked);
      }
    }
    if (in.size() == before) {
      return form;
    }
  }
}

int check_all(const Template& which, const Language* language) {
  const auto form = parse(which, language);
  int count = 0;
  const auto check = [&](const Chosen& chosen, const std::string& without) {
    std::string text;
    const auto result = fill(form, chosen, without, text);
    ++count;
    if (!result.problems.empty()) {
      FAIL_CHECK(text << told(result.problems));
    }
  };
  check({}, "");
  if (form.blocks.size() > 1) {  // of several blocks one is enough
    for (const auto& block : form.blocks) {
      const auto use = std::find_if(which.blocks.begin(), which.blocks.end(),
                                    [&](const BlockUse& one) { return one.block == block; });
      if (use->minimum == 0) {
        check({}, block);
      }
    }
  }
  for (const auto& asked : form.asked) {
    if (asked.need == Need::kNo) {
      continue;
    }
    for (const auto& choice : asked.field->choices) {
      check({{asked.field, word_of(*asked.field, choice, language)}}, "");
    }
    if (asked.field->type == Type::kBool) {
      check({{asked.field, phrase(language, "yes")}}, "");
      check({{asked.field, phrase(language, "no")}}, "");
    }
  }
  return count;
}

TEST_CASE("every blank form filled in only where it says Needed is accepted, in every language") {
  auto languages = shipped().languages();
  languages.push_back(nullptr);
  int count = 0;
  for (const auto* language : languages) {
    for (const auto* which : shipped().all()) {
      INFO((language == nullptr ? "en" : language->tag) << " " << which->name);
      count += check_all(*which, language);
    }
  }
  CHECK(languages.size() == 13);
  CHECK(count > 13 * 13 * 8);  // with every code of every choice
  WARN("blank forms filled in: " << count);
}

TEST_CASE("a blank form shows what is needed first, and one line for all the rest") {
  for (const auto* which : shipped().all()) {
    const auto form = parse(*which, nullptr);
    bool rest = false, any = false;
    for (const auto& asked : form.asked) {
      INFO(which->name << " " << asked.field->id);
      if (asked.field->id == kFormField || !asked.block.empty()) {
        continue;
      }
      any = any || asked.need != Need::kNo;
      rest = rest || asked.need == Need::kNo;
      CHECK_FALSE((rest && asked.need != Need::kNo));
    }
    CHECK_FALSE((any && rest));  // a form that needs something shows nothing else
    auto text = blank(*which, shipped(), {});
    for (auto at = text.find("\n## "); at != std::string::npos; at = text.find("\n## ", at)) {
      text.replace(at, 4, " ");
    }
    CHECK(text.find("More fields: ") != std::string::npos);
    CHECK(text.find("\"template " + which->name + " all\"") != std::string::npos);
  }
}

TEST_CASE("with all its fields a blank form leaves none out and names no way to more") {
  for (const auto* which : shipped().all()) {
    const auto text = blank(*which, shipped(), {}, nullptr, true);
    const auto labels = "\n" + text;
    for (const auto& field : which->fields) {
      INFO(which->name << " " << field.id);
      CHECK(labels.find("\n" + field.label + ":") != std::string::npos);
    }
    CHECK(text.find("More fields:") == std::string::npos);
    CHECK(read(text).blocks.empty());
  }
}

TEST_CASE("a request for help says a block is needed, and which line another one needs") {
  const auto text = blank(*shipped().find("request"), shipped(), {});
  CHECK(text.find("At least one of these blocks is needed") != std::string::npos);
  CHECK(text.find("## Needed. THB, DRUG") != std::string::npos);
  CHECK(text.find("## Needed. Country of the plate.") != std::string::npos);
  const auto control = blank(*shipped().find("control"), shipped(), {});
  CHECK(control.find("Needed if \"Action\": recall") != std::string::npos);
}

}  // namespace
}  // namespace pouch::templates
