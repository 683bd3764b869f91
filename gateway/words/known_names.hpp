// Names that the gateway gives, in the reader's language: a country's, a desk's as display_name()
// makes it. What somebody is called by the directory in words of its own stays as it is.
#pragma once

#include <string>

#include "gateway/words/words.hpp"

namespace pouch::gateway {

std::string known_name(const std::string& name, const Words& words);  // "Фокална тачка: Бугарска"
// "the focal point of Bulgaria", "Radu Marin": within a sentence.
std::string known_name_in_sentence(const std::string& name, const Words& words);

}  // namespace pouch::gateway
