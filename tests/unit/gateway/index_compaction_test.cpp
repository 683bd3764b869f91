// An index that is written anew in fewer octets: when, and that searches find the same.
#include "gateway/archive/index_compaction.hpp"

#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>

#include "gateway/archive/archive.hpp"
#include "gateway/archive/index_folder.hpp"
#include "gateway/archive/indexer.hpp"
#include "search/index/index.hpp"
#include "tests/unit/gateway/state_folder.hpp"

namespace pouch::gateway {
namespace {

namespace fs = std::filesystem;
using namespace std::chrono_literals;

Time at(std::chrono::hours hour) { return Time(std::chrono::sys_days(2026y / 11 / 28) + hour); }

// So many messages with a word that all have and one that each alone has.
void fill(const fs::path& state, const search::Key& key, std::uint64_t count,
          std::uint64_t from = 0, int year = 2026) {
  search::Writer writer(index_folder(state), key);
  for (auto id = from + 1; id <= from + count; ++id) {
    search::Document document;
    document.id = id;
    document.day = std::chrono::sys_days(std::chrono::year(year) / 11 / 28);
    document.feeds = {{"text", "heroin in a lorry, seen by patrol" + std::to_string(id)}};
    document.readers = {"principal:ana.ionescu"};
    writer.put(document);
    if (id % 100 == 0) {
      writer.commit(id);
    }
  }
  writer.commit(from + count);
}

std::size_t found(const fs::path& state, const search::Key& key, const std::string& query) {
  search::Request request;
  request.query = query;
  request.readers = {"principal:ana.ionescu"};
  return search::Reader(index_folder(state), key).find(request).total;
}

std::uintmax_t octets(const fs::path& folder) {
  std::uintmax_t all = 0;
  for (const auto& entry : fs::recursive_directory_iterator(folder)) {
    all += entry.is_regular_file() ? entry.file_size() : 0;
  }
  return all;
}

}  // namespace

TEST_CASE("an index is made smaller at night") {
  for (const auto hour : {23h, 24h, 26h}) {
    CHECK(is_quiet(at(hour)));
    CHECK(next_quiet(at(hour)) == at(hour));
  }
  CHECK_FALSE(is_quiet(at(3h)));
  CHECK_FALSE(is_quiet(at(22h)));
  CHECK(next_quiet(at(3h)) == at(23h));
  CHECK(next_quiet(at(12h)) == at(23h));
}

TEST_CASE("an index that has grown is made smaller once, and finds the same") {
  StateFolder folder;
  const auto key = index_key(folder.key());
  const auto state = folder.state();
  CHECK_FALSE(due_for_compaction(state, at(12h)));
  fill(state, key, 900);
  CHECK_FALSE(due_for_compaction(state, at(12h)));
  fill(state, key, 300, 900);
  CHECK(due_for_compaction(state, at(12h)) == 2026);
  const auto before = octets(index_folder(state));
  REQUIRE(compact_in_place(state, 2026));
  CHECK(octets(index_folder(state)) < before);
  CHECK(search::position_of(index_folder(state)) == 1200);
  CHECK(found(state, key, "heroin") == 1200);
  CHECK(found(state, key, "patrol777") == 1);
  CHECK_FALSE(due_for_compaction(state, at(12h)));
  // What is filed later goes into it.
  fill(state, key, 900, 1200);
  CHECK_FALSE(due_for_compaction(state, at(12h)));
  CHECK(found(state, key, "heroin") == 2100);
  fill(state, key, 100, 2100);
  CHECK(due_for_compaction(state, at(12h)) == 2026);
  // One that was begun anew is another.
  fs::remove_all(index_folder(state));
  fill(state, key, 1000);
  CHECK(due_for_compaction(state, at(12h)) == 2026);
}

TEST_CASE("a year that is over is made smaller once, and again when something in it has changed") {
  StateFolder folder;
  const auto key = index_key(folder.key());
  const auto state = folder.state();
  fill(state, key, 150, 0, 2024);
  fill(state, key, 150, 150, 2025);
  fill(state, key, 10, 300);
  const auto before = octets(index_folder(state));
  REQUIRE(due_for_compaction(state, at(12h)) == 2024);
  REQUIRE(compact_in_place(state, 2024));
  REQUIRE(due_for_compaction(state, at(12h)) == 2025);
  REQUIRE(compact_in_place(state, 2025));
  CHECK_FALSE(due_for_compaction(state, at(12h)));
  CHECK(octets(index_folder(state)) < before);
  CHECK_FALSE(fs::exists(building_folder(state)));
  CHECK(found(state, key, "heroin") == 310);
  CHECK(search::position_of(index_folder(state)) == 310);
  fill(state, key, 1, 7, 2024);  // filed again: the same document once more
  REQUIRE(due_for_compaction(state, at(12h)) == 2024);
  REQUIRE(compact_in_place(state, 2024));
  CHECK_FALSE(due_for_compaction(state, at(12h)));
  CHECK(found(state, key, "heroin") == 310);
  CHECK(due_for_compaction(state, at(12h) + std::chrono::hours(24 * 365)) == 2026);
}

TEST_CASE("what a compaction that was killed has left does no harm") {
  StateFolder folder;
  const auto key = index_key(folder.key());
  const auto state = folder.state();
  fill(state, key, 150, 0, 2025);
  fs::create_directories(building_folder(state) / "2025");
  std::ofstream(building_folder(state) / "2025" / "iamglass") << "half a database";
  CHECK(found(state, key, "heroin") == 150);
  REQUIRE(compact_in_place(state, 2025));
  CHECK(found(state, key, "heroin") == 150);
  CHECK_FALSE(fs::exists(building_folder(state)));
}

TEST_CASE("who rebuilds the index is not disturbed, and a word that is none counts as none") {
  StateFolder folder;
  const auto key = index_key(folder.key());
  fill(folder.state(), key, 1000);
  {
    const auto lock = IndexLock::for_building(folder.state());
    CHECK_FALSE(compact_in_place(folder.state(), 2026));
  }
  std::ofstream(folder.state() / "index.compacted") << "99999999999999999999999";
  CHECK(due_for_compaction(folder.state(), at(12h)) == 2026);
}

TEST_CASE("the process that files waits for the night, then makes the index smaller") {
  StateFolder folder;
  Store store = folder.open();
  Runtime runtime;
  runtime.site.state = folder.state();
  fill(folder.state(), index_key(folder.key()), 1000);
  Indexer indexer(runtime, store, folder.key());
  CHECK(indexer.compact(at(12h)) == at(23h));
  CHECK(due_for_compaction(folder.state(), at(12h)) == 2026);
  CHECK_FALSE(indexer.compact(at(23h)));
  CHECK_FALSE(due_for_compaction(folder.state(), at(12h)));
  CHECK_FALSE(indexer.compact(at(23h)));
}

}  // namespace pouch::gateway
