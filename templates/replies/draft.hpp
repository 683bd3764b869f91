// A form as lines to be written again: labels as its officer wrote them, in his order, with what
// cannot be read left where it stands. Laying values over it and writing it gives a text that reads
// as the same form with those values. Private to this room.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "templates/reading/scanner.hpp"

namespace pouch::templates {

// Of a form (kind empty) or of one of its blocks.
struct Owner {
  std::string kind;
  int number = 0;
  bool operator==(const Owner&) const = default;
};

struct DraftItem {
  enum class Kind { kField, kHeader, kRefused, kUnknown };
  Kind kind = Kind::kField;
  Owner owner;
  const FieldSpec* field = nullptr;  // kRefused: the field that it nearly names
  std::string label;                 // as written; kHeader: the block's name
  std::vector<std::string> lines;    // the first stands beside the label
  std::size_t line = 0;
};

struct Draft {
  std::string words, free_text;
  std::vector<DraftItem> items;  // in order

  bool has(const Owner& owner) const;
  // Under the form's name: below running text it would be read as a part of that.
  void add_unknown(DraftItem item);
  // Takes the place of every value of that field; without lines the field is taken away.
  void set(const Owner& owner, const FieldSpec& field, const std::string& label,
           const std::vector<std::string>& lines, const TemplateSet& set);
  std::vector<const DraftItem*> all_of(const Owner& owner, const FieldSpec& field) const;
};

Draft draft_of(std::string_view text, const Template& which, const TemplateSet& set);
std::string text_of(const Draft& draft, const Template& which);
// The lines with their white space folded, as one.
std::string said(const std::vector<std::string>& lines);

}  // namespace pouch::templates
