// The site of all system tests, made once: `pouch init`, its directory and the keys of its people.
#pragma once

#include <filesystem>
#include <map>
#include <memory>
#include <string>

#include "tests/system/person.hpp"

namespace pouch::test {

using People = std::map<std::string, std::unique_ptr<Person>>;

People people_in(const std::filesystem::path& homes);
// In a file of TOML in which the key stands, be it in a comment: "search.cross_check".
void set_key(const std::filesystem::path& file, const std::string& key,
             const std::string& toml_value);
// In `folder`: the site in site/, its people in k/, the gateway's key in gateway.asc.
void make_site(const std::filesystem::path& folder);

}  // namespace pouch::test
