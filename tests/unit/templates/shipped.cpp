#include "tests/unit/templates/shipped.hpp"

#include <stdlib.h>

#include <fstream>
#include <sstream>

#include "tests/temporary_folder.hpp"

namespace pouch::templates {

std::string file_text(const std::filesystem::path& path) {
  std::ifstream stream(path, std::ios::binary);
  std::ostringstream text;
  text << stream.rdbuf();
  if (!stream) {
    throw std::runtime_error("cannot read " + path.string());
  }
  return text.str();
}

const TemplateSet& shipped() {
  static const auto set = [] {
    std::vector<LoadFault> faults;
    auto loaded = TemplateSet::load({POUCH_FORMS}, faults);
    for (const auto& fault : faults) {
      WARN(fault.file << ":" << fault.line << ": " << fault.key << ": " << fault.what << "; "
                      << fault.hint);
    }
    if (!faults.empty()) {
      throw std::runtime_error("the shipped templates have faults");
    }
    return loaded;
  }();
  return set;
}

ReadOptions options() {
  using namespace std::chrono;
  ReadOptions result;
  result.now = sys_days(year(2026) / 11 / 24) + hours(12);
  return result;
}

Form read(std::string_view text, const ReadOptions& options) {
  const auto recognised = recognise(text, shipped(), options);
  const auto* which = shipped().find(recognised.name);
  REQUIRE(which != nullptr);
  return read_form(text, *which, shipped(), options);
}

Form read(std::string_view text) { return read(text, options()); }

namespace {

constexpr std::string_view kAbove =
    "Form: request\n"
    "To: BG, RS\n"
    "Crime area: DRUG\n"
    "Our reference: 4417/2026\n"
    "Purpose: investigate\n"
    "Information wanted:\n"
    "  1. Who is the owner?\n"
    "Facts: A lorry was stopped.\n"
    "Reasons: it has Bulgarian plates\n";
constexpr std::string_view kBelow =
    "\n[Person 1]\n"
    "Role: suspect\n"
    "Family name: Јовановић\n"
    "Link to purpose: consignee\n";

}  // namespace

std::string request_with(const std::string& more) {
  return std::string(kAbove) + more + std::string(kBelow);
}

std::string request_without(const std::string& label) {
  const auto whole = request_with("");
  std::istringstream lines(whole);
  std::string result;
  for (std::string line; std::getline(lines, line);) {
    if (line.compare(0, label.size() + 1, label + ":") != 0) {
      result += line + "\n";
    }
  }
  return result;
}

namespace {

// "Person 1" in a form that shows no person.
bool names_no_block(const std::string& example, const std::string& blank) {
  const auto* person = shipped().block("person");
  bool shown = blank.find("\n[" + person->label + " 1]\n") != std::string::npos;
  for (const auto& [tag, words] : person->words) {
    shown = shown || blank.find("\n[" + words.label + " 1]\n") != std::string::npos;
  }
  return example == "Person 1" && !shown;
}

}  // namespace

std::string filled_blank(const Template& which, const Language* language) {
  std::map<std::string, std::string> examples;
  for (const auto& field : which.fields) {
    examples[field.label] = field.example;
    for (const auto& [tag, words] : field.words) {
      examples[words.label] = field.example;
    }
  }
  std::string result;
  const auto text = blank(which, shipped(), {}, language, true);
  const BlockSpec* block = nullptr;
  std::size_t begin = 0;
  while (begin < text.size()) {
    const auto end = text.find('\n', begin);
    auto line = text.substr(begin, end - begin);
    begin = end + 1;
    if (line.starts_with("[")) {
      for (const auto& use : which.blocks) {
        const auto* one = shipped().block(use.block);
        const auto words = language == nullptr ? one->words.end() : one->words.find(language->tag);
        const auto label = words == one->words.end() ? one->label : words->second.label;
        block = line == "[" + label + " 1]" ? one : block;
      }
      examples.clear();
      for (const auto& field : block->fields) {
        examples[field.label] = field.example;
        for (const auto& [tag, words] : field.words) {
          examples[words.label] = field.example;
        }
      }
    }
    const auto label = line.substr(0, line.find(':'));
    const bool fits = examples.count(label) > 0 && !names_no_block(examples.at(label), text);
    if (!line.starts_with("##") && line.ends_with(":") && fits) {
      line += " " + examples.at(label);
    }
    result += line + "\n";
  }
  return result;
}

std::vector<std::string> codes(const std::vector<Problem>& problems) {
  std::vector<std::string> result;
  for (const auto& problem : problems) {
    result.push_back(problem.code + " " + std::to_string(problem.line));
  }
  return result;
}

const Problem* find_problem(const std::vector<Problem>& problems, const std::string& code) {
  for (const auto& problem : problems) {
    if (problem.code == code) {
      return &problem;
    }
  }
  return nullptr;
}

std::string told(const std::vector<Problem>& problems) {
  std::string text;
  for (const auto& problem : problems) {
    text += std::to_string(problem.line) + ": " + problem.label + ": " + problem.code + ": " +
            problem.text + "; " + problem.hint + "\n";
  }
  return text;
}

Folder::Folder() : path_(pouch::test::new_temporary_folder("pouch-")) {}

Folder::~Folder() {
  std::error_code error;
  std::filesystem::remove_all(path_, error);
}

void Folder::write(const std::string& name, const std::string& text) const {
  std::ofstream(path_ / name, std::ios::binary) << text;
}

}  // namespace pouch::templates
