#include "tests/system/four_countries.hpp"

#include <catch2/catch.hpp>

namespace pouch::test {

void replace(std::string& text, const std::string& what, const std::string& with) {
  const auto at = text.find(what);
  REQUIRE(at != std::string::npos);
  text.replace(at, what.size(), with);
}

void enter_four_countries(Site& site) {
  auto text = site.directory();
  replace(text, "desks = [\"pfp-ro\", \"pfp-bg\"]", "desks = [\"pfp-ro\"]");
  const auto hungary = text.find("id = \"pfp-bg\"");
  REQUIRE(hungary != std::string::npos);
  auto desk = text.substr(hungary);
  replace(desk, "\"BG\"", "\"HU\"");
  replace(desk, "\"prosecution\"", "\"police\"");
  text = text.substr(0, hungary) + desk;
  text +=
      "\n[[country]]\ncode = \"GR\"\nname = \"Greece\"\n\n[[desk]]\nid = \"nfp-gr\"\n"
      "country = \"GR\"\ncommunity = \"police\"\naddress = \"" +
      site.person("mallory").address() + "\"\nkeys = [\"" + site.person("mallory").fingerprint() +
      "\"]\n";
  site.write_directory(text);
  site.enter_key("mallory");
  site.set("search.cross_check", "true");
}

void allow_hits(Site& site, const std::string& code) {
  auto text = site.directory();
  replace(text, "code = \"" + code + "\"", "code = \"" + code + "\"\nhit_no_hit = true");
  site.write_directory(text);
}

}  // namespace pouch::test
