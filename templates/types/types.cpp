#include "templates/types/types.hpp"

#include <algorithm>
#include <array>
#include <charconv>

#include "templates/text/fold.hpp"
#include "templates/text/lines.hpp"
#include "templates/types/dates.hpp"
#include "templates/types/names.hpp"
#include "templates/types/numbers.hpp"
#include "templates/types/vocabulary.hpp"

namespace pouch::templates {
namespace {

constexpr std::size_t kNarrative = 200;    // characters above which text is narrative
constexpr std::size_t kQuoted = 40;        // characters of a wrong value that a complaint repeats
constexpr std::size_t kShownChoices = 17;  // all of the orders of `control`

using Now = std::chrono::sys_seconds;

std::string quoted(std::string_view text) {
  const auto points = code_points(text);
  if (points.size() <= kQuoted) {
    return "\"" + std::string(text) + "\"";
  }
  std::size_t octets = 0;
  for (std::size_t i = 0; i < kQuoted && octets < text.size(); ++i) {
    do {
      ++octets;
    } while (octets < text.size() && (static_cast<unsigned char>(text[octets]) & 0xC0) == 0x80);
  }
  return "\"" + std::string(text.substr(0, octets)) + "…\"";
}

Normalised good(std::string value) { return {std::move(value), std::nullopt, {}}; }

Normalised bad(std::string code, std::string text, std::string hint) {
  return {"", Complaint{std::move(code), std::move(text), std::move(hint)}, {}};
}

// "RO, Radu, lead": each part by its own type; the last one takes the commas that are left.
Normalised parts_value(std::string_view text, const FieldSpec& field, Now now) {
  std::string value;
  std::vector<Complaint> warnings;
  auto rest = text;
  for (std::size_t i = 0; i < field.parts.size(); ++i) {
    const auto& part = field.parts[i];
    const auto comma = i + 1 < field.parts.size() ? rest.find(',') : std::string_view::npos;
    const auto word = trim(rest.substr(0, comma));
    if (word.empty()) {
      if (part.required) {
        return bad("missing-part", quoted(text) + " is not complete",
                   "write it as in \"" + field.example + "\"");
      }
    } else {
      auto result = normalise(word, part, now);
      if (result.problem) {
        return result;
      }
      value += (i == 0 ? "" : ", ") + result.value;
    }
    rest = comma == std::string_view::npos ? std::string_view() : rest.substr(comma + 1);
  }
  return {std::move(value), std::nullopt, std::move(warnings)};
}

Normalised text_value(std::string_view text, const FieldSpec& field, Now now) {
  return field.parts.empty() ? good(std::string(text)) : parts_value(text, field, now);
}

Normalised choice_value(std::string_view text, const FieldSpec& field, Now) {
  Labels own;  // while a set is being loaded
  if (!field.by_word) {
    for (const auto& [word, place] : words_of_choices(field)) {
      own.add(word, place);
    }
  }
  const auto& words = field.by_word ? *field.by_word : own;
  const auto folded = fold(text);
  if (const auto place = words.find(folded); place != Labels::npos) {
    return good(field.choices[place].code);
  }
  const auto close = words.near(code_points(folded));
  return bad("not-a-choice", quoted(text) + " is not one of the values",
             (close.empty() ? "" : "did you mean \"" + close + "\"? ") + std::string("one of: ") +
                 choice_words(field));
}

Normalised date_value(std::string_view text, const FieldSpec&, Now now) {
  if (auto day = day_word(text, now); !day.empty()) {
    return good(std::move(day));
  }
  const auto read = read_date(text);
  if (read.value.empty()) {
    return bad(read.impossible ? "impossible-date" : "not-a-date",
               quoted(text) + (read.impossible ? " is no day of the calendar" : " is not a date"),
               read.hint);
  }
  return good(read.value);
}

Normalised time_value(std::string_view text, const FieldSpec& field, Now now) {
  const auto read = read_time(text, field.future);
  if (!read.time) {
    return bad(read.impossible ? "impossible-date" : "not-a-time",
               quoted(text) +
                   (read.impossible ? " is no time of the calendar" : " is not a date and time"),
               read.hint);
  }
  if (field.future && *read.time < now) {
    return bad("in-the-past", quoted(text) + " is in the past", "write a time that is to come");
  }
  auto result = good(rfc3339(*read.time));
  if (!read.remark.empty()) {
    result.warnings.push_back({"time-zone", read.remark, "write it as 2026-11-26 18:00 +02:00"});
  }
  return result;
}

Normalised country_value(std::string_view text, const FieldSpec& field, Now) {
  if (field.all && fold(text) == "all") {
    return good("ALL");
  }
  auto code = country_code(text);
  if (!code.empty()) {
    return good(std::move(code));
  }
  const auto close = near_countries(text);
  return bad("not-a-country", quoted(text) + " is no country that is known here",
             close.empty() ? "write its two-letter code or its name, for example BG or Bulgaria"
                           : "did you mean " + close.front() + "?");
}

Normalised language_value(std::string_view text, const FieldSpec&, Now) {
  auto code = language_code(text);
  if (code.empty()) {
    return bad("not-a-language", quoted(text) + " is no language that is known here",
               "write its two-letter code or its name, for example en or English");
  }
  return good(std::move(code));
}

// Yes and no in English and in the languages of the members, folded.
Normalised bool_value(std::string_view text, const FieldSpec&, Now) {
  constexpr std::array<std::string_view, 12> kYes{"yes", "y",    "true", "1",  "да",  "da",
                                                  "ναι", "igen", "evet", "po", "oui", "x"};
  constexpr std::array<std::string_view, 14> kNo{"no",  "n",    "false", "0",     "не",
                                                 "ne",  "nu",   "nem",   "hayir", "jo",
                                                 "οχι", "none", "non",   "nope"};
  const auto word = fold(text);
  if (std::find(kYes.begin(), kYes.end(), word) != kYes.end()) {
    return good("yes");
  }
  if (std::find(kNo.begin(), kNo.end(), word) != kNo.end()) {
    return good("no");
  }
  return bad("not-yes-or-no", quoted(text) + " is neither yes nor no", "write yes or no");
}

// PREFIX-YEAR-SERIAL-CHECK, perhaps with /MESSAGE; the gateway proves the check digits.
Normalised reference_value(std::string_view text, const FieldSpec&, Now) {
  std::string value;
  for (const char c : text) {
    if (c != ' ' && c != '[' && c != ']' && c != '.') {
      value += c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
    }
  }
  const auto is_run = [&](std::size_t from, std::size_t to, bool digits) {
    return from < to && std::all_of(value.begin() + static_cast<std::ptrdiff_t>(from),
                                    value.begin() + static_cast<std::ptrdiff_t>(to), [&](char c) {
                                      return digits ? c >= '0' && c <= '9' : c >= 'A' && c <= 'Z';
                                    });
  };
  const auto first = value.find('-');
  const auto second = first == std::string::npos ? first : value.find('-', first + 1);
  const auto third = second == std::string::npos ? second : value.find('-', second + 1);
  if (third != std::string::npos) {
    const auto slash = std::min(value.find('/', third), value.size());
    if (is_run(0, first, false) && is_run(first + 1, second, true) &&
        is_run(second + 1, third, true) && is_run(third + 1, slash, true) &&
        (slash == value.size() || is_run(slash + 1, value.size(), true))) {
      return good(std::move(value));
    }
  }
  return bad("not-a-reference", quoted(text) + " is not a case number",
             "copy it from the subject of the letter, as in SEL-2026-000001-17");
}

Normalised integer_value(std::string_view text, const FieldSpec& field, Now) {
  long value = 0;
  const auto* end = text.data() + text.size();
  const auto [stopped, error] = std::from_chars(text.data(), end, value);
  if (error != std::errc() || stopped != end) {
    return bad("not-a-number", quoted(text) + " is not a whole number", "write digits alone");
  }
  const bool bounded = field.minimum != 0 || field.maximum != 0;
  if (bounded && (value < field.minimum || value > field.maximum)) {
    return bad("out-of-range",
               quoted(text) + " is not between " + std::to_string(field.minimum) + " and " +
                   std::to_string(field.maximum),
               "write a number between them");
  }
  return good(std::to_string(value));
}

// ITU-T E.164: a plus sign and at most fifteen digits, the country code first.
Normalised one_phone(std::string_view text) {
  constexpr std::size_t kMostDigits = 15, kLeastDigits = 3;
  std::string value;
  for (const char c : text) {
    if (c >= '0' && c <= '9') {
      value += c;
    } else if (c == '+' && value.empty()) {
      value = "+";
    } else if (std::string_view(" -()./\t").find(c) == std::string_view::npos) {
      return bad("not-a-phone", quoted(text) + " is not a telephone number",
                 "write it with its country code, as in +40 21 123 45 67");
    }
  }
  if (value.starts_with("00")) {
    value = "+" + value.substr(2);
  }
  const auto digits = value.size() - (value.starts_with('+') ? 1 : 0);
  if (digits < kLeastDigits) {
    return bad("not-a-phone", quoted(text) + " is not a telephone number",
               "write it with its country code, as in +40 21 123 45 67");
  }
  auto result = good(value);
  if (!value.starts_with('+') || digits > kMostDigits) {
    result.warnings.push_back({"phone-shape", quoted(text) + " is not an international number",
                               "write it with its country code, as in +40 21 123 45 67"});
  }
  return result;
}

// Two of them in one field stay together; a warning says so (relations.cpp).
Normalised phone_value(std::string_view text, const FieldSpec&, Now) {
  auto result = one_phone(text);
  const auto numbers = numbers_in(text, "phone");
  if (numbers.size() < 2) {
    return result;
  }
  Normalised all;
  for (const auto& number : numbers) {
    auto one = one_phone(number);
    if (one.problem) {
      return result.problem ? result : one;
    }
    all.value += (all.value.empty() ? "" : ", ") + one.value;
    all.warnings.insert(all.warnings.end(), one.warnings.begin(), one.warnings.end());
  }
  return all;
}

struct TypeEntry {
  Type type;
  std::string_view name;
  Normalised (*normaliser)(std::string_view, const FieldSpec&, Now);
};

constexpr std::array<TypeEntry, 13> kTypes{{
    {Type::kText, "text", text_value},
    {Type::kChoice, "choice", choice_value},
    {Type::kDate, "date", date_value},
    {Type::kTime, "time", time_value},
    {Type::kCountry, "country", country_value},
    {Type::kLanguage, "language", language_value},
    {Type::kBool, "bool", bool_value},
    {Type::kReference, "reference", reference_value},
    {Type::kInteger, "integer", integer_value},
    {Type::kPhone, "phone", phone_value},
    {Type::kQuestions, "questions", text_value},
    {Type::kBlock, "block", text_value},
    {Type::kAttachment, "attachment", text_value},
}};

const TypeEntry& entry_of(Type type) {
  return *std::find_if(kTypes.begin(), kTypes.end(),
                       [&](const TypeEntry& entry) { return entry.type == type; });
}

}  // namespace

Normalised normalise(std::string_view text, const FieldSpec& field, Now now) {
  const auto length = characters(text);
  if (length > field.limit) {
    return bad("too-long",
               "has " + std::to_string(length) + " characters, at most " +
                   std::to_string(field.limit) + " are allowed",
               "shorten it, put the rest under \"Free text:\" or attach it");
  }
  return entry_of(field.type).normaliser(text, field, now);
}

bool is_running_text(Type type) { return type == Type::kText || type == Type::kQuestions; }

bool is_narrative(const FieldSpec& field) {
  return field.type == Type::kQuestions || (field.type == Type::kText && field.limit > kNarrative);
}

std::optional<Type> type_named(std::string_view name) {
  for (const auto& entry : kTypes) {
    if (entry.name == name) {
      return entry.type;
    }
  }
  return std::nullopt;
}

std::string_view name_of(Type type) { return entry_of(type).name; }

std::vector<std::string> type_names() {
  std::vector<std::string> names;
  for (const auto& entry : kTypes) {
    names.emplace_back(entry.name);
  }
  return names;
}

bool tells_more(const Choice& choice, std::string_view said) {
  constexpr std::size_t kShortCode = 4;
  const auto code = fold(choice.code);
  return choice.code.size() <= kShortCode && code != fold(said) && code != fold(choice.label);
}

std::string choice_words(const FieldSpec& field, std::string_view language) {
  std::string text;
  for (std::size_t i = 0; i < field.choices.size(); ++i) {
    if (i == kShownChoices) {
      return text + ", …";
    }
    const auto& choice = field.choices[i];
    const auto words = choice.words.find(std::string(language));
    const auto& label = words == choice.words.end() ? choice.label : words->second.words.front();
    text += (i == 0 ? "" : ", ") + (tells_more(choice, label) ? choice.code + " " + label : label);
  }
  return text;
}

std::vector<std::pair<std::string, std::size_t>> words_of_choices(const FieldSpec& field) {
  std::vector<std::pair<std::string, std::size_t>> words;
  const auto add = [&](std::size_t place, const std::string& word) {
    words.emplace_back(word, place);
    words.emplace_back(field.choices[place].code + " " + word, place);
  };
  for (std::size_t i = 0; i < field.choices.size(); ++i) {
    words.emplace_back(field.choices[i].code, i);
  }
  for (std::size_t i = 0; i < field.choices.size(); ++i) {
    add(i, field.choices[i].label);
    for (const auto& alias : field.choices[i].aliases) {
      add(i, alias);
    }
    for (const auto& [language, said] : field.choices[i].words) {
      for (const auto& word : said.words) {
        add(i, word);
      }
    }
  }
  return words;
}

const Choice* find_choice(const FieldSpec& field, std::string_view code) {
  for (const auto& choice : field.choices) {
    if (choice.code == code) {
      return &choice;
    }
  }
  return nullptr;
}

}  // namespace pouch::templates
