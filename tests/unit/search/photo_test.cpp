// Facts that a camera wrote into a photograph: a JPEG with an Exif block made here, octet by octet.
#include "search/files/photo.hpp"

#include <catch2/catch.hpp>
#include <cstdint>
#include <vector>

#include "tests/unit/search/photo_file.hpp"

using namespace pouch::search;
using namespace pouch::search::testing;

TEST_CASE("photo: time and place are read") {
  const auto facts = photo_facts(photo({}));
  CHECK(facts.taken == "2026-11-03 14:22:05");
  CHECK(facts.place == "44.01650, 21.00590");
  CHECK(photo_facts(photo({.latitude_side = "S", .longitude_side = "W"})).place ==
        "-44.01650, -21.00590");
}

TEST_CASE("photo: what is no time and no place on earth is left out") {
  CHECK(photo_facts(photo({.taken = "0000:00:00 00:00:00"})).taken.empty());
  CHECK(photo_facts(photo({.taken = "yesterday          "})).taken.empty());
  CHECK(photo_facts(photo({.taken = "2026:11:03"})).taken.empty());
  CHECK(photo_facts(photo({.latitude_side = "X"})).place.empty());
  CHECK(photo_facts(photo({.latitude_degrees = 91})).place.empty());
  CHECK(photo_facts(photo({.denominator = 0})).place.empty());
}

TEST_CASE("photo: a picture without them, cut off or false, gives nothing and does no harm") {
  for (const auto& file : {std::string(), std::string("lorry"), std::string("\xFF\xD8\xFF\xE1")}) {
    CHECK(photo_facts(file).taken.empty());
    CHECK(photo_facts(file).place.empty());
  }
  const auto whole = photo({});
  for (std::size_t size = 0; size < whole.size(); ++size) {
    CHECK_NOTHROW(photo_facts(whole.substr(0, size)));
  }
  for (std::size_t at = 0; at < whole.size(); ++at) {
    auto changed = whole;
    changed[at] = static_cast<char>(changed[at] ^ 0xFF);
    CHECK_NOTHROW(photo_facts(changed));
  }
}
