// What ICU knows of a language: which plural form a count takes, how a country is called. Private
// to this folder.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace pouch::gateway::detail {

std::string plural_category(const std::string& language, std::size_t count);  // "one", "few" …
std::string country_in(const std::string& language, std::string_view code);   // empty: unknown
// Serbian as it is written in Latin letters: each Cyrillic letter has its own, or two.
std::string in_latin(std::string_view serbian);
// The first letter in capitals: "İptal" in Turkish.
std::string capitalised(const std::string& language, std::string_view text);
// All letters in capitals, as headings are: "ΛΟΓΟΙ" without accents in Greek.
std::string in_capitals(const std::string& language, std::string_view text);

}  // namespace pouch::gateway::detail
