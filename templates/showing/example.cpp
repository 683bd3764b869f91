#include "templates/showing/example.hpp"

#include <algorithm>
#include <map>
#include <set>

namespace pouch::templates {
namespace {

constexpr int kMostRounds = 10;  // each adds what the one before it showed to be missing

const FieldSpec* labelled_field(const std::vector<FieldSpec>& fields, std::string_view label) {
  const auto found = std::find_if(fields.begin(), fields.end(),
                                  [&](const FieldSpec& field) { return field.label == label; });
  return found == fields.end() ? nullptr : &*found;
}

std::string lines_of(const std::vector<FieldSpec>& fields, const std::set<std::string>& chosen) {
  std::string text;
  for (const auto& field : fields) {
    if (chosen.count(field.id) > 0 && !field.example.empty()) {
      text += field.label + ": " + field.example + "\n";
    }
  }
  return text;
}

class Example {
 public:
  Example(const Template& which, const TemplateSet& set) : which_(which), set_(set) {
    choose_needed(which.fields, fields_);
  }

  std::string text() const {
    auto result = "Form: " + which_.name + "\n" + lines_of(which_.fields, fields_);
    for (const auto& use : which_.blocks) {
      if (const auto chosen = blocks_.find(use.block); chosen != blocks_.end()) {
        const auto* block = set_.block(use.block);
        result += "\n[" + block->label + " 1]\n" + lines_of(block->fields, chosen->second);
      }
    }
    return result;
  }

  // False: it was there already, or nothing of the form bears that label.
  bool add(const Problem& problem) {
    if (problem.code != "missing") {
      return false;
    }
    if (problem.label.starts_with('[')) {
      return add_to_block(problem.label);
    }
    // "Crime area, Offence": any of them will do.
    const auto label = problem.label.substr(0, problem.label.find(','));
    if (const auto* field = labelled_field(which_.fields, label)) {
      return fields_.insert(field->id).second;
    }
    return add_first_block();
  }

 private:
  static void choose_needed(const std::vector<FieldSpec>& fields, std::set<std::string>& chosen) {
    for (const auto& field : fields) {
      if (field.required && field.id != "template") {
        chosen.insert(field.id);
      }
    }
  }

  bool add_block(const std::string& id) {
    const auto [at, fresh] = blocks_.try_emplace(id);
    if (fresh) {
      choose_needed(set_.block(id)->fields, at->second);
    }
    return fresh;
  }

  // "[Person 1] Role" or "[Person 1]".
  bool add_to_block(const std::string& label) {
    const auto end = label.find(']');
    const auto name = label.substr(1, label.rfind(' ', end) - 1);
    const auto use =
        std::find_if(which_.blocks.begin(), which_.blocks.end(),
                     [&](const BlockUse& one) { return set_.block(one.block)->label == name; });
    if (use == which_.blocks.end()) {
      return false;
    }
    if (add_block(use->block)) {
      return true;
    }
    auto rest = label.substr(std::min(label.size(), end + 2));
    rest = rest.substr(0, rest.find(','));
    const auto* field = labelled_field(set_.block(use->block)->fields, rest);
    return field != nullptr && blocks_[use->block].insert(field->id).second;
  }

  bool add_first_block() {
    const auto blank = std::find_if(which_.blocks.begin(), which_.blocks.end(),
                                    [](const BlockUse& one) { return one.in_blank; });
    const auto use = blank == which_.blocks.end() ? which_.blocks.begin() : blank;
    return use != which_.blocks.end() && add_block(use->block);
  }

  const Template& which_;
  const TemplateSet& set_;
  std::set<std::string> fields_;
  std::map<std::string, std::set<std::string>> blocks_;
};

}  // namespace

std::string example_form(const Template& which, const TemplateSet& set,
                         const ReadOptions& options) {
  Example example(which, set);
  for (int round = 0; round < kMostRounds; ++round) {
    bool added = false;
    for (const auto& problem : read_form(example.text(), which, set, options).problems) {
      added = example.add(problem) || added;
    }
    if (!added) {
      break;
    }
  }
  return example.text();
}

}  // namespace pouch::templates
