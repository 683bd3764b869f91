// Which terms a feed writes and which a query asks for: both sides of the index (terms.cpp,
// meant.cpp) by one plan, so that they cannot drift apart.
//   words      kWord by the generic key, or kFolded beside kMarked when it has marks that tell
//   names
//              apart; kSpelling by others that differ from it; under the field "text" whatever
//              field they came in, with positions; under their own as well
//   sounds     kSound of words that may be names, where the skeleton is not the word itself
//   pairs      two names side by side as one word: kSpelling, kSound; kJoined beside kSpelling of
//   the
//              marked key when it has marks
//   numbers    kWhole of the compact form, kLook where it differs, kAlias (identifier.hpp); kEdge
//   and
//              kEnd under their field alone; a query without a field asks all fields
//   births     kBirth of a date of birth as it is known, and of each longer part of it
//   starts     of words: none, what begins so is read from the sealed words (lexicon.hpp)
// Of a text's persons with dates of birth (persons.hpp) the words lie under "person" as well, the
// dates under "born".
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "search/index/blind.hpp"
#include "search/index/fields.hpp"
#include "search/things/birth_date.hpp"
#include "search/things/identifier.hpp"

namespace pouch::search {

// Any kind of word lies under the field "text" too, so that a word without a field finds it.
inline constexpr std::string_view kAnywhere = "text";

// position 0: a term without one. Positions say the order of words, for phrases.
using Emit = std::function<void(const std::string& term, std::uint32_t position)>;
// A folded key under which a word is written: for the lexicon.
using Tell = std::function<void(std::string_view folded)>;

// Writes the terms of feeds; remembers those of frequent words (Zipf's law), which spares most of
// the folding and hashing. Holds written words in memory: for the process that indexes.
class TermWriter {
 public:
  explicit TermWriter(const Blind& blind, Tell tell = {});
  ~TermWriter();
  TermWriter(const TermWriter&) = delete;
  TermWriter& operator=(const TermWriter&) = delete;
  // Terms of one feed; gives back the first position that is free after it.
  std::uint32_t write(const FieldRow& row, std::string_view text, std::uint32_t position,
                      const Emit& emit);
  // A word is told once, however often it is written, until it is to be told again: to another
  // lexicon, or to one that has forgotten words.
  void tell_again();

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

// What a word of a query may stand for. A word finds what any of these terms finds.
enum MeantTier { kWritten, kSpelled, kSounds, kPartOfDate, kDaySwapped };  // the best first
struct Meant {
  std::string term;
  int tier = 0;
};
std::vector<Meant> meant_by_word(const Blind& blind, std::string_view field, std::string_view word);
// Of two names side by side, what they may stand for as one word.
std::vector<Meant> meant_by_pair(const Blind& blind, std::string_view field, std::string_view first,
                                 std::string_view second);
std::vector<Meant> meant_by_near(const Blind& blind, std::string_view field, std::string_view word);
// Of the words that begin so (lexicon.hpp), and of numbers.
using Begins = std::function<std::vector<std::string>(std::string_view start)>;
std::vector<Meant> meant_by_start(const Blind& blind, std::string_view field,
                                  std::string_view start, const Begins& words);
std::vector<Meant> meant_by_end(const Blind& blind, std::string_view field, std::string_view end);
std::vector<Meant> meant_by_identifier(const Blind& blind, std::string_view field,
                                       std::string_view value);
std::vector<Meant> meant_by_birth(const Blind& blind, std::string_view field,
                                  const std::vector<BirthDate>& dates);
// Cases whose numbers are one wrong digit away from one that has wrong check digits.
std::vector<Meant> meant_by_wrong_case(const Blind& blind, std::string_view number);
std::string exact_term(const Blind& blind, std::string_view field, std::string_view value);

// The two sides' own agreement.
inline std::string sound_key(char reading, std::string_view skeleton) {
  return reading == kPlainSound ? std::string(skeleton)
                                : std::string(1, reading).append(":").append(skeleton);
}
inline std::string alias_key(const Alias& alias) {
  return std::string(1, alias.kind).append(":").append(alias.value);
}
// A date of birth as far as it is known, and what of it is a longer one's beginning.
inline std::string birth_key(const BirthDate& date, bool begins) {
  return (begins ? "<" : "=") + iso(date);
}
// The beginnings and ends of its numbers are indexed.
inline bool has_numbers(const FieldRow& row) {
  return row.kind == Kind::kIdentifier || row.kind == Kind::kText;
}

}  // namespace pouch::search
