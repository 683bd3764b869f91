// Persons whom somebody names in plain words, with the date of birth beside the name:
//   Marko JOVANOVIĆ, born 3.4.1985      Јовановић Марко, рођ. 03.04.1985     (DOB: 1985-04-03)
// in the members' languages. A name of two words or more, then a word that says "born", then the
// date; a line may end between them. A name alone is no person here: too much is called so. Precise
// rather than complete: whoever is found is compared with all that is held. Pure; one pass.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "search/things/birth_date.hpp"

namespace pouch::search {

struct TextPerson {
  std::string name;  // as it stands there, on one line
  BirthDate birth;
};

// Each once, the first `most` of them.
std::vector<TextPerson> persons_in(std::string_view text, std::size_t most);

}  // namespace pouch::search
