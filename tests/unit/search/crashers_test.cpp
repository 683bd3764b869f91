#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>

#include "tests/fuzz/targets.hpp"

// The target aborts by itself when an invariant breaks.
TEST_CASE("inputs that once broke a reader of queries break nothing") {
  std::size_t replayed = 0;
  for (const auto& entry : std::filesystem::directory_iterator(POUCH_FIXTURES "/crashers/query")) {
    std::ifstream file(entry.path(), std::ios::binary);
    const std::string input{std::istreambuf_iterator<char>(file), {}};
    pouch::fuzz::query_target(input);
    ++replayed;
  }
  CHECK(replayed >= 6);
}
