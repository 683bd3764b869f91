// In which language a text is to be read aloud, by its letters: who reads the page to people, and
// fonts, choose by the attribute lang (WCAG 2.2, success criterion 3.1.2). Private to this folder.
#pragma once

#include <string_view>

namespace pouch::gateway::html {

// BCP 47. Greek letters are "el"; Cyrillic ones are of the language that alone has some of them,
// else "und-Cyrl", for a name need not have any. Empty: most letters are Latin, which say nothing.
std::string_view language_of_letters(std::string_view text);

}  // namespace pouch::gateway::html
