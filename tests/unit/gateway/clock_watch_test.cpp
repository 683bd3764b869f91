// A clock that jumps is noticed, blames nobody, and is believed after an hour.
#include "gateway/site/clock_watch.hpp"
#include "gateway/store/held.hpp"
#include "gateway/store/letters.hpp"
#include "gateway/store/spool.hpp"

#include <catch2/catch.hpp>

#include "gateway/store/tallies.hpp"
#include "gateway/work/strangers.hpp"
#include "tests/unit/gateway/state_folder.hpp"

namespace pouch::gateway {
namespace {

using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;

struct Clocks {
  Time wall = at(0), elapsed{};
  ClockWatch watch{[this] { return wall; }, [this] { return elapsed; }};
  void pass(seconds time) {
    wall += time;
    elapsed += time;
  }
};

constexpr minutes kSkew{15};

}  // namespace

TEST_CASE("a clock that goes on as time does has not jumped, however long") {
  Clocks clocks;
  clocks.pass(hours(24 * 400));
  CHECK(clocks.watch.drift() == seconds(0));
  CHECK(clocks.watch.jump(kSkew) == seconds(0));
  clocks.wall += kSkew;  // a clock that is set right
  CHECK(clocks.watch.jump(kSkew) == seconds(0));
}

TEST_CASE("a jump is told for an hour, in both directions, then the clock is believed") {
  for (const auto by : {hours(24 * 30), hours(-24 * 30)}) {
    Clocks clocks;
    clocks.pass(hours(5));
    clocks.wall += by;
    CHECK(clocks.watch.jump(kSkew) == by);
    clocks.pass(minutes(59));
    CHECK(clocks.watch.jump(kSkew) == by);
    clocks.pass(minutes(1));
    CHECK(clocks.watch.jump(kSkew) == seconds(0));
    CHECK(clocks.watch.drift() == by);  // what cannot be undone never believes it
    clocks.wall -= by;                  // back: that is a jump again
    CHECK(clocks.watch.jump(kSkew) == -by);
  }
}

TEST_CASE("a clock that comes back by itself is as if nothing had been") {
  Clocks clocks;
  clocks.wall += hours(100);
  CHECK(clocks.watch.jump(kSkew) == hours(100));
  clocks.pass(minutes(30));
  clocks.wall -= hours(100);
  CHECK(clocks.watch.jump(kSkew) == seconds(0));
  CHECK(clocks.watch.drift() == seconds(0));
}

TEST_CASE("held mail of strangers is dropped after its time, that of others never") {
  struct Row {
    const char* reason;
    const char* from;
    bool expires;
  };
  Runtime runtime;
  config::Member ana;
  ana.id = "ana";
  ana.addresses = {"ana@police.ro.example"};
  runtime.directory.members = {ana};
  runtime.site.limits.held = hours(24 * 30);
  Clocks clocks;
  runtime.now = [&] { return clocks.wall; };
  runtime.watch = clocks.watch;
  for (const auto& row : std::vector<Row>{{"not-encrypted", "eve@elsewhere.example", true},
                                          {"unknown-signer", "eve@elsewhere.example", true},
                                          {"automatic", "", true},
                                          {"not-encrypted", "Ana@police.ro.example", false},
                                          {"fault", "eve@elsewhere.example", false},
                                          {"poison", "eve@elsewhere.example", false},
                                          {"no-usable-key", "eve@elsewhere.example", false},
                                          {"unknown-letter", "eve@elsewhere.example", false}}) {
    INFO(row.reason << " " << row.from);
    StateFolder folder;
    auto store = folder.open();
    auto database = Database::open_store(folder.state());
    const auto spool = SpoolWriter(folder.state(), database)
                           .take({"smtp", row.from, {"gw@pouch.example"}}, "x", clocks.wall);
    Commit commit;
    commit.spool = spool;
    commit.outcome = Outcome::kHeld;
    commit.reason = row.reason;
    commit.at = clocks.wall;
    REQUIRE(store.commit(commit) == CommitResult::kDone);
    clocks.pass(hours(24 * 30));
    CHECK(store.held().next_expiry(clocks.wall, runtime.site.limits.held).has_value());
    expire_held(runtime, store.held());
    CHECK(store.held().list().size() == 1);
    clocks.pass(seconds(1));
    clocks.wall += hours(1);  // the clock jumps: nothing is thrown away meanwhile
    expire_held(runtime, store.held());
    CHECK(store.held().list().size() == 1);
    clocks.wall -= hours(1);
    expire_held(runtime, store.held());
    CHECK(store.held().list().size() == (row.expires ? 0 : 1));
    CHECK(folder.spool_files() == (row.expires ? 0 : 1));
    const auto tallies = read_tallies(database);
    CHECK((tallies.count("mail-expired") == 1) == row.expires);
  }
}

TEST_CASE("letters and mail that a clock running ahead put off are due when it is right again") {
  StateFolder folder;
  auto store = folder.open();
  const auto spool = folder.accept("raw");
  auto commit = new_case(store, spool);
  REQUIRE(store.commit(commit) == CommitResult::kDone);
  const auto letter = store.letters().queue(false).at(0);
  const auto longest = hours(4);
  // Tried while the clock was a month ahead.
  store.letters().record_handover(letter.id, letter.recipient, "queued", "later",
                                  at(0) + hours(720), at(0) + hours(724));
  const auto waiting = folder.accept("another");
  REQUIRE(store.spool().claim(at(0) + hours(720), 3));
  store.spool().put_back(waiting, at(0) + hours(720) + minutes(10), "agent");
  CHECK(store.letters().due(at(10), 10).empty());
  CHECK(store.letters().bring_forward(at(10), longest) == 2);
  CHECK(store.letters().due(at(10), 10).size() == 1);
  CHECK(store.spool().next_due() == at(10));
  // An ordinary pause is none of that.
  store.letters().record_handover(letter.id, letter.recipient, "queued", "later", at(10),
                                  at(10) + longest);
  CHECK(store.letters().bring_forward(at(10), longest) == 0);
}

}  // namespace pouch::gateway
