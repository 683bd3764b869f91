#include "gateway/decide/thread.hpp"

namespace pouch::gateway {
namespace {

void wrong_number(const std::string& number, std::string_view where, ThreadFound& found) {
  found.problems.push_back({0, std::string(where), "wrong-number",
                            number + " is no case number of ours: its check digits are wrong",
                            "copy the number from the subject of the letter"});
}

std::optional<MessageNumber> from_references(const ThreadClues& clues, const ThreadLookup& lookup) {
  if (!clues.in_reply_to.empty()) {
    if (auto number = lookup(clues.in_reply_to)) {
      return number;
    }
  }
  for (auto id = clues.references.rbegin(); id != clues.references.rend(); ++id) {
    if (auto number = lookup(*id)) {
      return number;
    }
  }
  return std::nullopt;
}

// The single case that a text names; two of them are a problem.
std::optional<MessageNumber> only_number(std::string_view text, std::string_view prefix,
                                         std::string_view where, ThreadFound& found) {
  const auto numbers = find_numbers(text, prefix);
  for (const auto& number : numbers.wrong) {
    wrong_number(number, where, found);
  }
  for (const auto& number : numbers.valid) {
    if (number.number != numbers.valid.front().number) {
      found.problems.push_back({0, std::string(where), "two-cases",
                                "names two cases: " + numbers.valid.front().number.text() +
                                    " and " + number.number.text(),
                                "write to each case in a mail of its own"});
      return std::nullopt;
    }
  }
  return numbers.valid.empty() ? std::nullopt : std::optional(numbers.valid.front());
}

}  // namespace

ThreadFound find_thread(const ThreadClues& clues, std::string_view prefix,
                        const ThreadLookup& lookup) {
  ThreadFound found;
  std::vector<std::pair<std::string_view, MessageNumber>> named;
  if (!clues.form_reference.empty()) {
    if (auto number = MessageNumber::parse(clues.form_reference)) {
      named.emplace_back("the form", *number);
    } else {
      wrong_number(clues.form_reference, "Answers", found);
    }
  }
  if (auto number = only_number(clues.subject, prefix, "Subject", found)) {
    named.emplace_back("the subject", *number);
  }
  if (auto number = from_references(clues, lookup)) {
    named.emplace_back("the mail that it replies to", *number);
  }
  if (named.empty() && found.problems.empty()) {
    // A text may speak of several cases; only a single one says where the mail belongs.
    const auto numbers = find_numbers(clues.text, prefix);
    if (numbers.valid.size() == 1) {
      named.emplace_back("the text", numbers.valid.front());
    }
  }
  for (const auto& [where, number] : named) {
    if (number.number != named.front().second.number) {
      found.problems.push_back({0, "Subject", "two-cases",
                                std::string(named.front().first) + " names " +
                                    named.front().second.number.text() + ", " + std::string(where) +
                                    " belongs to " + number.number.text(),
                                "answer in the thread of the case that you mean"});
      return found;
    }
  }
  if (!named.empty()) {
    found.number = named.front().second;
  }
  return found;
}

}  // namespace pouch::gateway
