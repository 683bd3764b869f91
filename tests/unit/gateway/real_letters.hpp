// Letters as Pouch really writes them, of every kind, for a reader of any language.
#pragma once

#include <string>
#include <vector>

#include "tests/unit/gateway/scene.hpp"

namespace pouch::test {

struct RealLetter {
  std::string kind, reader, text;  // the subject first
};

// Those that may be answered, about one case of three countries.
std::vector<RealLetter> real_letters(const std::string& language = "en");
// Reminders, digests, letters about keys and groups …
std::vector<RealLetter> letters_of_the_day(const std::string& language);

}  // namespace pouch::test
