// What the status page counts in the store.
#include "gateway/store/lengths.hpp"
#include "gateway/store/letters.hpp"
#include "gateway/store/spool.hpp"
#include "gateway/store/sqlite.hpp"

#include "gateway/store/schema.hpp"
#include "gateway/work/old_bodies.hpp"
#include "tests/unit/gateway/old_bodies.hpp"

using namespace pouch::gateway;

namespace {

Lengths lengths(const StateFolder& site, Time now, std::uint64_t indexed = 0) {
  auto database = Database::look_at_store(site.state());
  return read_lengths(database, indexed, now);
}

void commit_to(const StateFolder& site, Store& store, std::vector<std::string> recipients) {
  auto commit = new_case(store, site.accept("raw"));
  commit.letters[0].recipients = std::move(recipients);
  REQUIRE(store.commit(commit) == CommitResult::kDone);
}

}  // namespace

TEST_CASE("lengths: a mail is waiting, in a living worker's hands, or put back") {
  StateFolder site;
  auto store = site.open();
  site.accept("first", at(5));
  const auto second = site.accept("second", at(3));
  CHECK(lengths(site, at(9)).waiting.count == 2);
  CHECK(lengths(site, at(9)).waiting.oldest == at(3));
  const auto status = in_child([&] { return site.open().spool().claim(at(9), 3) ? 0 : 1; });
  REQUIRE(exit_code(status) == 0);
  CHECK(lengths(site, at(9)).waiting.count == 2);  // nobody works on it any more
  REQUIRE(store.spool().claim(second, at(9)));
  CHECK(lengths(site, at(9)).worked.count == 1);
  CHECK(lengths(site, at(9)).worked.oldest == at(3));
  store.spool().put_back(second, at(20), "agent");
  CHECK(lengths(site, at(9)).worked.count == 0);
  CHECK(lengths(site, at(9)).put_back.count == 1);
  CHECK(lengths(site, at(9)).put_back.oldest == at(3));
}

TEST_CASE("lengths: messages of an older version until they are moved") {
  StateFolder site;
  auto store = site.open();
  const auto commit = new_case(store, site.accept("raw"));
  REQUIRE(store.commit(commit) == CommitResult::kDone);
  CHECK(lengths(site, at(9)).unmoved == 0);
  make_old(site, store, {commit.opened->number, 1});
  CHECK(lengths(site, at(9)).unmoved == 1);
  REQUIRE(move_old_body(store.bodies()) == MoveResult::kMoved);
  CHECK(lengths(site, at(9)).unmoved == 0);
}

TEST_CASE("lengths: letters by domain, the longest first, and no more than the most") {
  StateFolder site;
  auto store = site.open();
  commit_to(site, store, {"nfp@BG.example", "lo@bg.example", "nfp@rs.example"});
  CHECK(lengths(site, at(9)).due.count == 3);
  CHECK(lengths(site, at(9)).deferred.count == 0);
  const auto letter = store.letters().queue(false).at(0).id;
  store.letters().record_handover(letter, "lo@bg.example", "queued", "later", at(9), at(100),
                                  "4.3.0");
  store.letters().record_handover(letter, "nfp@rs.example", "failed", "no", at(9), std::nullopt,
                                  "5.1.1");
  auto seen = lengths(site, at(9));
  CHECK(seen.due.count == 1);
  CHECK(seen.deferred.count == 1);
  CHECK(seen.failed.count == 1);
  CHECK(seen.notices.count > 0);
  REQUIRE(seen.domains.size() == 1);
  CHECK(seen.domains[0].domain == "bg.example");
  CHECK(seen.domains[0].due.count == 1);
  CHECK(seen.domains[0].deferred.oldest == at(3));
  CHECK(lengths(site, at(100)).deferred.count == 0);
  std::vector<std::string> many;
  for (std::size_t i = 0; i < kMostDomains; ++i) {
    many.push_back("nfp@d" + std::to_string(i) + ".example");
  }
  commit_to(site, store, many);
  seen = lengths(site, at(9));
  CHECK(seen.domains.size() == kMostDomains);
  CHECK(seen.domains[0].domain == "bg.example");
  CHECK(seen.other_domains == 1);
  CHECK(seen.due.count == 1 + kMostDomains);
}

TEST_CASE("lengths: what is held, and what the index has still to read") {
  StateFolder site;
  auto store = site.open();
  commit_to(site, store, {"nfp@bg.example"});
  commit_to(site, store, {"nfp@bg.example"});
  Commit commit;
  commit.spool = site.accept("held", at(7));
  commit.outcome = Outcome::kHeld;
  commit.reason = "malformed";
  commit.summary = "{}";
  REQUIRE(store.commit(commit) == CommitResult::kDone);
  CHECK(lengths(site, at(9)).held.count == 1);
  CHECK(lengths(site, at(9)).held.oldest == at(7));
  CHECK(lengths(site, at(9), 0).unindexed.count == 2);
  CHECK(lengths(site, at(9), 1).unindexed.count == 1);
  CHECK(lengths(site, at(9), 1).unindexed.oldest == at(2));
  CHECK(lengths(site, at(9), 2).unindexed.count == 0);
}

TEST_CASE("lengths: a look changes nothing, and says so of an older store") {
  StateFolder site;
  {
    auto looking = Database::look_at_store(site.state());
    CHECK_THROWS_AS(looking.execute("DELETE FROM spool"), Fault);
  }
  {
    auto database = Database::open_store(site.state());
    database.execute("PRAGMA user_version=1");
  }
  CHECK_THROWS_WITH(Database::look_at_store(site.state()),
                    Catch::Matchers::Contains("an older pouch"));
  CHECK_THROWS_AS(Database::look_at_store(site.state() / "nowhere"), Fault);
}

TEST_CASE("lengths: requests that cannot be sent, and answers that are overdue") {
  StateFolder site;
  auto store = site.open();
  auto commit = new_case(store, site.accept("raw"));
  commit.opened->legs = {leg_to("HU", LegState::kWaiting), leg_to("BG"), leg_to("RS")};
  commit.opened->legs[1].deadline = at(50);
  commit.opened->legs[2].deadline = at(500);
  REQUIRE(store.commit(commit) == CommitResult::kDone);
  const auto before = lengths(site, at(50)), after = lengths(site, at(51));
  CHECK(before.waiting_legs.count == 1);
  CHECK(before.waiting_legs.oldest == at(1));
  CHECK(before.overdue_legs.count == 0);
  CHECK_FALSE(before.overdue_legs.oldest);
  CHECK(after.overdue_legs.count == 1);
  CHECK(after.overdue_legs.oldest == at(50));
}
