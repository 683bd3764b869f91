// The letters of ours that a Reply may quote: their words one after the other, and of each line
// what it asks for: a value behind its label, an answer under its number. Views into the letters,
// which their owner keeps. Private to this room.
#pragma once

#include <cstddef>
#include <set>
#include <string>
#include <string_view>
#include <unordered_set>
#include <vector>

#include "templates/replies/words.hpp"

namespace pouch::templates {

inline constexpr std::size_t kNowhere = static_cast<std::size_t>(-1);

struct OurLine {
  std::string_view text;
  std::size_t first = 0, last = 0;  // its words, [first, last)
  std::size_t label_last = 0;       // [first, label_last) are its label; first: it has none
  std::string label;                // with its block: "[Person 1] Role"
  std::string value;                // of the label, with the lines that go on with it
  std::size_t entry = kNowhere;     // the line whose value this is, or goes on with
  std::size_t fill = kNowhere;      // the line to fill in of which this is all or the example
  std::string block;                // below whose header it stands: "[Person 1]"
  int letter = 0;                   // 0: the answered one
  int question = 0;                 // what is typed right below answers it; 0: none
};

struct OurLetters {
  std::vector<OurLine> lines;              // those with words
  std::vector<Word> words;                 // Word::line counts in `lines`
  std::vector<std::size_t> letters;        // first word of each
  std::set<int> questions;                 // numbers that were given
  std::unordered_set<std::string> labels;  // folded
  std::vector<std::string> folded;         // all lines, sorted
  Dictionary dictionary;
};

OurLetters our_letters(std::string_view answered, const std::vector<std::string>& others);

// Whether a line says, as far as it goes, what a line of ours says.
bool is_line_of(const OurLetters& ours, std::string_view text);

// Label and value of a line, `[Person 1] Role: x` too; no label: empty.
struct LabelledLine {
  std::string label;
  std::string_view value;
};
LabelledLine labelled_line(std::string_view text);
// A header of a block alone in its line, "[Person 1]"; empty: none.
std::string block_of(std::string_view text);

}  // namespace pouch::templates
