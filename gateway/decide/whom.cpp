#include "gateway/decide/whom.hpp"

#include <algorithm>

namespace pouch::gateway {
namespace {

constexpr std::string_view kIdMark = "<pouch.";

void wrong_number(const std::string& number, std::string_view where, NumberFound& found) {
  found.problems.push_back(
      {.label = std::string(where),
       .code = "wrong-number",
       .text = number + " is no case number of ours: its check digits are wrong",
       .hint = "copy the number from the subject of the letter"});
}

// The numbers of one way, each case once.
std::vector<MessageNumber> numbers_in(std::string_view text, const Numbering& ours,
                                      std::string_view where, NumberFound& found) {
  auto numbers = find_numbers(text, ours);
  for (const auto& number : numbers.wrong) {
    wrong_number(number, where, found);
  }
  return std::move(numbers.valid);
}

void add_case(const CaseNumber& number, std::vector<CaseNumber>& cases) {
  if (std::find(cases.begin(), cases.end(), number) == cases.end()) {
    cases.push_back(number);
  }
}

// Of several words for one case the one that names a message says more.
void prefer(const MessageNumber& number, std::optional<MessageNumber>& best) {
  if (!best || (best->message == 0 && best->number == number.number)) {
    best = number;
  }
}

}  // namespace

bool is_a_gateways_id(std::string_view message_id) {
  return message_id.starts_with(kIdMark) && message_id.find('@') != std::string_view::npos;
}

Answered find_answered(const std::vector<std::string>& ids, const ThreadLookups& lookups) {
  Answered answered;
  for (const auto& id : ids) {
    if (id.empty()) {
      continue;
    }
    if (auto letter = lookups.letter ? lookups.letter(id) : std::nullopt) {
      answered.number = letter->number;
      answered.kind = letter->kind;
      answered.letter = std::move(letter);
      return answered;
    }
    if (auto number = lookups.message ? lookups.message(id) : std::nullopt) {
      answered.number = number;
      answered.kind = number->message == 0 ? "" : "mail";
      return answered;
    }
    if (is_a_gateways_id(id)) {
      answered.unknown = id;
      return answered;
    }
  }
  return answered;
}

NumberFound find_number(const NumberClues& clues, const Answered& answered, const Numbering& ours) {
  NumberFound found;
  std::vector<CaseNumber> cases;
  std::optional<MessageNumber> by_form;
  if (!clues.form_reference.empty()) {
    by_form = MessageNumber::parse(clues.form_reference, ours.epoch);
    if (by_form) {
      add_case(by_form->number, cases);
      prefer(*by_form, found.number);
    } else {
      wrong_number(clues.form_reference, "Answers", found);
    }
  }
  if (answered.number) {
    add_case(answered.number->number, cases);
    prefer(*answered.number, found.number);
  }
  for (const auto& number : numbers_in(clues.subject, ours, "Subject", found)) {
    add_case(number.number, cases);
    if (!answered.number) {  // the letter's own subject says no more than the letter
      prefer(number, found.number);
    }
  }
  if (cases.empty() && found.problems.empty()) {
    // A text may speak of several cases; only a single one says where the mail belongs.
    const auto numbers = find_numbers(clues.text, ours);
    if (numbers.valid.size() == 1) {
      found.number = numbers.valid.front();
    }
  }
  if (cases.size() > 1) {
    found.several = std::move(cases);
    found.number.reset();
  }
  if (answered.number && found.number) {
    // Who answers in a thread and mistypes a number there has named the case all the same.
    std::erase_if(found.problems, [](const auto& one) { return one.code == "wrong-number"; });
    found.by_answer = found.number->number == answered.number->number &&
                      found.number->message == answered.number->message;
  }
  return found;
}

}  // namespace pouch::gateway
