// Counters of what happened, kept by the schema's triggers.
#include "gateway/store/tallies.hpp"
#include "gateway/store/letters.hpp"

#include "state_folder.hpp"
#include "tests/unit/gateway/older_store.hpp"

using namespace pouch::gateway;

namespace {

using Tallies = std::map<std::string, std::uint64_t>;

Tallies tallies(const StateFolder& site) {
  auto database = Database::look_at_store(site.state());
  return read_tallies(database);
}

std::int64_t end_as(const StateFolder& site, Store& store, Outcome outcome) {
  Commit commit;
  commit.spool = site.accept("raw");
  commit.outcome = outcome;
  commit.reason = "malformed";
  commit.summary = "{}";
  REQUIRE(store.commit(commit) == CommitResult::kDone);
  return commit.spool;
}

void live(const StateFolder& site, Store& store) {
  const auto commit = new_case(store, site.accept("raw"));
  REQUIRE(store.commit(commit) == CommitResult::kDone);
  CHECK(store.commit(commit) == CommitResult::kAlreadyDone);
  end_as(site, store, Outcome::kRefused);
  end_as(site, store, Outcome::kDuplicate);
  end_as(site, store, Outcome::kHeld);
  const auto& letter = commit.letters[0];
  const auto hand_over = [&](const char* state, std::optional<Time> next) {
    store.letters().record_handover(letter.id, letter.recipients[0], state, "", at(9), next);
  };
  hand_over("queued", at(10));
  hand_over("queued", at(20));
  hand_over("failed", std::nullopt);
  hand_over("failed", std::nullopt);  // told twice: counted once
  REQUIRE(store.letters().retry(letter.id, at(30)));
  hand_over("delivered", std::nullopt);
}

}  // namespace

TEST_CASE("tallies: everything that happens is counted once") {
  StateFolder site;
  auto store = site.open();
  for (const auto& [name, count] : tallies(site)) {
    INFO(name);
    CHECK(count == 0);
  }
  live(site, store);
  CHECK(tallies(site) == Tallies{{"mail-taken", 4},
                                 {"mail-accepted", 1},
                                 {"mail-refused", 1},
                                 {"mail-held", 1},
                                 {"mail-duplicate", 1},
                                 {"letter-delivered", 1},
                                 {"letter-failed", 1},
                                 {"letter-deferred", 2},
                                 {"report", 0}});
}

TEST_CASE("tallies: a store of before begins with what stands in it") {
  StateFolder site;
  auto store = site.open();
  live(site, store);
  {
    auto database = Database::open_store(site.state());
    database.execute(pouch::test::without_retention().c_str());
    database.execute(pouch::test::without_clocks().c_str());
    database.execute(  // what the steps after it had made
        "DROP INDEX letters_file; ALTER TABLE letters DROP COLUMN file;"
        "DROP TABLE cross_check; DROP TABLE links; DROP TABLE link_notices; DROP TABLE "
        "kept_searches; DROP TABLE unmoved; DROP TABLE message_parts; DROP TABLE "
        "message_texts;"
        "DROP TABLE site; DROP TABLE epochs; DROP TABLE erasures; DROP TABLE letter_words; DROP "
        "INDEX letters_message_id; DROP TABLE marks;"
        " DROP TABLE refiles; DROP INDEX messages_without_audience;"
        " ALTER TABLE messages DROP COLUMN has_audience");
    database.execute(
        "DROP TRIGGER tally_mail; DROP TRIGGER tally_letter; DROP TRIGGER tally_deferred;"
        " DROP TRIGGER tally_report; DROP TABLE tallies; PRAGMA user_version=5");
  }
  { auto raised = Database::open_store(site.state()); }
  const auto seen = tallies(site);
  CHECK(seen.at("mail-accepted") == 1);
  CHECK(seen.at("mail-held") == 1);
  CHECK(seen.at("letter-delivered") == 1);
  CHECK(seen.at("letter-failed") == 0);  // it was delivered after all
}

TEST_CASE("tallies: what is not committed is not counted") {
  StateFolder site;
  auto store = site.open();
  const auto id = site.accept("raw");
  const auto status = stopped_at("commit.before", [&] {
    auto inner = site.open();
    return inner.commit(new_case(inner, id)) == CommitResult::kDone ? 0 : 1;
  });
  CHECK(was_killed(status));
  CHECK(tallies(site).at("mail-accepted") == 0);
  REQUIRE(store.commit(new_case(store, id)) == CommitResult::kDone);
  CHECK(tallies(site).at("mail-accepted") == 1);
}
