// What a blank form says beside its fields, in English: what a language file leaves out.
#pragma once

#include <span>
#include <string_view>
#include <utility>

namespace pouch::templates {

using Phrase = std::pair<std::string_view, std::string_view>;  // id, words

std::span<const Phrase> english_phrases();
// By the id under which a language has it; empty: no such phrase.
std::string_view english_phrase(std::string_view id);

}  // namespace pouch::templates
