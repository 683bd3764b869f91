#include "templates/reply_lines.hpp"

#include <algorithm>

#include "templates/fold.hpp"
#include "templates/lines.hpp"

namespace pouch::templates {
namespace {

constexpr std::size_t kColumns = 64;  // of a question; the whole of it stands above
constexpr std::size_t kRoomy = 3, kTight = 7;
constexpr std::string_view kOneAnswer = "Answer", kAllAnswers = "Answers, by the numbers above";

// The first `columns` characters, at a blank, and "…".
std::string shortened(std::string_view text, std::size_t columns) {
  const auto whole = fold_spaces(text);
  if (characters(whole) <= columns) {
    return whole;
  }
  std::size_t octets = 0, count = 0, blank = 0;
  while (octets < whole.size() && count < columns) {
    blank = whole[octets] == ' ' ? octets : blank;
    do {
      ++octets;
    } while (octets < whole.size() && (static_cast<unsigned char>(whole[octets]) & 0xC0) == 0x80);
    ++count;
  }
  return whole.substr(0, blank > 0 ? blank : octets) + "…";
}

std::string question_line(const AskedQuestion& question) {
  return std::to_string(question.number) + ". " + shortened(question.text, kColumns) + "\n";
}

}  // namespace

std::string reply_lines(const std::vector<AskedQuestion>& questions) {
  std::string text;
  if (questions.empty()) {
    text = std::string(kOneAnswer) + ":\n\n";
  } else if (questions.size() > kTight) {
    text = std::string(kAllAnswers) + ":\n\n";
  } else {
    for (const auto& question : questions) {
      text += question_line(question) + (questions.size() <= kRoomy ? "\n" : "");
    }
  }
  // With ## before it the reader passes the last line over.
  return text +
         "Reply kind: full\nAs of: today\n"
         "## More fields: reply \"more\", or see the attached reply-form.txt\n";
}

std::string reply_text(const Fenced& fenced, std::string_view answers) {
  std::string text = "Form: reply\n";
  if (!answers.empty()) {
    text += "Answers: " + std::string(answers) + "\n";
  }
  std::string numbered;
  for (const auto& answer : fenced.answers) {
    numbered += std::to_string(answer.question) + ". " + answer.text + "\n";
  }
  for (const auto& filled : fenced.filled) {
    const auto label = fold(filled.label);
    if (numbered.empty() && (label == fold(kOneAnswer) || label == fold(kAllAnswers))) {
      numbered = filled.value + "\n";
    }
  }
  text += numbered.empty() ? "" : "Answer:\n" + numbered;
  // Fenced::text has the lines of ours that were left as they are: "As of: today".
  const auto words = split_lines(fenced.words, static_cast<std::size_t>(-1));
  bool labels = false;
  for (const auto& line : split_lines(fenced.text, static_cast<std::size_t>(-1))) {
    const auto found = labelled(line.text);
    labels = labels || (found && fold(found->label) == fold("Reply kind"));
    const bool is_word = std::any_of(words.begin(), words.end(),
                                     [&](const Line& one) { return one.text == line.text; });
    if (labels && !is_word && !is_help(line.text)) {
      text += std::string(line.text) + "\n";
    }
  }
  return text + (fenced.words.empty() ? "" : "Free text:\n" + fenced.words + "\n");
}

std::string reply_kind(std::string_view written, const std::vector<int>& asked,
                       const std::vector<int>& answered) {
  if (written != "FULL" || asked.empty()) {
    return std::string(written);
  }
  const auto count = std::count_if(asked.begin(), asked.end(), [&](int number) {
    return std::find(answered.begin(), answered.end(), number) != answered.end();
  });
  const auto all = static_cast<std::ptrdiff_t>(asked.size());
  return count == all ? "FULL" : count > 0 ? "PARTIAL" : "";
}

}  // namespace pouch::templates
