// What forms say beside their fields, in English: what a language file leaves out.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <utility>

#include "templates/template.hpp"

namespace pouch::templates {

using Phrase = std::pair<std::string_view, std::string_view>;  // id, words

std::span<const Phrase> english_phrases();
// By the id under which a language has it; empty: no such phrase.
std::string_view english_phrase(std::string_view id);
// In `language` (null: English), where it has the phrase.
std::string phrase_in(std::string_view id, const Language* language);

}  // namespace pouch::templates
