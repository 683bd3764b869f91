// One field's lines as its items: list separators, bullets, numbered questions, joined lines.
// Private to this room.
#pragma once

#include <string>
#include <vector>

#include "templates/reading/scanner.hpp"

namespace pouch::templates {

struct Item {
  std::string text;  // white space folded
  std::size_t line = 0;
  int number = 0;  // of a question
};

struct Items {
  std::vector<Item> items;
  std::string raw;         // as written, white space folded; items on lines of their own
  std::vector<int> twice;  // question numbers that occur twice
};

// Each piece is one item already (JSON).
Items items_as_given(const std::vector<Piece>& pieces);
Items items_of(const FieldSpec& field, const std::vector<Piece>& pieces);

}  // namespace pouch::templates
