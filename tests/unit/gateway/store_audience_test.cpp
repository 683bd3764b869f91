// Whom a message reached, kept with it; messages of versions that knew no audience; what the index
// must file again.
#include "state_folder.hpp"

using namespace pouch::gateway;

namespace {

Audience audience() {
  Audience result;
  result.ground = Ground::kOneCountry;
  result.of = "Bulgaria";
  result.group = "seepag";
  result.to = {{"nfp-bg", "Focal point of Bulgaria", "BG", Role::kAskedDesk},
               {"lo-bg", "Liaison desk of Bulgaria", "BG", Role::kLiaison}};
  result.narrowed = {{"nfp-rs", "Focal point of Serbia", "H2"}};
  return result;
}

std::int64_t add(const StateFolder& site, Store& store, const Audience& of = {}) {
  auto commit = new_case(store, site.accept("raw"));
  commit.message->row.audience = of;
  REQUIRE(store.commit(commit) == CommitResult::kDone);
  return store.committed_after(0, 1000).back();
}

// As the version before audiences left it.
void make_old(const StateFolder& site) {
  auto database = Database::open_store(site.state());
  database.execute(
      "DROP INDEX messages_without_audience; ALTER TABLE messages DROP COLUMN has_audience;"
      "DROP TABLE letter_words; DROP TABLE marks; DROP TABLE refiles;"
      "DROP TABLE kept_searches; DROP TABLE unmoved; DROP TABLE message_parts; DROP TABLE message_texts;"
      "DROP TABLE site; DROP TABLE epochs; DROP TABLE erasures;"
      "DROP INDEX letters_file; ALTER TABLE letters DROP COLUMN file;"
      "DROP INDEX letters_message_id; PRAGMA user_version=6");
}

std::vector<std::int64_t> waiting(Store& store) {
  std::vector<std::int64_t> ids;
  for (const auto& message : store.without_audience(100)) {
    ids.push_back(message.id);
  }
  return ids;
}

const std::vector<std::string> kReaders{"desk:nfp-bg", "principal:ana.ionescu"};

}  // namespace

TEST_CASE("a message comes back with its audience") {
  StateFolder site;
  auto store = site.open();
  const auto id = add(site, store, audience());
  CHECK(store.message(id)->audience == audience());
  CHECK(waiting(store).empty());
  store.database().execute("PRAGMA wal_checkpoint(TRUNCATE)");
  CHECK(site.everything().find("Focal point of Bulgaria") == std::string::npos);
}

TEST_CASE("messages of an older version wait for their audience, and get it once") {
  StateFolder site;
  std::int64_t first = 0, second = 0;
  {
    auto store = site.open();
    first = add(site, store);
    second = add(site, store);
  }
  make_old(site);
  auto store = site.open();
  const auto third = add(site, store, audience());
  CHECK(waiting(store) == std::vector{first, second});
  CHECK(store.without_audience(1).size() == 1);
  store.give_audience(first, audience(), kReaders);
  CHECK(waiting(store) == std::vector{second});
  const auto read = store.message(first);
  CHECK(read->audience == audience());
  CHECK(read->readers == kReaders);
  CHECK(read->form == "request");
  CHECK(read->body_sha256 == sha256_hex("body"));
  CHECK(site.open().message(third)->readers == message_row(read->number, 1).readers);
  CHECK_THROWS_AS(store.give_audience(third + 1, audience(), kReaders), Fault);
}

TEST_CASE("killed while audiences are given, it goes on where it was") {
  for (const auto* step : {"schema.before", "schema.after", "audience.before", "audience.after"}) {
    INFO(step);
    StateFolder site;
    std::int64_t first = 0, second = 0;
    {
      auto store = site.open();
      first = add(site, store);
      second = add(site, store);
    }
    make_old(site);
    const auto give_all = [&] {
      auto store = site.open();
      for (const auto& message : store.without_audience(100)) {
        store.give_audience(message.id, audience(), kReaders);
      }
      return 0;
    };
    CHECK(was_killed(stopped_at(step, give_all)));
    REQUIRE(exit_code(in_child(give_all)) == 0);
    auto store = site.open();
    CHECK(waiting(store).empty());
    for (const auto id : {first, second}) {
      CHECK(store.message(id)->audience == audience());
      CHECK(store.message(id)->readers == kReaders);
    }
    CHECK(store.refiles(100).size() == 2);
  }
}

TEST_CASE("a message of an erased case is done with, though nothing can be sealed for it") {
  StateFolder site;
  {
    auto store = site.open();
    add(site, store);
  }
  make_old(site);
  { site.open(); }
  Database::open_keys(site.state()).execute("DELETE FROM case_keys");
  auto store = site.open();
  REQUIRE(waiting(store).size() == 1);
  store.give_audience(waiting(store)[0], audience(), kReaders);
  CHECK(waiting(store).empty());
  CHECK(store.messages(store.message(1)->number)[0].audience == Audience{});
}

TEST_CASE("the index hears of messages whose readers have changed, until it has filed them") {
  StateFolder site;
  auto store = site.open();
  const auto one = add(site, store), two = add(site, store);
  CHECK(store.refiles(10).empty());
  CHECK(store.last_refile() == 0);
  store.give_audience(one, audience(), store.message(one)->readers);  // the same readers
  CHECK(store.refiles(10).empty());
  store.give_audience(one, audience(), kReaders);
  store.give_audience(two, audience(), kReaders);
  const auto refiles = store.refiles(10);
  REQUIRE(refiles.size() == 2);
  CHECK(refiles[0].message == one);
  CHECK(store.refiles(1).size() == 1);
  store.filed({refiles[0]});
  CHECK(store.refiles(10).size() == 1);
  store.filed(refiles);
  CHECK(site.open().refiles(10).empty());
  // Another index took the place of the one that had filed the second.
  store.refile_after(refiles[0].id);
  REQUIRE(store.refiles(10).size() == 1);
  CHECK(store.refiles(10)[0].message == two);
}

TEST_CASE(
    "an earlier message reaches more in the commit that sends what had waited, or not at all") {
  StateFolder site;
  auto store = site.open();
  const auto id = add(site, store);
  const auto number = store.message(id)->number;
  auto commit = Commit{};
  commit.changed = store.find_case(number);
  commit.wider = WiderAudience{id, audience(), kReaders};
  auto stale = commit;
  stale.changed->version += 1;
  CHECK(store.commit(stale) == CommitResult::kCaseChanged);
  CHECK(store.message(id)->audience == Audience{});
  REQUIRE(store.commit(commit) == CommitResult::kDone);
  CHECK(store.message(id)->audience == audience());
  CHECK(store.message(id)->readers == kReaders);
  CHECK(store.refiles(10).size() == 1);
}
