// Store and keys.db of different days, sites and crashes.
#include "gateway/store/site_keys.hpp"

#include "state_folder.hpp"

using namespace pouch::gateway;

namespace {

CaseNumber commit_case(const StateFolder& site, Store& store) {
  const auto commit = new_case(store, site.accept("raw"));
  REQUIRE(store.commit(commit) == CommitResult::kDone);
  return commit.opened->number;
}

std::vector<std::string> missing(const StateFolder& site) {
  auto store = Database::open_store(site.state());
  auto keys = Database::open_keys(site.state());
  CHECK(cases_without_key(store, keys, true) == cases_without_key(store, keys, false));
  return cases_without_key(store, keys, true);
}

void destroy_key(const StateFolder& site, const CaseNumber& number) {
  Database::open_keys(site.state())
      .prepare("DELETE FROM case_keys WHERE number = ?")
      .bind(1, number.text())
      .run();
}

bool is_refused(const StateFolder& site) {
  try {
    site.open();
    return false;
  } catch (const Fault& fault) {
    CHECK_FALSE(fault.transient());
    CHECK(std::string(fault.what()).find("keys.db") != std::string::npos);
    CHECK_FALSE(fault.hint().empty());
    return true;
  }
}

}  // namespace

TEST_CASE("a key whose case was never committed is a crash, not a loss") {
  const StateFolder site;
  for (const auto* step : {"case-key.before", "case-key.after", "commit.begin", "commit.before"}) {
    CHECK(was_killed(stopped_at(step, [&] {
      auto store = site.open();
      return store.commit(new_case(store, site.accept("raw"))) == CommitResult::kDone ? 0 : 1;
    })));
    CHECK_FALSE(is_refused(site));
    CHECK(missing(site).empty());
  }
}

TEST_CASE("a case without a key is named, unless its erasure is recorded") {
  const StateFolder site;
  auto store = site.open();
  const auto one = commit_case(site, store), two = commit_case(site, store);
  CHECK(missing(site).empty());
  destroy_key(site, two);
  CHECK(missing(site) == std::vector<std::string>{two.text()});
  CHECK_THROWS_WITH(store.need_every_key(), Catch::Matchers::Contains(two.text()));
  store.database()
      .prepare("INSERT INTO erasures (number, at, why) VALUES (?, 0, 'erased')")
      .bind(1, two.text())
      .run();
  CHECK(missing(site).empty());
  CHECK_NOTHROW(store.need_every_key());
  destroy_key(site, one);
  CHECK(missing(site) == std::vector<std::string>{one.text()});
}

TEST_CASE("a keys.db of an earlier day is older than its store, one of a later day is not") {
  const StateFolder site;
  const auto keys = site.state() / "keys.db";
  {
    auto store = site.open();
    commit_case(site, store);
  }
  std::filesystem::copy_file(keys, site.state() / "earlier");
  std::filesystem::copy_file(site.state() / "pouch.db", site.state() / "store");
  {
    auto store = site.open();
    commit_case(site, store);
  }
  std::filesystem::rename(keys, site.state() / "later");
  std::filesystem::copy_file(site.state() / "earlier", keys);
  CHECK(is_refused(site));
  std::filesystem::remove(keys);
  std::filesystem::rename(site.state() / "later", keys);
  CHECK_FALSE(is_refused(site));
  std::filesystem::rename(site.state() / "store", site.state() / "pouch.db");
  CHECK_FALSE(is_refused(site));
}

TEST_CASE("a keys.db of another site is refused, though it may be as large") {
  const StateFolder site, other;
  std::filesystem::copy_file(other.state() / "keys.db", site.state() / "keys.db",
                             std::filesystem::copy_options::overwrite_existing);
  CHECK(is_refused(site));
}

TEST_CASE("a key that was altered in keys.db is found") {
  const StateFolder site;
  auto store = site.open();
  const auto number = commit_case(site, store);
  auto keys = Database::open_keys(site.state());
  CHECK(damaged_keys(keys, site.key()).empty());
  keys.execute("UPDATE case_keys SET wrapped = zeroblob(length(wrapped))");
  CHECK(damaged_keys(keys, site.key()) == std::vector<std::string>{number.text()});
}

TEST_CASE("a site without an identity gets one, and not while keys are missing") {
  const StateFolder site;
  const auto forget = [&] { Database::open_store(site.state()).execute("DELETE FROM site"); };
  std::optional<CaseNumber> number;
  {
    auto store = site.open();
    number = commit_case(site, store);
  }
  forget();
  CHECK(was_killed(stopped_at("introduce.before", [&] {
    site.open();
    return 0;
  })));
  CHECK_FALSE(is_refused(site));
  forget();
  destroy_key(site, *number);
  CHECK(is_refused(site));
}
