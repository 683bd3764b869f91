#include "templates/reply_lines.hpp"

#include <algorithm>

#include "templates/fold.hpp"

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

}  // namespace

std::string reply_lines(const std::vector<std::pair<int, std::string>>& questions) {
  std::string text;
  if (questions.size() > kShown) {
    text = "Answers, by the numbers above:\n\n";
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
