// The end of a case: what goes with its key, what is forgotten of it elsewhere, and what stays.
#include "gateway/store/erasures.hpp"

#include "gateway/archive/archive.hpp"
#include "gateway/archive/indexer.hpp"
#include "gateway/decide/search_context.hpp"
#include "gateway/fault.hpp"
#include "gateway/store/bodies.hpp"
#include "gateway/store/links.hpp"
#include "gateway/store/messages.hpp"
#include "tests/unit/gateway/state_folder.hpp"

namespace pouch::gateway {
namespace {

const ErasureOrder kOrder{"operator:root", "order 12/2026"};

struct Archive {
  StateFolder folder;
  Store store = folder.open();
  Runtime runtime;
  Archive() { runtime.site.state = folder.state(); }

  CaseNumber commit(const std::string& text) {
    const auto raw = "raw " + std::to_string(store.messages().count());
    auto commit = new_case(store, folder.accept(raw), raw);
    commit.message->contents = {"subject", text, "", {}};
    REQUIRE(store.commit(commit) == CommitResult::kDone);
    index();
    return commit.opened->number;
  }
  void index() {
    Indexer indexer(runtime, store, folder.key());
    while (indexer.work() > 0) {
    }
  }
  std::size_t found(const std::string& words) {
    ArchiveRequest request;
    request.query = request.words = words;
    request.readers = {"member:ana.ionescu"};
    const auto answer = ask_archive(store, folder.state(), index_key(folder.key()), request);
    return answer.total + answer.unreadable;
  }
  void keep(const std::string& owner, const std::string& name, const std::string& query,
            const std::string& for_case = "") {
    ArchiveQuestion asked;
    asked.query = asked.words = query;
    asked.scope = "PERMITTED";
    asked.justification = "why";
    asked.for_case = for_case;
    KeptSearch search;
    search.name = name;
    search.question = search_context(asked);
    search.kept = at(5);
    REQUIRE(store.kept_searches().keep(owner, search, for_case));
  }
  std::vector<std::string> kept(const std::string& owner) {
    std::vector<std::string> names;
    for (const auto& search : store.kept_searches().of(owner)) {
      names.push_back(search.name);
    }
    return names;
  }
  // As they lie in the database.
  std::vector<std::string> sealed() {
    std::vector<std::string> all;
    auto row = store.database().prepare("SELECT question FROM kept_searches ORDER BY id");
    while (row.step()) {
      all.push_back(row.text(0));
    }
    return all;
  }
};

using Names = std::vector<std::string>;

}  // namespace

TEST_CASE("with a case go its contents, its place in the index, and searches that speak of it") {
  Archive archive;
  const auto gone = archive.commit("heroin in a lorry"), stays = archive.commit("heroin in a bus");
  std::string lower = gone.text();
  for (auto& c : lower) {
    c = static_cast<char>(std::tolower(c));
  }
  archive.keep("ana", "for it", "heroin", gone.text());
  archive.keep("ana", "names it", "case:" + gone.text());
  archive.keep("bob", "a message of it", "lorry OR \"" + lower + "/1\"");
  archive.keep("bob", "about " + gone.text(), "lorry");
  archive.keep("ana", "for another", "heroin", stays.text());
  archive.keep("ana", "names another", "case:" + stays.text());
  archive.keep("bob", "of none", "heroin");
  const auto sealed = archive.sealed();
  REQUIRE(sealed.size() == 7);
  REQUIRE(archive.found("heroin") == 2);
  archive.store.database().execute("PRAGMA wal_checkpoint(TRUNCATE)");
  for (const auto& one : sealed) {
    REQUIRE(archive.folder.everything().find(one) != std::string::npos);
  }

  const auto erased = archive.store.erasures().erase(gone, kOrder, at(20));
  archive.index();
  CHECK(erased.messages == 1);
  CHECK(erased.kept_searches == 4);
  CHECK_FALSE(erased.before);
  CHECK(archive.kept("ana") == Names{"for another", "names another"});
  CHECK(archive.kept("bob") == Names{"of none"});
  CHECK(archive.found("heroin") == 1);
  CHECK(archive.found("lorry") == 0);
  CHECK_THROWS_AS(archive.store.bodies().text({gone, 1}), Fault);
  CHECK(archive.store.bodies().text({stays, 1}).text == "heroin in a bus");
  const auto everything = archive.folder.everything();
  for (std::size_t i = 0; i < sealed.size(); ++i) {
    INFO(i);
    CHECK((everything.find(sealed[i]) == std::string::npos) == (i < 4));
  }
}

TEST_CASE("words of a search end with any case that it showed, rows and chain stay as they are") {
  Archive archive;
  const auto gone = archive.commit("heroin in a lorry"), stays = archive.commit("heroin in a bus");
  auto& audit = archive.store.audit();
  const auto both = audit.seal_words("Jovanovic", {stays, gone, stays});
  const auto other = audit.seal_words("Petrov", {stays}), none = audit.seal_words("Ilic");
  for (const auto& words : {both, other, none}) {
    audit.note({.actor = "ana", .act = "searched", .detail = "1 found; words " + words}, at(15));
    CHECK(words.find(gone.text()) == std::string::npos);
  }
  CHECK(audit.open_words("words " + both + ", " + other) == "words Jovanovic, Petrov");
  static_cast<void>(archive.store.erasures().erase(gone, kOrder, at(20)));
  CHECK(audit.open_words("words " + both) ==
        "words (they ended with the erasure of " + gone.text() + ")");
  CHECK(audit.open_words(other + " " + none) == "Petrov Ilic");
  CHECK_FALSE(audit.first_broken());
  CHECK(archive.store.audit().rows("").size() >= 4);
}

TEST_CASE("words of a search that showed a hundred cases stay short, and end with any of them") {
  Archive archive;
  std::vector<CaseNumber> shown;
  for (int i = 0; i < 100; ++i) {
    shown.push_back(archive.commit("heroin"));
  }
  auto& audit = archive.store.audit();
  const std::string name = "Jovanovic";
  const auto sealed = audit.seal_words(name, shown);
  // Two hexadecimal digits an octet: of each case no more than its number and a blank.
  CHECK(sealed.size() < 2 * (name.size() + 100 * (shown.front().text().size() + 1) + 100));
  CHECK(audit.open_words(sealed) == name);
  const auto middle = shown[50];
  static_cast<void>(archive.store.erasures().erase(middle, kOrder, at(20)));
  CHECK(audit.open_words(sealed) == "(they ended with the erasure of " + middle.text() + ")");
}

TEST_CASE("words that an older version sealed under one key within the other are opened still") {
  Archive archive;
  const auto first = archive.commit("heroin"), second = archive.commit("heroin in a bus");
  auto& store = archive.store;
  const auto purpose = "audit words of cases";
  auto file = Database::open_keys(archive.folder.state());
  CaseKeys keys(file, archive.folder.key());
  const auto inner = seal(keys.of(second), purpose, seal(keys.of(first), purpose, "Jovanovic"));
  const auto sealed = "sealed:" + hex(seal(key_of_no_case(archive.folder.key()), purpose,
                                           second.text() + " " + first.text() + "\n" + inner));
  CHECK(store.audit().open_words("words " + sealed) == "words Jovanovic");
  static_cast<void>(store.erasures().erase(first, kOrder, at(20)));
  CHECK(store.audit().open_words(sealed) ==
        "(they ended with the erasure of " + first.text() + ")");
}

TEST_CASE("the wrapped key of an erased case is nowhere below the state folder") {
  Archive archive;
  const auto gone = archive.commit("heroin");
  std::string wrapped;
  {
    auto keys = Database::open_keys(archive.folder.state());
    auto row = keys.prepare("SELECT wrapped FROM case_keys WHERE number = ?");
    row.bind(1, gone.text());
    REQUIRE(row.step());
    wrapped = row.text(0);
  }
  REQUIRE(archive.folder.everything().find(wrapped) != std::string::npos);
  static_cast<void>(archive.store.erasures().erase(gone, kOrder, at(20)));
  CHECK(archive.folder.everything().find(wrapped) == std::string::npos);
}

TEST_CASE("an erasure is told once in the audit log, and misses no key afterwards") {
  Archive archive;
  const auto gone = archive.commit("heroin");
  auto& erasures = archive.store.erasures();
  CHECK_FALSE(erasures.is_erased(gone));
  CHECK(erasures.waiting_letters(gone) == 1);
  static_cast<void>(erasures.erase(gone, kOrder, at(20)));
  CHECK(erasures.is_erased(gone));
  CHECK(erasures.erase(gone, kOrder, at(30)).before);
  std::size_t told = 0;
  for (const auto& row : archive.store.audit().rows(gone.text())) {
    if (row.act == "erased") {
      ++told;
      CHECK(row.detail.find("order 12/2026") != std::string::npos);
    }
  }
  CHECK(told == 1);
  CHECK_NOTHROW(archive.store.need_every_key());
}

TEST_CASE("a key that came back out of a backup is destroyed again, and no other") {
  Archive archive;
  const auto gone = archive.commit("heroin in a lorry"), stays = archive.commit("a bus");
  const auto keys = archive.folder.state() / "keys.db", copy = archive.folder.state() / "copy";
  Database::open_keys(archive.folder.state()).execute("PRAGMA wal_checkpoint(TRUNCATE)");
  std::filesystem::copy_file(keys, copy);
  static_cast<void>(archive.store.erasures().erase(gone, kOrder, at(20)));
  CHECK_THROWS_AS(archive.store.bodies().text({gone, 1}), Fault);
  {
    auto now = Database::open_keys(archive.folder.state());
    now.execute(("ATTACH '" + copy.string() + "' AS old").c_str());
    now.execute("INSERT OR IGNORE INTO case_keys SELECT * FROM old.case_keys");
  }
  const auto keys_left = [&] {
    auto now = Database::open_keys(archive.folder.state());
    auto count = now.prepare("SELECT count(*) FROM case_keys");
    count.step();
    return count.integer(0);
  };
  CHECK(keys_left() == 2);
  archive.store.erasures().destroy_left();
  CHECK(keys_left() == 1);
  CHECK_THROWS_AS(archive.store.bodies().text({gone, 1}), Fault);
  CHECK(archive.store.bodies().text({stays, 1}).text == "a bus");
}

TEST_CASE("an erasure that was killed before its key went is ended by whoever asks again") {
  StateFolder folder;
  std::optional<CaseNumber> gone;
  {
    auto store = folder.open();
    auto commit = new_case(store, folder.accept("raw"), "raw");
    REQUIRE(store.commit(commit) == CommitResult::kDone);
    gone = commit.opened->number;
  }
  for (const auto* step : {"erase.before", "erase.after", "erase-key.before", "erase-key.after"}) {
    INFO(step);
    CHECK(was_killed(stopped_at(step, [&] {
      auto store = folder.open();
      static_cast<void>(store.erasures().erase(*gone, kOrder, at(20)));
      return 0;
    })));
    auto store = folder.open();
    CHECK_NOTHROW(store.need_every_key());
    const bool recorded = std::string_view(step) != "erase.before";
    CHECK(store.erasures().is_erased(*gone) == recorded);
  }
  auto store = folder.open();
  CHECK(store.erasures().erase(*gone, kOrder, at(30)).before);
  CHECK_THROWS_AS(store.bodies().text({*gone, 1}), Fault);
}

}  // namespace pouch::gateway
