// Two readings of one form: the plain text of a mail and its HTML alternative. Clients make the one
// out of the other, so words are compared folded: emphasis, line breaks and list marks differ
// always, letters and digits never.
#include <algorithm>

#include "templates/fold.hpp"
#include "templates/reader.hpp"
#include "templates/vocabulary.hpp"

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
    const auto same = [](const Block& left, const Block& right) {
      return left.kind == right.kind && left.number == right.number;
    };
    for (const auto& block : plain.blocks) {
      const auto label = "[" + block.kind + " " + std::to_string(block.number) + "] ";
      const auto other = std::find_if(html.blocks.begin(), html.blocks.end(),
                                      [&](const Block& one) { return same(one, block); });
      if (other == html.blocks.end()) {
        add(block.line, label, "the HTML form of the mail does not have it");
      } else {
        fields(block.fields, other->fields, label);
      }
    }
    for (const auto& block : html.blocks) {
      if (std::none_of(plain.blocks.begin(), plain.blocks.end(),
                       [&](const Block& one) { return same(one, block); })) {
        add(0, "[" + block.kind + " " + std::to_string(block.number) + "]",
            "only the HTML form of the mail has it");
      }
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
  void add(std::size_t line, const std::string& label, const std::string& text) {
    constexpr std::size_t kMost = 20;
    if (problems_.size() < kMost) {
      problems_.push_back({line, std::string(trim_label(label)), "disagree", text,
                           "let both say the same, or send the mail as plain text"});
    }
  }
  static std::string_view trim_label(std::string_view label) {
    return label.ends_with(' ') ? label.substr(0, label.size() - 1) : label;
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
