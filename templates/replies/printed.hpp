// What letters print around a form and in the short reply form beside its labels, by language. They
// are marks by which a Reply is read, so that a row that was printed once stays: a Reply to an old
// letter is known by it. Private to this room.
#pragma once

#include <span>
#include <string>
#include <string_view>

namespace pouch::templates {

struct Printed {
  std::string_view language;           // BCP 47
  std::string_view begins, ends;       // the two lines around a form; {id} is the letter's
  std::string_view answers_by_number;  // with a comma, so that no client's Reply makes it a label
  std::string_view today;              // as dates are read
  std::string_view more;               // {word} asks for the form with all its fields
};

std::span<const Printed> all_printed();             // English first
const Printed& printed(std::string_view language);  // none of its own: English
std::string with(std::string_view text, std::string_view place, std::string_view value);

}  // namespace pouch::templates
