#include "templates/replies/reply_lines.hpp"

#include <algorithm>

#include "templates/replies/printed.hpp"
#include "templates/showing/render.hpp"
#include "templates/text/fold.hpp"
#include "templates/text/lines.hpp"
#include "templates/types/vocabulary.hpp"

namespace pouch::templates {
namespace {

constexpr std::size_t kWithRoom = 3;  // questions, each with an empty line to type in
constexpr std::size_t kShown = 7;
constexpr std::size_t kColumns = 64;

std::string one_line(std::string_view text) {
  std::string result;
  for (const char c : text) {
    const bool blank = c == ' ' || c == '\n' || c == '\r' || c == '\t';
    if (!blank) {
      result += c;
    } else if (!result.empty() && result.back() != ' ') {
      result += ' ';
    }
  }
  result.erase(result.find_last_not_of(' ') + 1);
  return result;
}

// The first characters, never a part of one.
std::string cut(const std::string& text, std::size_t columns) {
  if (characters(text) <= columns) {
    return text;
  }
  std::size_t at = 0, count = 0;
  for (; at < text.size(); ++at) {
    const bool starts = (static_cast<unsigned char>(text[at]) & 0xC0) != 0x80;
    if (starts && count++ == columns - 1) {
      break;
    }
  }
  return text.substr(0, at) + "…";
}

bool is_answers_by_number(const Line& line) {
  const auto found = labelled(line.text);
  const auto label = found ? fold(found->label) : std::string();
  const auto all = all_printed();
  return found && std::any_of(all.begin(), all.end(), [&](const Printed& one) {
           return fold(one.answers_by_number) == label;
         });
}

bool is_reply_kind(const Line& line, const TemplateSet& set) {
  const auto found = labelled(line.text);
  return found && names_reply_kind(found->label, set);
}

const FieldSpec* reply_field(const TemplateSet& set, std::string_view id) {
  const auto* reply = set.find("reply");
  for (std::size_t i = 0; reply != nullptr && i < reply->fields.size(); ++i) {
    if (reply->fields[i].id == id) {
      return &reply->fields[i];
    }
  }
  return nullptr;
}

std::string label_of(const TemplateSet& set, std::string_view id, const Language* language,
                     std::string_view english) {
  const auto* field = reply_field(set, id);
  return field == nullptr ? std::string(english) : label_in(*field, language);
}

std::string word_for_full(const TemplateSet& set, const Language* language) {
  if (const auto* kind = reply_field(set, "reply_kind")) {
    for (const auto& choice : kind->choices) {
      if (choice.code == "FULL") {
        return label_in(choice, language);
      }
    }
  }
  return "full";
}

std::string word_for_more(const Language* language) {
  if (language == nullptr) {
    return "more";
  }
  const auto found = language->orders.find("more");
  return found == language->orders.end() ? "more" : found->second.words.front();
}

// Numbers of the questions that the form at the letter's end shows; of many questions those that
// stand in the letter above it.
std::vector<int> asked_in(std::string_view letter, const TemplateSet& set) {
  const auto lines = split_lines(letter, static_cast<std::size_t>(-1));
  std::vector<int> asked;
  auto at = lines.size();
  while (at > 0 && !is_reply_kind(lines[at - 1], set)) {
    --at;
  }
  bool above = false;
  for (at = at > 0 ? at - 1 : 0; at-- > 0;) {
    const auto item = list_item(lines[at].text);
    if (item && item->number > 0) {
      asked.push_back(item->number);
      if (above && item->number == 1) {
        break;
      }
    } else if (is_answers_by_number(lines[at])) {
      above = true;
    } else if (!above && !lines[at].text.empty()) {
      break;
    }
  }
  return asked;
}

}  // namespace

std::string reply_kind_label(const TemplateSet& set, const Language* language) {
  return label_of(set, "reply_kind", language, "Reply kind");
}

bool names_reply_kind(std::string_view label, const TemplateSet& set) {
  const auto* reply = set.find("reply");
  const auto labels = set.vocabulary().templates.find("reply");
  const auto at = reply == nullptr || labels == set.vocabulary().templates.end()
                      ? Labels::npos
                      : labels->second.find(fold(label));
  return at != Labels::npos && reply->fields[at].id == "reply_kind";
}

std::string kind_when_untouched(std::string_view our_text,
                                const std::vector<NumberedAnswer>& answers,
                                const TemplateSet& set) {
  const auto asked = asked_in(our_text, set);
  const bool all = std::all_of(asked.begin(), asked.end(), [&](int number) {
    return std::any_of(answers.begin(), answers.end(), [&](const NumberedAnswer& answer) {
      return answer.question == number && !trim(answer.text).empty();
    });
  });
  return all ? "FULL" : "PARTIAL";
}

std::string reply_lines(const std::vector<std::pair<int, std::string>>& questions,
                        const TemplateSet& set, const Language* language) {
  const auto& print = printed(language == nullptr ? std::string_view() : language->tag);
  std::string text;
  if (questions.size() > kShown) {
    text = std::string(print.answers_by_number) + ":\n\n";
  } else {
    for (const auto& [number, question] : questions) {
      text += cut(std::to_string(number) + ". " + one_line(question), kColumns) + "\n";
      text += questions.size() <= kWithRoom ? "\n" : "";
    }
  }
  if (questions.empty()) {
    text = label_of(set, "answer", language, "Answer") + ":\n\n";
  }
  return text + reply_kind_label(set, language) + ": " + word_for_full(set, language) + "\n" +
         label_of(set, "as_of", language, "As of") + ": " + std::string(print.today) + "\n" +
         with(print.more, "{word}", word_for_more(language)) + "\n";
}

}  // namespace pouch::templates
