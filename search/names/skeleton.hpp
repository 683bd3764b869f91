// The sound of a name as the region spells it (ENGINES section 4): digraphs of Hungarian, Albanian,
// South Slavic, Greek, Turkish and English transliterations of one sound become one letter.
#pragma once

#include <string>
#include <string_view>

namespace pouch::search {

std::string skeleton(std::string_view ascii);  // of a folded word: lower case, a-z and 0-9

}  // namespace pouch::search
