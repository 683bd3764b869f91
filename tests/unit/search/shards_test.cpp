// The index in years: what is found is what one index would find, whatever year it lies in, and
// whatever died between two commits.
#include "search/index/shards.hpp"

#include <sys/wait.h>
#include <unistd.h>

#include <catch2/catch.hpp>
#include <csignal>
#include <fstream>
#include <map>

#include "search/index/merge.hpp"
#include "tests/unit/search/archive.hpp"

using namespace pouch::search;

namespace {

namespace fs = std::filesystem;

Document message(std::uint64_t id, int year, const std::string& text = "lorry") {
  return {id,
          day(year, 1 + static_cast<unsigned>(id % 12), 3),
          {{"text", text}, {"country", id % 3 == 0 ? "RO" : "BG"}},
          {"all"},
          {}};
}

Answer ask(const fs::path& index, const std::string& query, bool by_date = false,
           std::size_t offset = 0) {
  Request request;
  request.query = query;
  request.readers = {"all"};
  request.limit = 50;
  request.offset = offset;
  request.by_date = by_date;
  request.facets = true;
  return Reader(index, test_key()).find(request);
}

Ids found(const fs::path& index, const std::string& query, bool by_date = false) {
  Ids ids;
  for (const auto& hit : ask(index, query, by_date).hits) ids.push_back(hit.id);
  return ids;
}

Ids sorted(Ids ids) {
  std::sort(ids.begin(), ids.end());
  return ids;
}

// What `run` does in a process that is killed behind it.
void killed_after(const std::function<void()>& run) {
  const auto child = fork();
  REQUIRE(child >= 0);
  if (child == 0) {
    run();
    kill(getpid(), SIGKILL);
  }
  int status = 0;
  REQUIRE(waitpid(child, &status, 0) == child);
  REQUIRE(WIFSIGNALED(status));
}

std::map<std::string, std::map<std::string, std::size_t>> counts(const Answer& answer) {
  std::map<std::string, std::map<std::string, std::size_t>> all;
  for (const auto& facet : answer.facets) {
    for (const auto& value : facet.values) all[facet.field][value.value] = value.count;
  }
  return all;
}

}  // namespace

TEST_CASE("a message lies in the year of its day, and all years are asked as one") {
  const TestFolder folder;
  const auto index = folder.path / "index";
  {
    Writer writer(index, test_key());
    for (std::uint64_t id = 1; id <= 12; ++id) {
      writer.put(message(id, 2020 + static_cast<int>(id % 6)));  // more years than are open at once
    }
    writer.commit(12);
  }
  for (int year = 2020; year <= 2025; ++year) CHECK(has_shard(index, year));
  CHECK_FALSE(has_shard(index, 2026));
  CHECK(read_head(index)->years == std::set<int>{2020, 2021, 2022, 2023, 2024, 2025});
  CHECK(position_of(index) == 12);
  CHECK(sorted(found(index, "lorry")) == Ids{1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12});
  CHECK(found(index, "date:2023").size() == 2);
  CHECK(ask(index, "lorry").hits.front().tier == "as written");
}

TEST_CASE("days out of all reason share the first and the last year") {
  CHECK(shard_year(day(1970, 1, 1)) == 1990);
  CHECK(shard_year(day(1990, 1, 1)) == 1990);
  CHECK(shard_year(day(2026, 12, 31)) == 2026);
  CHECK(shard_year(day(2027, 1, 1)) == 2027);
  CHECK(shard_year(day(9999, 12, 31)) == 2099);
}

TEST_CASE("a message that is put again is replaced, in another year too") {
  const TestFolder folder;
  const auto index = folder.path / "index";
  Writer writer(index, test_key());
  writer.put(message(1, 2024));
  writer.put(message(2, 2025));
  writer.commit(2);
  writer.put(message(1, 2024, "bus"));
  writer.commit(2);
  CHECK(found(index, "lorry") == Ids{2});
  CHECK(found(index, "bus") == Ids{1});
  writer.put(message(1, 2026, "tram"));
  writer.commit(2);
  CHECK(found(index, "bus").empty());
  CHECK(found(index, "tram") == Ids{1});
  CHECK(ask(index, "tram OR lorry").total == 2);
}

TEST_CASE("a message is removed from whatever year it lies in") {
  const TestFolder folder;
  const auto index = folder.path / "index";
  {
    Writer writer(index, test_key());
    for (std::uint64_t id = 1; id <= 6; ++id) writer.put(message(id, 2020 + static_cast<int>(id)));
    writer.commit(6);
  }
  Writer writer(index, test_key());
  writer.remove(2);
  writer.remove(5);
  writer.remove(5);
  writer.remove(77);
  writer.commit(6);
  CHECK(sorted(found(index, "lorry")) == Ids{1, 3, 4, 6});
}

TEST_CASE("order, counts and facets over years are those of one index") {
  const TestFolder folder;
  const auto whole = folder.path / "whole", years = folder.path / "years";
  constexpr std::uint64_t kEach = 48;
  std::vector<fs::path> parts;
  {
    Writer many(years, test_key());
    for (int year = 2021; year <= 2025; ++year) {
      parts.push_back(folder.path / std::to_string(year));
      Writer one(parts.back(), test_key());
      const auto first = static_cast<std::uint64_t>(year - 2021) * kEach + 1;
      for (auto id = first; id < first + kEach; ++id) {
        std::string text = "lorry";
        for (std::uint64_t n = 0; n < id % 17; ++n) text += n % 2 == 0 ? " lorry" : " border";
        text += id % 5 == 0 ? " Jovanović" : id % 7 == 0 ? " Јовановић" : " Petrov";
        many.put(message(id, year, text));
        one.put(message(id, year, text));
      }
      one.commit(first);
    }
    many.commit(5 * kEach);
  }
  // The same in one database: what they are compared with.
  for (int year = 2021; year <= 2025; ++year) {
    const auto& part = parts[static_cast<std::size_t>(year - 2021)];
    fs::rename(shard_folder(part, year), shard_folder(part, 2026));
    write_head(part, {1, {2026}, {}});
  }
  merge_indexes(parts, whole, test_key(), 1);
  REQUIRE(read_head(whole)->years.size() == 1);
  for (const auto* query : {"lorry", "jovanovic", "lorry -petrov", "\"lorry border\"", "border",
                            "country:RO lorry", "date:2022..2023", "jovanovic~"}) {
    for (const bool by_date : {false, true}) {
      INFO(query << by_date);
      const auto first = ask(whole, query, by_date), second = ask(years, query, by_date);
      REQUIRE(first.total > 0);
      CHECK(first.total == second.total);
      CHECK(counts(first) == counts(second));
      CHECK(first.counted == second.counted);
      CHECK(found(whole, query, by_date) == found(years, query, by_date));
    }
  }
  CHECK(ask(years, "lorry", false, 230).hits.size() == 10);
}

TEST_CASE("what a crash leaves between the years' commits is put again, and nothing doubles") {
  const TestFolder folder;
  const auto index = folder.path / "index";
  killed_after([&] {
    Writer writer(index, test_key());
    writer.put(message(1, 2024));
    writer.commit(1);
    for (std::uint64_t id = 2; id <= 9; ++id) {  // more years than are held: some are made durable
      writer.put(message(id, 2008 + static_cast<int>(id)));
    }
  });
  CHECK(position_of(index) == 1);
  CHECK(found(index, "lorry") == Ids{1});  // what is not in the list of years does not count
  Writer writer(index, test_key());
  REQUIRE(writer.position() == 1);
  writer.remove(2);  // erased meanwhile: no year keeps it
  for (std::uint64_t id = 3; id <= 9; ++id) writer.put(message(id, 2008 + static_cast<int>(id)));
  writer.commit(9);
  CHECK(sorted(found(index, "lorry")) == Ids{1, 3, 4, 5, 6, 7, 8, 9});
  CHECK(ask(index, "lorry").total == 8);
}

TEST_CASE("a year that is gone, or a list that makes no sense, is a broken index, never nothing") {
  const TestFolder folder;
  const auto index = folder.path / "index";
  const auto is_broken = [&] {
    int told = 0;
    for (const auto& open :
         std::vector<std::function<void()>>{[&] { static_cast<void>(ask(index, "lorry")); },
                                            [&] { Writer writer(index, test_key()); }}) {
      try {
        open();
      } catch (const Fault& fault) {
        told += fault.broken() ? 1 : 0;
      }
    }
    return told == 2;
  };
  const auto make = [&] {
    fs::remove_all(index);
    Writer writer(index, test_key());
    writer.put(message(1, 2024));
    writer.put(message(2, 2025));
    writer.commit(2);
  };
  make();
  CHECK_FALSE(is_broken());
  fs::remove_all(shard_folder(index, 2024));
  CHECK(is_broken());
  make();
  fs::remove(index / "position");
  CHECK(is_broken());
  make();
  std::string ours;
  std::getline(std::ifstream(index / "position"), ours);
  REQUIRE(ours.starts_with("layout "));
  for (const std::string& text : {std::string(), std::string("garbage"), ours + "\n",
                                  std::string("layout 7\nposition 2\nyears 2024 2025\nelsewhere\n"),
                                  ours + "\nposition x\nyears 2024\nelsewhere\n",
                                  ours + "\nposition 2\nyears 2024 cat\nelsewhere\n",
                                  ours + "\nposition 2\nyears 2024 99999\nelsewhere\n"}) {
    INFO(text);
    make();
    std::ofstream(index / "position", std::ios::trunc) << text;
    CHECK(is_broken());
  }
}

TEST_CASE("an index of an older layout is broken, never nothing") {
  const TestFolder folder;
  const auto index = folder.path / "index";
  {
    Writer writer(folder.path / "other", test_key());
    writer.put(message(1, 2024));
    writer.commit(1);
  }
  fs::rename(shard_folder(folder.path / "other", 2024), index);  // one database, no years
  CHECK_THROWS_AS(ask(index, "lorry"), Fault);
  CHECK_THROWS_AS(Writer(index, test_key()), Fault);
  CHECK(position_of(index) == 0);
}

TEST_CASE("a year elsewhere is not written, and a copy of it that lies here is not asked") {
  const TestFolder folder;
  const auto index = folder.path / "index";
  {
    Writer writer(index, test_key());
    writer.put(message(1, 2024));
    writer.put(message(2, 2025));
    writer.commit(2);
  }
  {
    Writer writer(index, test_key(), {2024});
    writer.put(message(3, 2024));
    writer.put(message(4, 2025));
    writer.commit(4);
    CHECK(read_head(index)->elsewhere == std::set<int>{2024});
    CHECK(read_head(index)->years == std::set<int>{2025});
  }
  Request request;
  request.query = "lorry";
  request.readers = {"all"};
  const auto here = Reader(index, test_key(), {{{2024, "127.0.0.1", 1}}, false}).find(request);
  CHECK(here.total == 2);
  CHECK(here.missing.empty());
  // Nobody serves it any more: the copy counts again, or the index is broken.
  CHECK(sorted(found(index, "lorry")) == Ids{1, 2, 4});
  fs::remove_all(shard_folder(index, 2024));
  REQUIRE(ask(index, "lorry").missing.size() == 1);
  CHECK(ask(index, "lorry").missing.front().year == 2024);
  CHECK_NOTHROW(Writer(index, test_key(), {2024}));
  try {
    Writer writer(index, test_key());
    FAIL("a year that is nowhere");
  } catch (const Fault& fault) {
    CHECK(fault.broken());
  }
}

TEST_CASE("a year is handed out as a database of its own, an empty one too") {
  const TestFolder folder;
  const auto index = folder.path / "index";
  {
    Writer writer(index, test_key());
    writer.put(message(1, 2024));
    writer.put(message(2, 2025));
    writer.commit(2);
  }
  hand_out_shard(index, 2024, folder.path / "out", test_key(), 17);
  hand_out_shard(index, 2001, folder.path / "none", test_key(), 17);
  CHECK(fs::exists(folder.path / "out" / "iamglass"));
  CHECK(fs::exists(folder.path / "none" / "iamglass"));
  CHECK_THROWS_AS(hand_out_shard(index, 2024, folder.path / "other", test_key(8), 1), Fault);
}
