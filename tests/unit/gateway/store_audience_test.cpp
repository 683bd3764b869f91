// Whom a message reached, kept with it; messages of versions that knew no audience; what the index
// must file again.
#include "gateway/store/cases.hpp"
#include "gateway/store/index_log.hpp"
#include "gateway/store/messages.hpp"
#include "state_folder.hpp"
#include "tests/unit/gateway/older_store.hpp"

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
  return store.index_log().committed_after(0, 1000).back();
}

// As the version before audiences left it.
void make_old(const StateFolder& site) {
  auto database = Database::open_store(site.state());
  database.execute(pouch::test::without_retention().c_str());
  database.execute(pouch::test::without_clocks().c_str());
  database.execute(
      "DROP INDEX messages_without_audience; ALTER TABLE messages DROP COLUMN has_audience;"
      "DROP TABLE letter_words; DROP TABLE marks; DROP TABLE refiles;"
      "DROP TABLE cross_check; DROP TABLE links; DROP TABLE link_notices; DROP TABLE "
      "kept_searches; DROP TABLE unmoved; DROP TABLE message_parts; DROP TABLE "
      "message_texts;"
      "DROP TABLE site; DROP TABLE epochs; DROP TABLE erasures;"
      "DROP INDEX letters_file; ALTER TABLE letters DROP COLUMN file;"
      "DROP INDEX letters_message_id; PRAGMA user_version=6");
}

std::vector<std::int64_t> waiting(Store& store) {
  std::vector<std::int64_t> ids;
  for (const auto& message : store.messages().without_audience(100)) {
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
  CHECK(store.messages().find(id)->audience == audience());
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
  CHECK(store.messages().without_audience(1).size() == 1);
  store.messages().give_audience(first, audience(), kReaders);
  CHECK(waiting(store) == std::vector{second});
  const auto read = store.messages().find(first);
  CHECK(read->audience == audience());
  CHECK(read->readers == kReaders);
  CHECK(read->form == "request");
  CHECK(read->body_sha256 == sha256_hex("body"));
  CHECK(site.open().messages().find(third)->readers == message_row(read->number.number, 1).readers);
  CHECK_THROWS_AS(store.messages().give_audience(third + 1, audience(), kReaders), Fault);
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
      for (const auto& message : store.messages().without_audience(100)) {
        store.messages().give_audience(message.id, audience(), kReaders);
      }
      return 0;
    };
    CHECK(was_killed(stopped_at(step, give_all)));
    REQUIRE(exit_code(in_child(give_all)) == 0);
    auto store = site.open();
    CHECK(waiting(store).empty());
    for (const auto id : {first, second}) {
      CHECK(store.messages().find(id)->audience == audience());
      CHECK(store.messages().find(id)->readers == kReaders);
    }
    CHECK(store.index_log().refiles(100).size() == 2);
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
  store.messages().give_audience(waiting(store)[0], audience(), kReaders);
  CHECK(waiting(store).empty());
  CHECK(store.messages().of(store.messages().find(1)->number.number)[0].audience == Audience{});
}

TEST_CASE("the index hears of messages whose readers have changed, until it has filed them") {
  StateFolder site;
  auto store = site.open();
  const auto one = add(site, store), two = add(site, store);
  CHECK(store.index_log().refiles(10).empty());
  CHECK(store.index_log().last_refile() == 0);
  store.messages().give_audience(one, audience(),
                                 store.messages().find(one)->readers);  // the same readers
  CHECK(store.index_log().refiles(10).empty());
  store.messages().give_audience(one, audience(), kReaders);
  store.messages().give_audience(two, audience(), kReaders);
  const auto refiles = store.index_log().refiles(10);
  REQUIRE(refiles.size() == 2);
  CHECK(refiles[0].message == one);
  CHECK(store.index_log().refiles(1).size() == 1);
  store.index_log().filed({refiles[0]});
  CHECK(store.index_log().refiles(10).size() == 1);
  store.index_log().filed(refiles);
  CHECK(site.open().index_log().refiles(10).empty());
  // Another index took the place of the one that had filed the second.
  store.index_log().refile_after(refiles[0].id);
  REQUIRE(store.index_log().refiles(10).size() == 1);
  CHECK(store.index_log().refiles(10)[0].message == two);
}

TEST_CASE(
    "an earlier message reaches more in the commit that sends what had waited, or not at all") {
  StateFolder site;
  auto store = site.open();
  const auto id = add(site, store);
  const auto number = store.messages().find(id)->number.number;
  auto commit = Commit{};
  commit.changed = store.cases().find(number);
  commit.wider = WiderAudience{id, audience(), kReaders};
  auto stale = commit;
  stale.changed->version += 1;
  CHECK(store.commit(stale) == CommitResult::kCaseChanged);
  CHECK(store.messages().find(id)->audience == Audience{});
  REQUIRE(store.commit(commit) == CommitResult::kDone);
  CHECK(store.messages().find(id)->audience == audience());
  CHECK(store.messages().find(id)->readers == kReaders);
  CHECK(store.index_log().refiles(10).size() == 1);
}
