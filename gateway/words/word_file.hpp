// One file of words: `key = "text"` lines, or a table of plural forms behind the key. The gateway's
// adapter to toml++. Faults are those of who wrote the file, which is part of the program.
#pragma once

#include <string_view>

#include "gateway/words/words.hpp"

namespace pouch::gateway {

PhraseTexts read_words(std::string_view toml, std::string_view file);  // throws Fault

}  // namespace pouch::gateway
