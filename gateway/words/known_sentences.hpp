// Sentences of rooms that know no language (the form reader, who decides) in the reader's language:
// known again by their English, which en.toml has as phrases `said_…`, with places for what changes
// in them. A place `{said}` holds another such sentence, `{who}` and `{other}` a name. What is not
// known stays as it is.
#pragma once

#include <string>
#include <string_view>

#include "gateway/words/words.hpp"

namespace pouch::gateway {

std::string known_sentence(std::string_view english, const Words& words);
// With a capital letter in front, as where nothing stands before it.
std::string capitalised(std::string_view sentence, const Words& words);
// All in capitals, as headings are.
std::string in_capitals(std::string_view heading, const Words& words);

}  // namespace pouch::gateway
