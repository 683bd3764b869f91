// What the figures of a year say (figures/tables.hpp, figures/page.hpp), in the language of the
// page. They are made in English, for the verb and its files; here stands what each text is called
// elsewhere. A test holds that none is missing.
#pragma once

#include <string>
#include <string_view>

#include "gateway/web/words/words.hpp"

namespace pouch::gateway::web {

// What is no text of theirs stays as it is.
std::string figure_in_words(const PageWords& words, std::string_view english);

}  // namespace pouch::gateway::web
