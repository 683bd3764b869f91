// From lines to entries: which lines are a form's (quotation, signature), which label or block each
// belongs to. Values stay text here. Private to this room.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "templates/reading/reader.hpp"
#include "templates/text/lines.hpp"
#include "templates/types/vocabulary.hpp"

namespace pouch::templates {

struct Piece {
  std::string_view text;
  std::size_t line = 0;
  bool after_blank = false;  // an empty line stands before it
  int number = 0;            // of a question, when the source says it (JSON)
};

struct Entry {
  const FieldSpec* field = nullptr;
  std::size_t line = 0;
  std::vector<Piece> pieces;
  std::string_view label{};  // as written
  bool itemised = false;     // each piece is an item (JSON)
  bool empty() const { return pieces.empty(); }
};

struct BlockEntry {
  const BlockSpec* spec = nullptr;
  int number = 0;
  std::size_t line = 0;
  std::vector<Entry> entries;
  std::string_view label{};  // as written
};

// A line that cannot stay as it is: a label close to a known one, all of a block that is none.
struct Refused {
  std::size_t line = 0;
  std::string text;
  const FieldSpec* near = nullptr;  // the field whose label it nearly is
};

struct Scan {
  std::vector<Entry> entries;
  std::vector<BlockEntry> blocks;
  std::string free_text;
  std::map<std::string, std::string> unknown;
  std::vector<Problem> problems, warnings;
  std::vector<Refused> refused;
  std::vector<Line> lines;  // of the form, for hints
  std::string words;        // of the writer around the form
  std::vector<std::string> cut;
};

// Named limits of a form beyond those of ReadOptions.
inline constexpr std::size_t kMostUnknown = 100;      // unknown labels kept
inline constexpr std::size_t kMostNearChecks = 2000;  // different unknown labels compared
inline constexpr std::size_t kMostBlocks = 500;
inline constexpr std::string_view kAnyBlockLabel = "Persons and things";  // of that problem
inline constexpr std::string_view kTooManyLines = "too-many-lines";       // the rest is not read
inline constexpr std::size_t kMostComplaints = 100;  // problems, and warnings, of one form

// The lines in which a form stands: see docs/templates.md, "How a form is read".
struct Region {
  std::vector<Line> lines;
  std::size_t depth = 0;         // of quotation
  bool form_line = false;        // has a `Form:` line
  std::string words;             // unquoted text around it: its writer's words
  std::vector<std::string> cut;  // all other lines, those of one place together
};
Region find_region(const std::vector<Line>& lines, const Vocabulary& vocabulary,
                   const Labels* labels, const ReadOptions& options);
bool is_form_label(std::string_view label, const Vocabulary& vocabulary);
// The form's name, when line `at` is its `Form:` line.
std::optional<std::string_view> named_form(const std::vector<Line>& lines, std::size_t at,
                                           const Vocabulary& vocabulary);

Scan scan_form(const Region& region, const Template& which, const TemplateSet& set,
               const ReadOptions& options);

}  // namespace pouch::templates
