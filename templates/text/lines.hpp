// The lines of a mail's text: line ends CR, LF, CRLF and Unicode's own, depth of quotation, and
// the shapes that a form is made of: label and value, block header, list item, signature, help and
// marks. Views into the text, no copies; linear.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace pouch::templates {

struct Line {
  std::size_t number = 0;  // from 1
  std::size_t depth = 0;   // of quotation
  std::string_view whole;  // with its quotation marks, without its line end
  std::string_view text;   // without quotation marks, trimmed
  bool unmarked = false;   // quoted by a client that puts no marks (quotes.hpp)
  bool header = false;     // of a client's header block: its text was left empty
};

// At most `most` lines are returned; `all`: whether these were all.
std::vector<Line> split_lines(std::string_view text, std::size_t most, bool* all = nullptr);

// White space of Unicode, zero-width characters and byte-order marks off both ends.
std::string_view trim(std::string_view text);
// Runs of white space of any kind become one blank; none at the ends.
std::string fold_spaces(std::string_view text);

struct Labelled {
  std::string_view label, value;
  bool by_tab = false;  // no colon, a tab instead: a label only when it is known
};
// `Label: value`, with full-width colons and the asterisks of bold text taken off.
std::optional<Labelled> labelled(std::string_view line);
// The first cell and what follows its tab, where the colon of labelled() stands in the value.
std::optional<Labelled> labelled_cell(std::string_view line);

struct BlockHeader {
  std::string_view name;  // "Person"
  int number = 0;         // 0: none given
};
std::optional<BlockHeader> block_header(std::string_view line);

struct ListItem {
  int number = 0;  // 0: a bullet
  std::string_view text;
};
// "1. text", "2) text", "Q3: text", "- text", "• text".
std::optional<ListItem> list_item(std::string_view line);

bool is_signature(const Line& line);  // RFC 3676 section 4.3: "-- ", its blank often lost
bool is_mark(std::string_view line);  // "!!": a refusal's mark
bool is_help(std::string_view line);  // "##": help of a blank form

}  // namespace pouch::templates
