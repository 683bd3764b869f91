// Single letters and what ICU knows of them: the room's door to ICU beside fold and charset. Each
// letter is asked once for its Latin one and remembered, one memory per thread. Private to folding.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace pouch::search {

// The code point at `at`, which is moved behind it; negative: ill-formed.
std::int32_t next_character(std::string_view text, std::int32_t& at);
bool in_word(std::int32_t c);  // a letter, a digit, a mark on one
// Soft hyphens, zero-width spaces and the like: mail clients leave them inside words.
bool is_ignorable(std::int32_t c);

// A letter in lower case as the generic key has it.
std::string latin_of(char32_t c);
// The same behind another: ия is ia, as in Мария (the Bulgarian law of 2009, ICAO 9303); ъ before
// я, ю, е, ё is not heard.
void append_latin(std::string& key, char32_t before, char32_t c);
std::string latin_word(std::u32string_view lower);

enum class Script { kLatin, kCyrillic, kGreek, kOther };

struct Letters {
  std::u32string lower;  // composed; Greek ones without marks, but for ϊ and ϋ
  Script script = Script::kLatin;
};

// Script::kOther, without letters, for a word of a script that spelling.hpp does not know.
Letters letters(std::string_view word);

}  // namespace pouch::search
