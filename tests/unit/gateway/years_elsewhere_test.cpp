// Years of the index that lie on other machines, as the gateway sees them: nothing of them is filed
// here, nothing that came late is lost, and what cannot be asked is said.
#include "gateway/archive/years_elsewhere.hpp"

#include <catch2/catch.hpp>

#include "gateway/archive/archive.hpp"
#include "gateway/archive/hand_out.hpp"
#include "gateway/archive/hit_words.hpp"
#include "gateway/archive/index_folder.hpp"
#include "gateway/archive/indexer.hpp"
#include "gateway/fault.hpp"
#include "gateway/store/index_log.hpp"
#include "tests/unit/gateway/state_folder.hpp"

namespace pouch::gateway {
namespace {

namespace fs = std::filesystem;
using namespace std::chrono_literals;

Time at(int year) { return Time(std::chrono::sys_days(std::chrono::year(year) / 6 / 1)); }

// One message a year, from 2024 to 2026, which is the year of today.
struct Archive {
  StateFolder folder;
  Store store = folder.open();
  Runtime runtime;

  Archive() {
    runtime.site.state = folder.state();
    runtime.now = [] { return at(2026); };
    for (int year = 2024; year <= 2026; ++year) {
      add(year);
    }
  }
  void add(int year) {
    const auto name = "of " + std::to_string(year) + " " + std::to_string(++count);
    auto commit = new_case(store, folder.accept(name), name);
    commit.signatures = {name};
    commit.message->row.received = at(year);
    commit.message->contents = {"subject", "heroin in a lorry", "", {}};
    REQUIRE(store.commit(commit) == CommitResult::kDone);
  }
  void index() {
    Indexer indexer(runtime, store, folder.key());
    while (indexer.work() > 0) {
    }
  }
  // Port 1 of the loopback: nobody is there.
  void give_away(int year) { runtime.site.search.shards.push_back({year, "127.0.0.1", 1}); }
  ArchiveRequest request(bool partial) {
    ArchiveRequest one;
    one.query = one.words = "heroin";
    one.readers = {"member:ana.ionescu"};
    one.elsewhere = shards_elsewhere(runtime);
    one.partial = partial;
    return one;
  }
  ArchiveAnswer ask(const ArchiveRequest& one) {
    return ask_archive(store, folder.state(), index_key(folder.key()), one);
  }
  search::IndexHead head() { return *search::read_head(index_folder(folder.state())); }
  int count = 0;
};

}  // namespace

TEST_CASE("a year that is given away is not filed here, but one that is not over is") {
  Archive archive;
  archive.give_away(2024);
  archive.give_away(2026);
  CHECK(years_elsewhere(archive.runtime) == std::set<int>{2024});
  archive.index();
  CHECK(archive.head().years == std::set<int>{2025, 2026});
  CHECK(archive.head().elsewhere == std::set<int>{2024});
  CHECK(archive.head().position == 3);
}

TEST_CASE("a year that cannot be asked is a fault that names it, or is named beside the rest") {
  Archive archive;
  archive.give_away(2024);
  archive.index();
  try {
    archive.ask(archive.request(false));
    FAIL("fewer hits, and nothing said");
  } catch (const Fault& fault) {
    CHECK(fault.transient());
    CHECK(std::string(fault.what()).find("the archive of 2024 cannot be asked") == 0);
    CHECK(fault.hint().find("--partial") != std::string::npos);
  }
  const auto answer = archive.ask(archive.request(true));
  CHECK(answer.hits.size() == 2);
  REQUIRE(answer.missing.size() == 1);
  CHECK(said_missing(answer.missing) == "2024 (cannot be reached)");
  // One by one too, as a search by mail without other spellings is.
  auto exact = archive.request(true);
  exact.without = {"similar sound"};
  CHECK(archive.ask(exact).total == 2);
  CHECK(archive.ask(exact).missing.size() == 1);
  // The index here is whole: it is not begun anew for that.
  CHECK_FALSE(fs::exists(archive.folder.state() / "index.broken"));
  // What is new is looked for here alone.
  auto news = archive.request(false);
  news.after = 1;
  CHECK(archive.ask(news).hits.size() == 2);
}

TEST_CASE("a year without a server and without a folder is named until it is built anew") {
  Archive archive;
  archive.give_away(2024);
  archive.index();
  archive.runtime.site.search.shards.clear();
  CHECK_THROWS_AS(archive.ask(archive.request(false)), Fault);
  CHECK(archive.ask(archive.request(true)).missing.front().year == 2024);
  archive.index();
  CHECK(archive.ask(archive.request(false)).hits.size() == 3);
}

TEST_CASE("changes of a year that lies elsewhere wait, and are filed once it lies here") {
  Archive archive;
  archive.index();
  archive.give_away(2024);
  auto& log = archive.store.index_log();
  log.file_again(1);
  log.file_again(2);
  archive.index();
  REQUIRE(log.waiting(10).size() == 1);
  CHECK(log.waiting(10).front().message == 1);
  CHECK(log.refiles(10).empty());
  const auto change = static_cast<std::uint64_t>(log.waiting(10).front().id);
  CHECK(late_changes(archive.store, {{2024, change - 1}}, 10) == 1);
  CHECK(late_changes(archive.store, {{2024, change}}, 10) == 0);
  CHECK(late_changes(archive.store, {{2025, 0}}, 10) == 0);
  CHECK(late_changes(archive.store, {}, 10) == 0);
  archive.index();
  CHECK(log.waiting(10).size() == 1);
  archive.runtime.site.search.shards.clear();
  archive.index();
  CHECK(log.waiting(10).empty());
  CHECK(archive.ask(archive.request(false)).hits.size() == 3);
}

TEST_CASE("a year is handed out from the store, also one that lies elsewhere, and nothing else") {
  Archive archive;
  archive.add(2024);
  archive.give_away(2024);
  archive.index();
  const auto into = archive.folder.state() / "out";
  std::size_t looked = 0;
  const auto filed = hand_out_year(archive.runtime, archive.store, archive.folder.key(), 2024, into,
                                   [&](std::size_t so_far) { looked = so_far; });
  CHECK(filed.messages == 2);
  CHECK(filed.unreadable == 0);
  CHECK(looked == 4);
  CHECK(fs::exists(into / "iamglass"));
  CHECK_FALSE(fs::exists(into.string() + ".building"));
  // As a folder of the index it is that year.
  fs::rename(into, search::shard_folder(index_folder(archive.folder.state()), 2024));
  archive.runtime.site.search.shards.clear();
  CHECK(archive.ask(archive.request(false)).hits.size() == 4);
}

TEST_CASE("years are said as people say them") {
  CHECK(names_of_years({{2021, ""}}) == "2021");
  CHECK(names_of_years({{2021, ""}, {2022, ""}}) == "2021 and 2022");
  CHECK(names_of_years({{2020, ""}, {2021, ""}, {2022, ""}}) == "2020, 2021 and 2022");
  CHECK(without_years({}).empty());
  CHECK(without_years({{2021, ""}}) == " without 2021");
}

TEST_CASE("why a message met, from its contents: by the word that met worst, as in the index") {
  using search::How;
  using search::NameTier;
  const auto tier = [](const std::vector<std::pair<How, NameTier>>& words) {
    std::vector<search::Meeting> met;
    for (const auto& [how, of_name] : words) {
      met.push_back({"a", "b", how, 0, 1, of_name});
    }
    return tier_met(met);
  };
  constexpr auto kWritten = NameTier::kAsWritten, kSpelled = NameTier::kOtherSpelling;
  CHECK(tier({}).empty());
  CHECK(tier({{How::kSimilarSound, NameTier::kSimilarSound}, {How::kAsWritten, kWritten}}) ==
        "similar sound");
  CHECK(tier({{How::kOtherScript, kWritten}}) == "as written");
  CHECK(tier({{How::kOtherScript, kSpelled}}) == "other spelling");
  CHECK(tier({{How::kAsWritten, kWritten}, {How::kOtherSpelling, kSpelled}}) == "other spelling");
  CHECK(tier({{How::kLookAlike, kWritten}}) == "similar sound");
  CHECK(tier({{How::kLetterApart, kWritten}}) == "similar sound");
  CHECK(tier({{How::kPartOfDate, kWritten}}) == "part of the date");
  CHECK(tier({{How::kDaySwapped, kWritten}, {How::kAsWritten, kWritten}}) ==
        "day and month swapped");
}

}  // namespace pouch::gateway
