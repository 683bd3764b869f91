// Large letters lie in files: there before the commit that names them, and no longer than somebody
// can ask for them.
#include <sys/stat.h>

#include "gateway/store/letter_files.hpp"
#include "gateway/store/letters.hpp"
#include "gateway/store/steps.hpp"
#include "state_folder.hpp"

using namespace pouch::gateway;

namespace {

const std::string kWire(300'000, 'w');

Commit large(const StateFolder& site, Store& store) {
  auto commit = new_case(store, site.accept("raw"));
  put_into_file(site, commit.letters[0], kWire.substr(0, 100'000));
  commit.letters[0].file->write(std::string_view(kWire).substr(100'000));
  return commit;
}

// Committed; the letter's id.
std::string send(const StateFolder& site, Store& store) {
  auto commit = large(site, store);
  REQUIRE(store.commit(commit) == CommitResult::kDone);
  return commit.letters[0].id;
}

}  // namespace

TEST_CASE("a large letter lies in a private file that its row names, and comes back in pieces") {
  StateFolder site;
  auto store = site.open();
  const auto id = send(site, store);
  const auto files = site.letter_files();
  REQUIRE(files.size() == 1);
  CHECK(letter_files(store.database()) == files);
  struct stat facts {};
  REQUIRE(stat((site.state() / "letters" / files[0]).c_str(), &facts) == 0);
  CHECK((facts.st_mode & 0777) == 0600);
  REQUIRE(stat((site.state() / "letters").c_str(), &facts) == 0);
  CHECK((facts.st_mode & 0777) == 0700);
  CHECK(octets_of(store.letter_files().wire(id)) == kWire);
  CHECK(octets_of(store.letter_files().wire(id)) == kWire);  // as often as it is asked for
  std::size_t largest = 0;
  store.letter_files().wire(id).give(
      [&](std::string_view piece) { largest = std::max(largest, piece.size()); });
  CHECK(largest <= 64u << 10);
  store.letter_files().sweep();
  CHECK(site.letter_files() == files);
}

TEST_CASE("the file of a letter that is not committed goes, and takes no other with it") {
  StateFolder site;
  auto store = site.open();
  { auto never = large(site, store); }
  CHECK(site.letter_files().empty());
  auto commit = large(site, store);
  REQUIRE(store.commit(commit) == CommitResult::kDone);
  {
    // Another worker had the same mail, and comes second.
    auto again = commit;
    put_into_file(site, again.letters[0], kWire);
    CHECK(store.commit(again) == CommitResult::kAlreadyDone);
  }
  CHECK(site.letter_files().size() == 1);
  CHECK(octets_of(store.letter_files().wire(commit.letters[0].id)) == kWire);
}

TEST_CASE("a kill at any step leaves the letter with its file, or neither after a sweep") {
  for (const auto* step : {"letter.written", "letter.synced", "letter.renamed", "commit.begin",
                           "commit.before", "commit.after"}) {
    INFO(step);
    StateFolder site;
    { auto made = site.open(); }
    CHECK(was_killed(stopped_at(step, [&] {
      auto store = site.open();
      send(site, store);
      return 0;
    })));
    auto store = site.open();
    CHECK(site.letter_files().size() == 1);
    store.letter_files().sweep();
    const bool committed = std::string_view(step) == "commit.after";
    CHECK(site.letter_files().size() == (committed ? 1 : 0));
    CHECK(store.letters().queue(true).size() == (committed ? 1 : 0));
  }
}

TEST_CASE("a sweep leaves a letter alone that is being written, by another process too") {
  StateFolder site;
  auto store = site.open();
  {
    LetterFile writing(site.state());
    writing.write("x");
    store.letter_files().sweep();
    CHECK(site.letter_files().size() == 1);
  }
  std::ofstream(site.state() / "letters" / "stray") << "x";
  store.letter_files().sweep();
  CHECK(site.letter_files().empty());
}

TEST_CASE("a letter's file stays while it can be asked for, and goes then") {
  StateFolder site;
  auto store = site.open();
  const auto id = send(site, store);
  const std::string ana = "ana.ionescu@police.ro.example";
  CHECK(store.letter_files().forget(at(1'000'000)) == 0);  // queued
  CHECK_FALSE(store.letter_files().next_forgetting(std::chrono::seconds(10)));
  store.letters().record_handover(id, ana, "failed", "no", at(10), std::nullopt);
  CHECK(store.letter_files().forget(at(1'000'000)) == 0);  // the operator may try it again
  REQUIRE(store.letters().retry(id, at(20)));
  store.letters().record_handover(id, ana, "delivered", "ok", at(30), std::nullopt);
  CHECK(store.letter_files().next_forgetting(std::chrono::seconds(10)) == at(40));
  CHECK(store.letter_files().forget(at(29)) == 0);
  CHECK(site.letter_files().size() == 1);
  CHECK(store.letter_files().forget(at(30)) == 1);
  CHECK(site.letter_files().empty());
  CHECK(store.letter_files().forget(at(30)) == 0);
  CHECK_FALSE(store.letter_files().next_forgetting(std::chrono::seconds(10)));
  CHECK_THROWS_WITH(store.letter_files().wire(id), Catch::Matchers::Contains("not kept any more"));
  CHECK(letter_files(store.database()).empty());
}

TEST_CASE("a letter's file goes at once when the operator drops the letter") {
  StateFolder site;
  auto store = site.open();
  const auto id = send(site, store);
  REQUIRE(store.letters().drop(id, "operator", at(10)));
  CHECK(store.letter_files().forget(at(0)) == 1);
  CHECK(site.letter_files().empty());
}

TEST_CASE("a kill while a file goes leaves no letter that names it") {
  for (const auto* step : {"forget-letters.before", "forget-letters.after", "letter-file.before",
                           "letter-file.after"}) {
    INFO(step);
    StateFolder site;
    {
      auto store = site.open();
      REQUIRE(store.letters().drop(send(site, store), "operator", at(10)));
    }
    CHECK(was_killed(stopped_at(step, [&] {
      auto store = site.open();
      return store.letter_files().forget(at(20));
    })));
    auto store = site.open();
    store.letter_files().forget(at(20));
    store.letter_files().sweep();
    CHECK(site.letter_files().empty());
  }
}

TEST_CASE("a letter whose file is missing says so, and one that shrinks while it is read") {
  StateFolder site;
  auto store = site.open();
  const auto id = send(site, store);
  CHECK(store.letter_files().missing().empty());
  const auto file = site.state() / "letters" / site.letter_files().front();
  const auto wire = store.letter_files().wire(id);
  std::filesystem::resize_file(file, 70'000);
  CHECK_THROWS_AS(wire.give([](std::string_view) {}), pouch::mail::Unreadable);
  std::filesystem::remove(file);
  CHECK_THROWS_AS(wire.give([](std::string_view) {}), pouch::mail::Unreadable);
  CHECK_THROWS_WITH(store.letter_files().wire(id), Catch::Matchers::Contains("is missing"));
  CHECK(store.letter_files().missing() == std::vector<std::string>{id});
  REQUIRE(store.letters().drop(id, "operator", at(10)));
  CHECK(store.letter_files().missing().empty());
}

TEST_CASE("a site of before letters had files gets their folder when it needs it") {
  StateFolder site;
  std::filesystem::remove_all(site.state() / "letters");
  auto store = site.open();
  store.letter_files().sweep();
  CHECK(octets_of(store.letter_files().wire(send(site, store))) == kWire);
}
