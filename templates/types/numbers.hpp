// Several numbers in a field that holds one: "CA 1234 AB, CB 7788 XX" names two vehicles. Which
// fields hold numbers says the search field that they feed. Nothing is refused for it: the officer
// is told, and each number is searched. Private to this room.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "templates/template.hpp"
#include "templates/types/form.hpp"

namespace pouch::templates {

// Whether that search field compares numbers, without blanks and dashes: plate, vin, phone …
bool is_number(std::string_view search);
// The search field that a value feeds: the template's, or what its conditions say. "none": none.
std::string search_of(const FieldSpec& field, const std::vector<Value>& values, const Form& form);

// What `text` has of numbers, words before them taken off; one when it is one number, whatever it
// looks like.
std::vector<std::string> numbers_in(std::string_view text, std::string_view search);
// Whether lines of their own in such a field are numbers of their own. A line of a machine readable
// zone and half an IBAN are none.
bool parts_lines(const FieldSpec& field);

}  // namespace pouch::templates
