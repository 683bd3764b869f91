// Dates of birth, whole or in part, as forms keep them (1985, 1985-04, 1985-04-03) and as people
// type them: 03.04.1985, 3/4/85, 4 March 1985 in the members' languages. The day comes before the
// month unless the year is first. What is no day of the calendar is no date. Pure.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "search/names/fold.hpp"

namespace pouch::search {

struct BirthDate {
  int year = 0;
  unsigned month = 0, day = 0;  // 0: not known; no day without its month
  bool operator==(const BirthDate&) const = default;
};

std::string iso(const BirthDate& date);  // ISO 8601: 1985, 1985-04, 1985-04-03

// A year of two digits is of the past century, or, below 30, of either one.
struct BirthRead {
  std::vector<BirthDate> dates;  // what it may be, one or two
  std::size_t last = 0;          // its last word
};
// That begins with the word `first` of words(text); the longest one.
std::optional<BirthRead> birth_at(std::string_view text, const std::vector<Word>& all,
                                  std::size_t first);
// When all of the text is one; else empty.
std::vector<BirthDate> births_in(std::string_view text);

enum class BirthTier { kSame, kPart, kSwapped };
// kSame: as much is known of both. nullopt: they contradict.
std::optional<BirthTier> births_meet(const BirthDate& left, const BirthDate& right);
// Day and month exchanged, where that is another day.
std::optional<BirthDate> swapped(const BirthDate& date);

}  // namespace pouch::search
