// Two readings of one form: the plain text of a mail and its HTML alternative. Clients make the one
// out of the other, so words are compared folded: emphasis, line breaks and list marks differ
// always, letters and digits never.
#include <algorithm>

#include "templates/reading/reader.hpp"
#include "templates/text/fold.hpp"
#include "templates/types/vocabulary.hpp"

namespace pouch::templates {
namespace {

constexpr std::size_t kShown = 60;  // octets of the HTML's value that the problem repeats

std::string words_of(const Value& value) {
  std::string words;
  for (const auto& one : value.values.empty() ? std::vector{value.raw} : value.values) {
    words += fold(one);
  }
  return words;
}

std::string shown(const Value& value) {
  auto text = value.raw.substr(0, kShown);
  while (!text.empty() && (static_cast<unsigned char>(value.raw[text.size()]) & 0xC0) == 0x80) {
    text.pop_back();  // not in the middle of a character
  }
  std::replace(text.begin(), text.end(), '\n', ' ');
  return text;
}

const Value* given(const std::vector<Value>& values, const std::string& id) {
  const auto found = std::find_if(values.begin(), values.end(), [&](const Value& value) {
    return value.id == id && value.given;
  });
  return found == values.end() ? nullptr : &*found;
}

class Comparison {
 public:
  void fields(const std::vector<Value>& plain, const std::vector<Value>& html,
              const std::string& prefix) {
    for (const auto& value : plain) {
      if (!value.given || value.id == kFormField) {
        continue;
      }
      const auto* other = given(html, value.id);
      if (other == nullptr) {
        add(value.line, prefix + value.label, "the HTML form of the mail does not have it");
      } else if (words_of(value) != words_of(*other)) {
        add(value.line, prefix + value.label,
            "the HTML form of the mail says \"" + shown(*other) + "\"");
      }
    }
    for (const auto& value : html) {
      if (value.given && value.id != kFormField && given(plain, value.id) == nullptr) {
        add(0, prefix + value.label, "only the HTML form of the mail has it");
      }
    }
  }

  void blocks(const Form& plain, const Form& html) {
    std::vector<const Block*> left;  // of the HTML, not met yet
    for (const auto& block : html.blocks) {
      left.push_back(&block);
    }
    for (const auto& block : plain.blocks) {
      const auto other = std::find_if(left.begin(), left.end(), [&](const Block* one) {
        return one->kind == block.kind && one->number == block.number;
      });
      if (other == left.end()) {
        add(block.line, label_of(block), "the HTML form of the mail does not have it");
        continue;
      }
      fields(block.fields, (*other)->fields, label_of(block) + " ");
      left.erase(other);
    }
    for (const auto* block : left) {
      add(0, label_of(*block), "only the HTML form of the mail has it");
    }
  }

  void form(const Form& plain, const Form& html) {
    if (plain.name != html.name) {
      add(0, "Form", "the HTML form of the mail is a \"" + html.name + "\"");
      return;
    }
    fields(plain.fields, html.fields, "");
    blocks(plain, html);
  }

  std::vector<Problem> take() { return std::move(problems_); }

 private:
  static std::string label_of(const Block& block) {
    return "[" + block.kind + " " + std::to_string(block.number) + "]";
  }

  void add(std::size_t line, const std::string& label, const std::string& text) {
    constexpr std::size_t kMost = 20;
    if (problems_.size() < kMost) {
      problems_.push_back(
          {line, label, "disagree", text, "let both say the same, or send the mail as plain text"});
    }
  }

  std::vector<Problem> problems_;
};

}  // namespace

std::vector<Problem> alternative_disagreements(const Form& plain, const Form& html) {
  Comparison comparison;
  comparison.form(plain, html);
  return comparison.take();
}

}  // namespace pouch::templates
