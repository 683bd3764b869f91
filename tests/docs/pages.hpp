// Pages and sources as the documentation's tests read them.
#pragma once

#include <filesystem>
#include <set>
#include <string>
#include <vector>

namespace pouch::test {

std::string source_text(const std::string& path);  // relative to the source tree; throws when empty
std::vector<std::string> sources_in(const std::string& folder);  // paths of its *.cpp
// The first group of every match.
std::set<std::string> matches(const std::string& text, const std::string& pattern);
std::string help_of(const std::string& verb);  // what `pouch VERB --help` prints

}  // namespace pouch::test
