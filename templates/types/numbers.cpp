#include "templates/types/numbers.hpp"

#include <algorithm>

#include "templates/text/fold.hpp"
#include "templates/text/lines.hpp"
#include "templates/types/conditions.hpp"
#include "templates/types/dates.hpp"
#include "templates/types/types.hpp"

namespace pouch::templates {
namespace {

constexpr std::size_t kLeastOfNumber = 4;  // letters and digits
constexpr std::size_t kWord = 4;           // letters from which a word is no part of a number

bool has_digit(std::string_view text) {
  return text.find_first_of("0123456789") != std::string_view::npos;
}

bool is_and(std::string_view word) {
  constexpr std::string_view kSigns[] = {"&", "/", "+"};
  constexpr std::string_view kWords[] = {"and", "и",  "i",  "si",  "și", "και",
                                         "és",  "es", "ve", "dhe", "te"};
  const auto is = [&](std::string_view known) {
    return word == known || (word.size() > 1 && fold(word) == fold(known));
  };
  return std::find(std::begin(kSigns), std::end(kSigns), word) != std::end(kSigns) ||
         std::any_of(std::begin(kWords), std::end(kWords), is);
}

// A plate of letters and digits: of "CA1234AB/CB7788XX" both halves are one.
bool is_plate(std::string_view text) {
  const auto word = compact(text);
  const bool letter =
      std::any_of(word.begin(), word.end(), [](char c) { return c < '0' || c > '9'; });
  return characters(word) > kLeastOfNumber && letter && has_digit(word);
}

// Words before the number ("passport 008123456") say what it is.
std::string without_words(std::string_view text) {
  text = trim(text);
  while (true) {
    const auto end = text.find(' ');
    const auto word = text.substr(0, end);
    if (end == std::string_view::npos || has_digit(word) || characters(fold(word)) < kWord) {
      return std::string(text);
    }
    text = trim(text.substr(end));
  }
}

bool looks_like_number(std::string_view text) {
  return has_digit(text) && characters(compact(text)) >= kLeastOfNumber &&
         read_date(text).value.empty();
}

void split_plates(std::string_view text, std::vector<std::string>& into) {
  const auto slash = text.find('/');
  if (slash != std::string_view::npos && is_plate(text.substr(0, slash)) &&
      is_plate(text.substr(slash + 1))) {
    into.emplace_back(trim(text.substr(0, slash)));
    into.emplace_back(trim(text.substr(slash + 1)));
  } else {
    into.emplace_back(trim(text));
  }
}

std::vector<std::string> split(std::string_view text, std::string_view search) {
  std::vector<std::string> parts;
  std::string part;
  const auto finish = [&] {
    if (search == "plate") {
      split_plates(part, parts);
    } else {
      parts.emplace_back(trim(part));
    }
    part.clear();
  };
  while (!text.empty()) {
    const auto end = std::min(text.find_first_of(" ,;\n"), text.size());
    const auto word = text.substr(0, end);
    // "+40 21 … +40 31 …": each begins with its plus sign.
    const bool next_phone =
        search == "phone" && word.size() > 1 && word.front() == '+' && looks_like_number(part);
    if (is_and(word) || next_phone) {
      finish();
    }
    if (!is_and(word)) {
      part += std::string(part.empty() ? "" : " ") + std::string(word);
    }
    if (end < text.size() && text[end] != ' ') {
      finish();
    }
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  finish();
  return parts;
}

}  // namespace

bool is_number(std::string_view search) {
  constexpr std::string_view kNumbers[] = {"plate", "vin", "phone", "document", "iban"};
  return std::find(std::begin(kNumbers), std::end(kNumbers), search) != std::end(kNumbers);
}

std::string search_of(const FieldSpec& field, const std::vector<Value>& values, const Form& form) {
  if (const auto* conditional = chosen(field.search_if, {values, form.blocks})) {
    return *conditional;
  }
  if (field.search.empty()) {
    return is_running_text(field.type) ? "text" : "none";
  }
  return field.search;
}

std::vector<std::string> numbers_in(std::string_view text, std::string_view search) {
  std::vector<std::string> numbers;
  const auto parts = split(text, search);
  for (const auto& part : parts) {
    auto number = without_words(part);
    if (looks_like_number(number) &&
        std::find(numbers.begin(), numbers.end(), number) == numbers.end()) {
      numbers.push_back(std::move(number));
    }
  }
  if (parts.size() < 2 || numbers.empty()) {
    return {std::string(text)};
  }
  return numbers;
}

bool parts_lines(const FieldSpec& field) {
  return (is_number(field.search) && field.search != "iban" && field.check != "mrz") ||
         field.type == Type::kPhone;
}

}  // namespace pouch::templates
