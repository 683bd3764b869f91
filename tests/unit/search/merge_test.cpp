// Indexes that were built side by side become one.
#include "search/index/merge.hpp"

#include <catch2/catch.hpp>

#include "tests/unit/search/archive.hpp"

using namespace pouch::search;

namespace {

// Every other message is of the year before.
void write(const std::filesystem::path& folder, const Key& key, std::vector<std::uint64_t> ids) {
  Writer writer(folder, key);
  for (const auto id : ids) {
    writer.put({id,
                day(id % 2 == 0 ? 2026 : 2025, 11, 1),
                {{"text", "zebra " + std::to_string(id)}},
                {"all"},
                {}});
  }
  writer.commit(ids.empty() ? 0 : ids.back());
}

}  // namespace

TEST_CASE("parts become one index with all their messages, ids and position") {
  const TestFolder folder;
  const std::vector<std::filesystem::path> parts{folder.path / "0", folder.path / "1",
                                                 folder.path / "2"};
  write(parts[0], test_key(), {1, 2, 5});
  write(parts[1], test_key(), {});
  write(parts[2], test_key(), {6, 9});
  const auto whole = folder.path / "whole";
  merge_indexes(parts, whole, test_key(), 12);
  CHECK(position_of(whole) == 12);
  Request request;
  request.query = "zebra";
  request.readers = {"all"};
  request.limit = 10;
  std::vector<std::uint64_t> found;
  for (const auto& hit : Reader(whole, test_key()).find(request).hits) {
    found.push_back(hit.id);
  }
  std::sort(found.begin(), found.end());
  CHECK(found == std::vector<std::uint64_t>{1, 2, 5, 6, 9});
  write(whole, test_key(), {13});  // it is written on as any other
  CHECK(Reader(whole, test_key()).find(request).total == 6);
}

TEST_CASE("a part of another key is not taken") {
  const TestFolder folder;
  write(folder.path / "0", test_key(1), {1});
  write(folder.path / "1", test_key(2), {2});
  CHECK_THROWS_AS(
      merge_indexes({folder.path / "0", folder.path / "1"}, folder.path / "whole", test_key(1), 2),
      Fault);
}
