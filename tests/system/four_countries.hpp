// Four countries on one site, for tests of what desks of other parties learn: Romania and Bulgaria
// as made, Greece and Hungary with the keys of mallory and pfp-bg.
#pragma once

#include <string>

#include "tests/system/harness.hpp"

namespace pouch::test {

void replace(std::string& text, const std::string& what, const std::string& with);
void enter_four_countries(Site& site);
void allow_hits(Site& site, const std::string& code);

}  // namespace pouch::test
