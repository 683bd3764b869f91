// What a query met in a text, from the text itself: a passage with the hits marked, and why each
// word met ("Димитров ~ Dimitrov (other script)"). Folded as the index folds; a query is read once
// for all texts. Bounded: a text is looked through up to 256 KB.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "search/names/name_meeting.hpp"

namespace pouch::search {

// How a word of a text met what was asked, the nearest first.
enum class How {
  kAsWritten,  // up to case, accents and, of numbers, signs
  kOtherScript,
  kOtherSpelling,
  kLookAlike,   // of a number: O/0, I/1 and their like
  kPartOfDate,  // of a birth date: less or more of it is known
  kDaySwapped,  // day and month
  kSimilarSound,
  kLetterApart,
};
std::string_view name(How how);  // "other script"

struct Meeting {
  std::string found, asked;  // as they stand in the text and in the query, one line each
  How how = How::kAsWritten;
  std::size_t at = 0, end = 0;           // of what was asked: octets of with_plain_quotes(query)
  NameTier tier = NameTier::kAsWritten;  // of a name: as the index has it, whatever the script
  std::size_t place = 0;                 // of what was found: octets of its text
};

struct Passage {
  std::string text;
  std::size_t place = 0;  // of its first hit: octets of the text that it is of
};

class Marker {
 public:
  explicit Marker(std::string_view query);
  ~Marker();
  Marker(Marker&&) noexcept;
  Marker& operator=(Marker&&) noexcept;

  // About `width` octets where most of what was asked stands together, each hit marked by « and »;
  // names by their sound where nothing stands as written. One line, without control characters.
  // Empty when nothing of the query is there; codes, numbers of cases, dates and flags are not
  // looked for in a text. The nearest meeting of each word that was asked is kept in `met`, over
  // several texts of one message.
  Passage passage(std::string_view text, std::size_t width,
                  std::vector<Meeting>* met = nullptr) const;
  std::string snippet(std::string_view text, std::size_t width,
                      std::vector<Meeting>* met = nullptr) const {
    return passage(text, width, met).text;
  }

  // The same without a passage, and cheaper: `met` alone, which holds what other texts of the
  // message met.
  void meet(std::string_view text, std::vector<Meeting>& met) const;
  // All as written: no text can change it any more.
  bool all_met(const std::vector<Meeting>& met) const;

  std::size_t asked() const;  // words, numbers and dates that may be met, each by itself

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace pouch::search
