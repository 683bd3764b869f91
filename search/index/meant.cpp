// The asking side of terms.hpp.
#include <algorithm>
#include <set>
#include <utility>

#include "search/ascii.hpp"
#include "search/index/edges.hpp"
#include "search/index/terms.hpp"
#include "search/names/fold.hpp"
#include "search/names/name_meeting.hpp"
#include "search/names/readings.hpp"
#include "search/things/check_digits.hpp"

namespace pouch::search {
namespace {

// Terms under one field, each once, by its best tier.
class Question {
 public:
  Question(const Blind& blind, std::string_view field, int least_tier = 0)
      : blind_(blind), field_(field), least_(least_tier) {}

  void ask(TermKind kind, std::string_view folded, int tier) {
    if (folded.empty()) {
      return;
    }
    if (asked_.insert(std::string(1, static_cast<char>(kind)).append(folded)).second) {
      meant_.push_back({blind_.term(kind, field_, folded), std::max(tier, least_)});
    }
  }

  // The sounds of a word that was written otherwise; as itself, where it is its own sound.
  void ask_sound(char reading, std::string_view skeleton) {
    ask(TermKind::kSound, sound_key(reading, skeleton), 2);
    ask(TermKind::kWord, skeleton, 2);
    ask(TermKind::kMarked, whole_key(skeleton), 2);
    if (reading != kPlainSound) {
      ask(TermKind::kSound, skeleton, 2);
      return;
    }
    for (const char other : kReadings) {
      ask(TermKind::kSound, sound_key(other, skeleton), 2);
    }
  }

  // The terms of name_meeting.hpp's rules.
  void ask_name(std::string_view word) {
    const auto [keys, others] = asked_name(word);
    ask(TermKind::kWord, keys.generic, 0);
    ask(TermKind::kMarked, keys.marked, 0);
    // Šušić is not Sušić as written; Susic may be both.
    ask(TermKind::kFolded, keys.generic, keys.marked.empty() ? 0 : 2);
    ask(TermKind::kMarked, whole_key(keys.generic), keys.marked.empty() ? 0 : 2);
    ask(TermKind::kJoined, keys.generic, keys.marked.empty() ? 1 : 2);
    ask(TermKind::kSpelling, keys.generic, 1);
    ask(TermKind::kSpelling, keys.marked, 1);
    auto spellings = keys.others;
    spellings.push_back(keys.spelling);
    for (const auto& spelling : spellings) {
      ask_spelling(spelling, 1);
    }
    for (const auto& other : others) {
      ask_spelling(other, 2);
    }
    for (std::size_t i = 0; i < keys.skeletons.size(); ++i) {
      ask_sound(keys.readings[i], keys.skeletons[i]);
    }
  }

  void ask_spelling(std::string_view spelling, int tier) {
    for (const auto kind :
         {TermKind::kWord, TermKind::kFolded, TermKind::kJoined, TermKind::kSpelling}) {
      ask(kind, spelling, tier);
    }
    ask(TermKind::kMarked, whole_key(spelling), tier);
  }

  void ask_identifier(std::string_view value) {
    for (const auto& alias : aliases_asked(value)) {
      ask(TermKind::kAlias, alias_key(alias), alias.tier);
    }
    if (is_address(value)) {
      return;
    }
    const auto keys = fold_identifier(value);
    ask(TermKind::kWhole, keys.whole, 0);
    ask(TermKind::kWord, fold_word(keys.whole), 0);
    for (const auto& way : keys.spoken) {
      ask(TermKind::kWhole, way, 1);
      ask(TermKind::kWord, fold_word(way), 1);
      ask(TermKind::kFolded, fold_word(way), 1);  // NI045ČĆ
    }
    for (const auto& other : also_written(value)) {
      ask(TermKind::kWhole, other, 1);
      ask(TermKind::kWord, fold_word(other), 1);
    }
    ask(TermKind::kLook, keys.look, 2);
    ask(TermKind::kWhole, keys.look, 2);
    ask(TermKind::kWord, fold_word(keys.look), 2);
    for (const auto& other : mended(keys.whole)) {
      ask(TermKind::kWhole, other, 2);
      ask(TermKind::kWord, fold_word(other), 2);
    }
  }

  std::vector<Meant> done() { return std::move(meant_); }

 private:
  const Blind& blind_;
  std::string_view field_;
  int least_;
  std::set<std::string> asked_;
  std::vector<Meant> meant_;
};

bool asks_numbers(std::string_view field, std::string_view word) {
  const auto* row = search::field(field);
  return has_numeral(word) || (row != nullptr && row->kind == Kind::kIdentifier);
}

void append(std::vector<Meant>& meant, std::vector<Meant> more) {
  std::move(more.begin(), more.end(), std::back_inserter(meant));
}

// The fields that a question without a field goes to; the one that it names.
std::vector<std::string_view> fields_with(std::string_view asked, bool (*has)(const FieldRow&)) {
  if (asked != kAnywhere) {
    return {asked};
  }
  std::vector<std::string_view> found;
  for (const auto& row : fields()) {
    if (has(row)) {
      found.push_back(row.name);
    }
  }
  return found;
}

// The number itself; of running text, as its word.
void ask_whole(Question& question, std::string_view whole, bool word, int tier) {
  question.ask(TermKind::kWhole, whole, tier);
  question.ask(TermKind::kAlias, alias_key({'s', std::string(whole)}),
               std::max<int>(tier, kSpelled));
  if (word) {
    question.ask(TermKind::kWord, fold_word(whole), tier);
    question.ask(TermKind::kFolded, fold_word(whole), tier);
  }
}

// Beyond kEdgeTo signs the first ones count.
std::vector<Meant> numbers_that_begin(const Blind& blind, std::string_view field,
                                      const IdentifierKeys& start) {
  Question question(blind, field);
  const auto ask = [&](const std::string& whole, int tier) {
    ask_whole(question, whole, true, tier);
    if (whole.size() > kEdgeTo) {
      ask_whole(question, whole.substr(0, kEdgeTo), true, kSounds);
    }
    const auto key = fold_word(whole);
    if (key.size() >= kEdgeFrom) {
      for (const auto& part : asked_starts(key)) {
        question.ask(TermKind::kEdge, part, key.size() <= kEdgeTo ? tier : kSounds);
      }
    }
  };
  ask(start.whole, kWritten);
  for (const auto& way : start.spoken) {
    ask(way, kSpelled);
  }
  return question.done();
}

std::vector<Meant> numbers_that_end(const Blind& blind, std::string_view field,
                                    const IdentifierKeys& end) {
  Question question(blind, field);
  const auto ask = [&](const std::string& whole, int tier) {
    const auto key = fold_word(whole);
    ask_whole(question, whole, key.size() >= kLeastInText, tier);
    if (whole.size() > kEndTo) {
      ask_whole(question, whole.substr(whole.size() - kEndTo), true, kSounds);
    }
    for (const auto& part : asked_ends(key)) {
      question.ask(TermKind::kEnd, part, key.size() <= kEndTo ? tier : kSounds);
    }
  };
  ask(end.whole, kWritten);
  for (const auto& way : end.spoken) {
    ask(way, kSpelled);
  }
  return question.done();
}

std::vector<Meant> words_that_begin(const Blind& blind, std::string_view field,
                                    std::string_view start, const Begins& words) {
  Question question(blind, field);
  const auto keys = fold_spelling(start);
  for (const auto& word : words(keys.generic)) {
    question.ask_spelling(word, kWritten);
  }
  if (keys.spelling != keys.generic) {
    for (const auto& word : words(keys.spelling)) {
      question.ask_spelling(word, kSpelled);
    }
  }
  return question.done();
}

}  // namespace

std::vector<Meant> meant_by_word(const Blind& blind, std::string_view field,
                                 std::string_view word) {
  Question question(blind, field);
  question.ask_name(word);
  if (asks_numbers(field, word)) {
    question.ask_identifier(word);
  }
  return question.done();
}

std::vector<Meant> meant_by_pair(const Blind& blind, std::string_view field, std::string_view first,
                                 std::string_view second) {
  Question question(blind, field, 1);
  question.ask_name(side_by_side(first, second));
  return question.done();
}

std::vector<Meant> meant_by_near(const Blind& blind, std::string_view field,
                                 std::string_view word) {
  Question question(blind, field);
  question.ask_name(word);
  const auto keys = fold_name(word);
  for (const auto& other : one_letter_away(keys.generic)) {
    question.ask(TermKind::kWord, other, 2);
    question.ask(TermKind::kMarked, whole_key(other), 2);
  }
  for (std::size_t i = 0; i < keys.skeletons.size(); ++i) {
    if (keys.readings[i] != kPlainSound) {
      continue;
    }
    for (const auto& other : one_letter_away(keys.skeletons[i])) {
      question.ask(TermKind::kWord, other, 2);
      question.ask(TermKind::kMarked, whole_key(other), 2);
      question.ask(TermKind::kSound, other, 2);
    }
  }
  if (asks_numbers(field, word)) {
    question.ask_identifier(word);
  }
  return question.done();
}

std::vector<Meant> meant_by_start(const Blind& blind, std::string_view field,
                                  std::string_view start, const Begins& words) {
  const auto number = fold_identifier(start);
  std::vector<Meant> meant;
  for (const auto one : fields_with(field, has_numbers)) {
    append(meant, numbers_that_begin(blind, one, number));
  }
  const auto* row = search::field(field);
  if (!has_digit(start) && (row == nullptr || row->kind != Kind::kIdentifier)) {
    append(meant, words_that_begin(blind, field, start, words));
  }
  return meant;
}

std::vector<Meant> meant_by_end(const Blind& blind, std::string_view field, std::string_view end) {
  const auto number = fold_identifier(end);
  std::vector<Meant> meant;
  for (const auto one : fields_with(field, has_numbers)) {
    append(meant, numbers_that_end(blind, one, number));
  }
  return meant;
}

std::vector<Meant> meant_by_identifier(const Blind& blind, std::string_view field,
                                       std::string_view value) {
  Question question(blind, field);
  question.ask_identifier(value);
  return question.done();
}

std::vector<Meant> meant_by_birth(const Blind& blind, std::string_view field,
                                  const std::vector<BirthDate>& dates) {
  Question question(blind, field);
  const auto ask = [&](const BirthDate& date, bool begins, int tier) {
    question.ask(TermKind::kBirth, birth_key(date, begins), tier);
  };
  for (const auto& date : dates) {
    ask(date, false, kWritten);
  }
  for (const auto& date : dates) {
    ask(date, true, kPartOfDate);  // what is known better than it was asked
    if (date.day != 0) {
      ask({date.year, date.month, 0}, false, kPartOfDate);
    }
    if (date.month != 0) {
      ask({date.year, 0, 0}, false, kPartOfDate);
    }
    if (const auto other = swapped(date)) {
      ask(*other, false, kDaySwapped);
    }
  }
  return question.done();
}

std::vector<Meant> meant_by_wrong_case(const Blind& blind, std::string_view number) {
  std::vector<Meant> meant;
  auto numbers = mended(fold_identifier(number).whole);
  if (auto whole = fold_identifier(number).whole; is_case_shaped(whole)) {
    numbers.push_back(std::move(whole));  // typed without its hyphens
  }
  for (const auto& other : numbers) {
    constexpr std::size_t kYear = 4, kCheck = 2;
    const auto digits = other.find_first_of("0123456789");
    const auto end = other.size() - kCheck;
    if (digits + kYear < end) {
      meant.push_back({exact_term(blind, "case",
                                  other.substr(0, digits) + " " + other.substr(digits, kYear) +
                                      " " + other.substr(digits + kYear, end - digits - kYear) +
                                      " " + other.substr(end)),
                       2});
    }
  }
  return meant;
}

}  // namespace pouch::search
