// The names of months in the languages of the members, as CLDR has them: one of the room's doors to
// ICU. The table is made at the first word that is asked for.
#pragma once

#include <string_view>

namespace pouch::search {

unsigned month_of(std::string_view word);  // 1 to 12; 0: no month

}  // namespace pouch::search
