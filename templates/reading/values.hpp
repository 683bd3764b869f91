// One field's entries to its Value: items, types, check digits, limits. Private to this room.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "templates/reading/scanner.hpp"
#include "templates/types/form.hpp"

namespace pouch::templates {

struct ValueContext {
  std::string prefix;  // "[Person 1] " before labels in complaints
  std::chrono::sys_seconds now;
  std::vector<Problem>* problems;
  std::vector<Problem>* warnings;
  std::string* stray;  // text that follows a value of one word
};

// All entries of one field, in order. nullopt: absent, or wrong (then a problem says so and
// `wrong` is set).
std::optional<Value> read_value(const std::vector<const Entry*>& entries, ValueContext& context,
                                bool& wrong);

// The words of a field of text, too long, twice or not numbered well as they may be.
Value untyped_value(const FieldSpec& field, std::size_t line, const std::vector<Piece>& pieces);

void complain(std::vector<Problem>& into, Problem problem);

}  // namespace pouch::templates
