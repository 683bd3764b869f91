#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>

#include "tests/fuzz/targets.hpp"

namespace {

std::size_t replayed(const std::string& folder, void (*target)(std::string_view)) {
  std::size_t count = 0;
  for (const auto& entry :
       std::filesystem::directory_iterator(POUCH_FIXTURES "/crashers/" + folder)) {
    std::ifstream file(entry.path(), std::ios::binary);
    const std::string input{std::istreambuf_iterator<char>(file), {}};
    target(input);
    ++count;
  }
  return count;
}

}  // namespace

// The targets abort by themselves when an invariant breaks.
TEST_CASE("inputs that once broke a reader of queries break nothing") {
  CHECK(replayed("query", pouch::fuzz::query_target) >= 6);
}

TEST_CASE("inputs that break readers of office documents break nothing") {
  CHECK(replayed("office", pouch::fuzz::office_target) >= 4);
  CHECK(replayed("office-xml", pouch::fuzz::office_xml_target) >= 5);
}
