#include "templates/replies/reply_lines.hpp"

#include <algorithm>

#include "templates/text/fold.hpp"
#include "templates/text/lines.hpp"

namespace pouch::templates {
namespace {

constexpr std::size_t kWithRoom = 3;  // questions, each with an empty line to type in
constexpr std::size_t kShown = 7;
constexpr std::size_t kColumns = 64;
constexpr std::string_view kAllAnswers = "Answers, by the numbers above";

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

bool is_label(const Line& line, std::string_view label) {
  const auto found = labelled(line.text);
  return found && fold(found->label) == fold(label);
}

// Numbers of the questions that the form at the letter's end shows; of many questions those that
// stand in the letter above it.
std::vector<int> asked_in(std::string_view letter) {
  const auto lines = split_lines(letter, static_cast<std::size_t>(-1));
  std::vector<int> asked;
  auto at = lines.size();
  while (at > 0 && !is_label(lines[at - 1], "Reply kind")) {
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
    } else if (is_label(lines[at], kAllAnswers)) {
      above = true;
    } else if (!above && !lines[at].text.empty()) {
      break;
    }
  }
  return asked;
}

}  // namespace

std::string kind_when_untouched(std::string_view our_text,
                                const std::vector<NumberedAnswer>& answers) {
  const auto asked = asked_in(our_text);
  const bool all = std::all_of(asked.begin(), asked.end(), [&](int number) {
    return std::any_of(answers.begin(), answers.end(), [&](const NumberedAnswer& answer) {
      return answer.question == number && !trim(answer.text).empty();
    });
  });
  return all ? "FULL" : "PARTIAL";
}

std::string reply_lines(const std::vector<std::pair<int, std::string>>& questions) {
  std::string text;
  if (questions.size() > kShown) {
    text = std::string(kAllAnswers) + ":\n\n";
  } else {
    for (const auto& [number, question] : questions) {
      text += cut(std::to_string(number) + ". " + one_line(question), kColumns) + "\n";
      text += questions.size() <= kWithRoom ? "\n" : "";
    }
  }
  if (questions.empty()) {
    text = "Answer:\n\n";
  }
  return text +
         "Reply kind: full\n"
         "As of: today\n"
         "More fields: reply \"more\", or see the attached reply-form.txt\n";
}

}  // namespace pouch::templates
