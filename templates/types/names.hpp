// The door to ICU for names: countries (ISO 3166-1 alpha-2), languages (ISO 639-1) and months, by
// code, by English name, and by their names in the languages of the members. CLDR is the source;
// beside it a few words that officers use (EL, UK). Tables are built at the first name that is not
// a code.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace pouch::templates {

std::string country_code(std::string_view text);  // empty: no such country
std::string country_name(std::string_view code, std::string_view language = "en");
std::vector<std::string> near_countries(std::string_view text);  // names within two edits
std::string language_code(std::string_view text);                // empty: no such language
std::string language_name(std::string_view code, std::string_view language = "en");
unsigned month_number(std::string_view word);  // 0: no month

}  // namespace pouch::templates
