// One message, one transaction: all of it or nothing, once.
#include <sys/resource.h>

#include <filesystem>
#include <fstream>
#include <stdexcept>
#include <string>

#include "gateway/store/audit.hpp"
#include "gateway/store/bodies.hpp"
#include "gateway/store/cases.hpp"
#include "gateway/store/held.hpp"
#include "gateway/store/letters.hpp"
#include "gateway/store/messages.hpp"
#include "gateway/store/reservations.hpp"
#include "gateway/store/signatures.hpp"
#include "gateway/store/spool.hpp"
#include "gateway/store/steps.hpp"
#include "state_folder.hpp"

using namespace pouch::gateway;

namespace {

std::int64_t count(Store& store, const std::string& table) {
  auto statement = store.database().prepare("SELECT count(*) FROM " + table);
  statement.step();
  return statement.integer(0);
}

const std::vector<std::string> kTables = {"cases",         "legs",       "messages",
                                          "message_texts", "thread_ids", "letters",
                                          "deliveries",    "signatures", "audit"};

std::int64_t everything(Store& store) {
  std::int64_t rows = 0;
  for (const auto& table : kTables) {
    rows += count(store, table);
  }
  return rows;
}

std::int64_t claimed(const StateFolder& site, Store& store, std::string_view raw = "raw mail") {
  const auto id = site.accept(raw);
  REQUIRE(store.spool().claim(id, at(1)));
  return id;
}

// What a worker does with a mail that opens a case.
int work_off(const StateFolder& site) {
  auto store = site.open();
  store.spool().sweep_orphans();
  while (const auto entry = store.spool().claim(at(5), 100)) {
    auto commit = new_case(store, entry->id, store.spool().raw(entry->id));
    commit.signatures = {"the signature"};
    if (store.commit(commit) != CommitResult::kDone) {
      return 2;
    }
    store.spool().remove_file(entry->id);
  }
  return 0;
}

}  // namespace

TEST_CASE("a commit holds case, legs, message, letters, threads, signatures and audit") {
  StateFolder site;
  auto store = site.open();
  const auto id = claimed(site, store);
  const auto commit = new_case(store, id);
  REQUIRE(store.commit(commit) == CommitResult::kDone);
  const auto number = commit.opened->number;

  const auto read = store.cases().find(number);
  REQUIRE(read);
  CHECK(read->version == 1);
  CHECK(read->messages == 1);
  CHECK(read->requester_desk == "nfp-ro");
  REQUIRE(read->legs.size() == 2);
  CHECK(read->legs[1].country == "RS");
  CHECK(store.bodies().text({number, 1}).text == "text");
  CHECK(store.bodies().raw({number, 1}) == "raw mail");
  CHECK(store.messages().thread("m1@police.ro.example")->text() == number.text() + "/1");
  CHECK(store.letters().of(number).size() == 1);
  CHECK(store.signatures().seen(commit.signatures[0])->mail_id == commit.mail_id);
  CHECK(store.signatures().seen(commit.signatures[0])->number == number.text() + "/1");
  CHECK(store.summary(id) == commit.summary);
  CHECK(store.audit().rows(number.text()).size() == 1);
  CHECK(store.spool().idle());
}

TEST_CASE("an entry is finished once: a second commit for it changes nothing") {
  StateFolder site;
  auto store = site.open();
  const auto id = claimed(site, store);
  auto commit = new_case(store, id);
  REQUIRE(store.commit(commit) == CommitResult::kDone);
  const auto before = everything(store);
  CHECK(store.commit(commit) == CommitResult::kAlreadyDone);
  commit.outcome = Outcome::kHeld;
  CHECK(store.commit(commit) == CommitResult::kAlreadyDone);
  CHECK(everything(store) == before);
  CHECK(store.held().list().empty());
}

TEST_CASE("a commit for an entry that does not exist writes nothing") {
  StateFolder site;
  auto store = site.open();
  Commit commit;
  commit.spool = 77;
  commit.audit = {{"gateway", "held", "", ""}};
  CHECK(store.commit(commit) == CommitResult::kAlreadyDone);
  CHECK(everything(store) == 0);
}

TEST_CASE("a case that changed since it was read is not written over") {
  StateFolder site;
  auto store = site.open();
  const auto opened = new_case(store, claimed(site, store));
  REQUIRE(store.commit(opened) == CommitResult::kDone);
  const auto read = *store.cases().find(opened.opened->number);
  const auto first = next_message(read, claimed(site, store));
  const auto second_spool = claimed(site, store);
  auto second = next_message(read, second_spool);
  REQUIRE(store.commit(first) == CommitResult::kDone);
  const auto before = everything(store);
  CHECK(store.commit(second) == CommitResult::kCaseChanged);
  CHECK(everything(store) == before);

  // Looked at again, it goes through as the next message; its signature was not remembered.
  second = next_message(*store.cases().find(read.number), second_spool);
  CHECK(store.commit(second) == CommitResult::kDone);
  const auto now = store.cases().find(read.number);
  CHECK(now->version == 3);
  CHECK(now->messages == 3);
  CHECK(store.messages().of(read.number).size() == 3);
}

TEST_CASE("a case that does not exist counts as changed") {
  StateFolder site;
  auto store = site.open();
  const auto spool = claimed(site, store);
  Case ghost{store.reservations().reserve(spool, "SEL", at(0)).number};
  CHECK(store.commit(next_message(ghost, spool)) == CommitResult::kCaseChanged);
  CHECK(everything(store) == 0);
}

TEST_CASE("the same signature is accepted once, however it comes again") {
  StateFolder site;
  auto store = site.open();
  auto first = new_case(store, claimed(site, store));
  first.signatures = {"one", "two"};
  auto second = new_case(store, claimed(site, store));
  second.signatures = {"three", "two"};
  REQUIRE(store.commit(first) == CommitResult::kDone);
  const auto before = everything(store);
  CHECK(store.commit(second) == CommitResult::kSignatureSeen);
  CHECK(everything(store) == before);
  CHECK_FALSE(store.signatures().seen("three"));
  CHECK_FALSE(store.spool().idle());
  // A mail that bears one signature twice is no replay of itself.
  second.signatures = {"three", "three"};
  CHECK(store.commit(second) == CommitResult::kDone);
}

TEST_CASE("a signature is compared octet for octet") {
  StateFolder site;
  auto store = site.open();
  auto commit = new_case(store, claimed(site, store));
  commit.signatures = {std::string("AB\0C", 4)};
  REQUIRE(store.commit(commit) == CommitResult::kDone);
  CHECK(store.signatures().seen(std::string("AB\0C", 4)));
  CHECK_FALSE(store.signatures().seen("ab"));
  CHECK_FALSE(store.signatures().seen("AB"));
  CHECK_FALSE(store.signatures().seen(std::string("AB\0c", 4)));
}

TEST_CASE("a number and a letter seed are promised once for an entry") {
  StateFolder site;
  auto store = site.open();
  const auto one = site.accept("1");
  const auto two = site.accept("2");
  const auto first = store.reservations().reserve(one, "SEL", at(0));
  const auto second = store.reservations().reserve(two, "SEL", at(0));
  const auto again = site.open().reservations().reserve(one, "XYZ", at(100'000'000));
  CHECK(again.number == first.number);
  CHECK(again.letter_seed == first.letter_seed);
  CHECK(second.number != first.number);
  CHECK(second.letter_seed != first.letter_seed);
  CHECK(first.letter_seed.size() == 32);
}

TEST_CASE("serials begin anew with each year in UTC and never repeat within it") {
  StateFolder site;
  auto store = site.open();
  const Time last_second{std::chrono::sys_days{std::chrono::year{2027} / 1 / 1} -
                         std::chrono::seconds(1)};
  const auto reserve = [&](Time now) {
    return store.reservations().reserve(site.accept("m"), "SEL", now).number.text().substr(0, 15);
  };
  CHECK(reserve(last_second) == "SEL-2026-000001");
  CHECK(reserve(last_second) == "SEL-2026-000002");
  CHECK(reserve(last_second + std::chrono::seconds(1)) == "SEL-2027-000001");
  CHECK(reserve(last_second) == "SEL-2026-000003");
}

TEST_CASE("nothing is reserved for an entry that does not exist") {
  StateFolder site;
  auto store = site.open();
  CHECK_THROWS_AS(store.reservations().reserve(77, "SEL", at(0)), Fault);
  CHECK(count(store, "serials") == 0);
}

TEST_CASE("without an entry each promise is a new one") {
  StateFolder site;
  auto store = site.open();
  const auto one = store.reservations().reserve(0, "SEL", at(0));
  const auto two = store.reservations().reserve(0, "SEL", at(0));
  CHECK(one.number != two.number);
  CHECK(one.letter_seed != two.letter_seed);
}

TEST_CASE("contents are never sealed under a key that is not durable") {
  StateFolder site;
  const auto id = site.accept("m");
  CHECK(was_killed(stopped_at("reserve.after", [&] {
    auto store = site.open();
    store.reservations().reserve(id, "SEL", at(0));
    return 0;
  })));
  auto store = site.open();
  auto keys = Database::open_keys(site.state());
  const auto keys_of = [&] {
    auto statement = keys.prepare("SELECT count(*) FROM case_keys");
    statement.step();
    return statement.integer(0);
  };
  CHECK(keys_of() == 0);
  const auto commit = new_case(store, id);  // reserves again: same number, now with its key
  CHECK(commit.opened->number.text().substr(0, 15) == "SEL-2026-000001");
  CHECK(keys_of() == 1);
  keys.execute("DELETE FROM case_keys");
  CHECK_THROWS_AS(store.commit(commit), Fault);
  CHECK(everything(store) == 0);
}

TEST_CASE("a commit whose case and message do not belong together is a programmer's error") {
  StateFolder site;
  auto store = site.open();
  const auto good = new_case(store, claimed(site, store));
  auto commit = good;
  commit.message->row.number.message = 2;
  CHECK_THROWS_AS(store.commit(commit), std::logic_error);
  commit = good;
  commit.message->row.number.number = CaseNumber("SEL", 2020, 1);
  CHECK_THROWS_AS(store.commit(commit), std::logic_error);
  commit = good;
  commit.opened.reset();
  CHECK_THROWS_AS(store.commit(commit), std::logic_error);
  commit = good;
  commit.changed = commit.opened;
  CHECK_THROWS_AS(store.commit(commit), std::logic_error);
  CHECK(everything(store) == 0);
}

TEST_CASE("a part that cannot be written takes all the rest back with it") {
  StateFolder site;
  auto store = site.open();
  const auto first = new_case(store, claimed(site, store));
  REQUIRE(store.commit(first) == CommitResult::kDone);
  const auto before = everything(store);
  auto commit = new_case(store, claimed(site, store));
  commit.letters.push_back(first.letters[0]);  // an id that is taken
  CHECK_THROWS_AS(store.commit(commit), Fault);
  CHECK(everything(store) == before);
  CHECK_FALSE(store.cases().find(commit.opened->number));
  commit.letters.pop_back();
  CHECK(store.commit(commit) == CommitResult::kDone);
}

TEST_CASE("a disk that fills up within a commit leaves nothing of it, and it can be repeated") {
  StateFolder site;
  const auto status = in_child([&] {
    auto store = site.open();
    const auto id = site.accept("raw");
    store.spool().claim(id, at(1));
    auto commit = new_case(store, id);
    commit.message->contents.text = random_hex(1'500'000);  // packing leaves more than the limit
    ::signal(SIGXFSZ, SIG_IGN);
    rlimit limit{1'000'000, RLIM_INFINITY};
    ::setrlimit(RLIMIT_FSIZE, &limit);
    bool transient = false;
    try {
      static_cast<void>(store.commit(commit));  // it throws
    } catch (const Fault& fault) {
      transient = fault.transient();
    }
    const bool clean = everything(store) == 0 && !store.spool().idle();
    limit.rlim_cur = RLIM_INFINITY;
    ::setrlimit(RLIMIT_FSIZE, &limit);
    return transient && clean && store.commit(commit) == CommitResult::kDone ? 0 : 1;
  });
  CHECK(exit_code(status) == 0);
  auto store = site.open();
  CHECK_FALSE(store.audit().first_broken());
  CHECK(count(store, "messages") == 1);
}

TEST_CASE("stopped at any step, the work ends as if it had not been disturbed") {
  StateFolder undisturbed;
  undisturbed.accept("the mail");
  REQUIRE(exit_code(in_child([&] { return work_off(undisturbed); })) == 0);
  auto expected = undisturbed.open();
  const auto is_as_undisturbed = [&](const StateFolder& site) {
    auto store = site.open();
    for (const auto& table : kTables) {
      CHECK(count(store, table) == count(expected, table));
    }
    const auto number = CaseNumber("SEL", 2026, 1);
    REQUIRE(store.cases().find(number));
    CHECK(store.bodies().raw({number, 1}) == "the mail");
    CHECK(store.letters().of(number).size() == 1);
    CHECK(store.spool().idle());
    CHECK(site.spool_files() == 0);
    CHECK_FALSE(store.audit().first_broken());
  };

  // Of each step the first who passes it dies there.
  const TemporaryFolder deaths;
  for (const auto& step : steps()) {
    std::ofstream(deaths.path() / step).flush();
  }
  int stopped = 0;
  for (bool killed = true; killed;) {
    StateFolder site;
    site.accept("the mail");
    killed = was_killed(in_child([&] {
      ::setenv("POUCH_STOP_ONCE", deaths.path().c_str(), 1);
      return work_off(site);
    }));
    stopped += killed ? 1 : 0;
    INFO("death " << stopped);
    REQUIRE(exit_code(in_child([&] { return work_off(site); })) == 0);
    is_as_undisturbed(site);
  }
  // claim, reserve, case-key, commit, file, each before and after, and commit.begin: the others
  // belong to other work.
  CHECK(stopped == 11);
}

TEST_CASE("two workers on one case lose no message") {
  StateFolder site;
  const auto number = [&] {
    auto store = site.open();
    const auto commit = new_case(store, claimed(site, store));
    REQUIRE(store.commit(commit) == CommitResult::kDone);
    return commit.opened->number;
  }();
  constexpr int kMails = 20;
  for (int i = 0; i < kMails; ++i) {
    site.accept("reply");
  }
  std::vector<pid_t> children;
  for (int i = 0; i < 3; ++i) {
    const auto child = ::fork();
    if (child == 0) {
      int code = 1;
      try {
        auto store = site.open();
        while (const auto entry = store.spool().claim(at(5), 100)) {
          while (store.commit(next_message(*store.cases().find(number), entry->id)) ==
                 CommitResult::kCaseChanged) {
          }
        }
        code = 0;
      } catch (...) {
      }
      ::_exit(code);
    }
    children.push_back(child);
  }
  for (const auto child : children) {
    int status = 0;
    ::waitpid(child, &status, 0);
    CHECK(exit_code(status) == 0);
  }
  auto store = site.open();
  const auto messages = store.messages().of(number);
  REQUIRE(messages.size() == kMails + 1);
  for (int i = 0; i <= kMails; ++i) {
    CHECK(messages[static_cast<std::size_t>(i)].number.message == i + 1);
  }
  CHECK(store.cases().find(number)->messages == kMails + 1);
  CHECK_FALSE(store.audit().first_broken());
}
