// What a restore changes in the store: no number, seed, row or tag of an earlier epoch comes again,
// and what was on its way waits for the operator.
#include <set>

#include "gateway/store/audit.hpp"
#include "gateway/store/epochs.hpp"
#include "gateway/store/held.hpp"
#include "gateway/store/lengths.hpp"
#include "gateway/store/letters.hpp"
#include "gateway/store/reservations.hpp"
#include "gateway/store/spool.hpp"
#include "state_folder.hpp"

using namespace pouch::gateway;

namespace {

constexpr const char* kOurs = "requests@pouch.example";

Restored restore(const StateFolder& site, const AfterBackup& after = {}, Time now = at(100)) {
  Store store(site.state(), site.key(), StoreFor::kRestore);
  return store.epochs().open({1000, false, kOurs, "operator:test", "restored"}, after, now);
}

Commit commit_case(const StateFolder& site, Store& store) {
  auto commit = new_case(store, site.accept("raw"));
  REQUIRE(store.commit(commit) == CommitResult::kDone);
  return commit;
}

std::vector<std::int64_t> newest_rows(Store& store) {
  std::vector<std::int64_t> rows;
  for (const auto* table : {"spool", "messages", "deliveries"}) {
    auto statement = store.database().prepare("SELECT max(id) FROM " + std::string(table));
    statement.step();
    rows.push_back(statement.integer(0));
  }
  return rows;
}

}  // namespace

TEST_CASE("serials, seeds, rows and delivery tags of a new epoch are no earlier one's") {
  const StateFolder site;
  std::filesystem::copy(site.state(), site.state().parent_path() / "backup",
                        std::filesystem::copy_options::recursive);
  std::set<std::string> numbers, tags;
  std::vector<std::int64_t> rows;
  const auto live = [&] {
    auto store = site.open();
    for (int i = 0; i < 3; ++i) {
      const auto commit = commit_case(site, store);
      CHECK(numbers.insert(commit.opened->number.text()).second);
      CHECK(commit.opened->number.epoch() == store.epochs().current());
    }
    for (const auto& letter : store.letters().queue(true)) {
      CHECK(tags.insert(store.letters().return_path(kOurs, letter)).second);
      CHECK(store.letters().returned_to({store.letters().return_path(kOurs, letter)}, kOurs));
    }
    const auto now = newest_rows(store);
    for (std::size_t i = 0; i < rows.size(); ++i) {
      CHECK(now[i] > rows[i] + 1000);
    }
    rows = now;
  };
  live();
  for (int epoch = 1; epoch <= 2; ++epoch) {
    std::filesystem::remove_all(site.state());
    std::filesystem::copy(site.state().parent_path() / "backup", site.state(),
                          std::filesystem::copy_options::recursive);
    CHECK(restore(site).epoch == epoch);
    std::filesystem::remove_all(site.state().parent_path() / "backup");
    std::filesystem::copy(site.state(), site.state().parent_path() / "backup",
                          std::filesystem::copy_options::recursive);
    live();
  }
}

TEST_CASE("tags of letters that went out before a backup are known after its restore") {
  const StateFolder site;
  std::string tag;
  {
    auto store = site.open();
    commit_case(site, store);
    tag = store.letters().return_path(kOurs, store.letters().queue(true).at(0));
  }
  restore(site);
  auto store = site.open();
  CHECK(store.letters().returned_to({tag}, kOurs));
  CHECK(store.reservations().new_seed().size() == 34);
  CHECK(store.reservations().new_seed().ends_with("01"));
}

TEST_CASE("a restore holds what waited and what the store does not know, and stops letters") {
  const StateFolder site;
  {
    auto store = site.open();
    commit_case(site, store);
    site.accept("waits");
    for (const auto& entry : std::filesystem::directory_iterator(site.state() / "spool")) {
      const auto text = read_text(entry.path());
      CHECK((entry.path().filename() == ".lock" || !text.empty()));
    }
  }
  const auto restored = restore(site);
  CHECK(restored.held.size() == 1);
  CHECK(restored.stopped.size() == 1);
  CHECK(restored.known_sent == 0);
  auto store = site.open();
  CHECK(store.spool().idle());
  CHECK(store.letters().due(at(1000), 10).empty());
  REQUIRE(store.held().list().size() == 1);
  CHECK(store.held().list()[0].reason == "restored");
  CHECK(store.audit().first_broken() == std::nullopt);
  CHECK(store.held().release(store.held().list()[0].spool, "operator:test", at(200)));
  CHECK(store.reservations().reserve(2, "SEL", at(200)).number.epoch() == 1);
}

TEST_CASE(
    "a file of the spool that a restored store does not know is a mail, a stray one is none") {
  const StateFolder site;
  const auto id = site.accept("came after the backup");
  auto store = site.open();
  CHECK(store.spool().strays().empty());
  store.database().execute("DELETE FROM spool_recipients");
  store.database().execute("DELETE FROM spool");
  std::ofstream(site.state() / "spool" / std::string(32, 'a')) << "no mail of ours";
  const auto strays = store.spool().strays();
  REQUIRE(strays.size() == 1);
  AfterBackup after;
  after.mails = {{strays[0], at(50)}};
  const auto restored = restore(site, after);
  REQUIRE(restored.held.size() == 1);
  CHECK(restored.held[0] > id + 1000);
  auto again = site.open();
  CHECK(again.held().raw(restored.held[0]) == "came after the backup");
  CHECK(again.held().list().at(0).to == std::vector<std::string>{kOurs});
}

TEST_CASE("a letter that lies in an outbox counts as sent after a restore") {
  const StateFolder site;
  AfterBackup after;
  {
    auto store = site.open();
    commit_case(site, store);
    for (const auto& letter : store.letters().queue(true)) {
      after.sent.insert(sent_name("ANA.Ionescu@police.ro.example", letter.id));
    }
  }
  const auto restored = restore(site, after);
  CHECK(restored.known_sent == 1);
  CHECK(restored.stopped.empty());
  auto store = site.open();
  CHECK(store.letters().queue(true).at(0).state == "delivered");
}

TEST_CASE("a year that the backup did not see begins after the gap, too") {
  const StateFolder site;
  {
    auto store = site.open();
    commit_case(site, store);
  }
  const auto next_year = at(365L * 86400);
  restore(site, {}, next_year);
  auto store = site.open();
  const auto id = site.accept("raw", next_year);
  CHECK(store.reservations().reserve(id, "SEL", next_year).number.text().substr(0, 15) ==
        "SEL-2027-001001");
}

TEST_CASE("messages that are not yet indexed are counted one by one after a restore") {
  const StateFolder site;
  {
    auto store = site.open();
    commit_case(site, store);
  }
  restore(site);
  {
    auto store = site.open();
    commit_case(site, store);
  }
  auto database = Database::look_at_store(site.state());
  CHECK(read_lengths(database, 1, at(100)).unindexed.count == 1);
  CHECK(read_lengths(database, 0, at(100)).unindexed.count == 2);
}
