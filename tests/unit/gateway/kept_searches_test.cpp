// Searches that somebody keeps: sealed, found by name, and what is new since the last look.
#include "gateway/store/kept_searches.hpp"

#include "gateway/archive/indexer.hpp"
#include "gateway/archive/kept_news.hpp"
#include "gateway/decide/search_context.hpp"
#include "gateway/store/messages.hpp"
#include "tests/unit/gateway/state_folder.hpp"

namespace pouch::gateway {
namespace {

std::string question(const std::string& query, const std::string& scope = "PERMITTED") {
  ArchiveQuestion asked;
  asked.query = asked.words = query;
  asked.scope = scope;
  asked.justification = "case 4417/2026";
  return search_context(asked);
}

KeptSearch search(const std::string& name, const std::string& query = "heroin") {
  KeptSearch result;
  result.name = name;
  result.question = question(query);
  result.kept = at(5);
  return result;
}

struct Archive {
  StateFolder folder;
  Store store = folder.open();
  Runtime runtime;
  KeptSearches& searches = store.kept_searches();

  Archive() { runtime.site.state = folder.state(); }
  void commit(const std::string& text, std::vector<std::string> readers = {"principal:ana"}) {
    const auto raw = "raw " + std::to_string(store.messages().count());
    auto commit = new_case(store, folder.accept(raw), raw);
    commit.message->contents = {"subject", text, "", {}};
    commit.message->row.readers = std::move(readers);
    REQUIRE(store.commit(commit) == CommitResult::kDone);
  }
  void index() {
    Indexer indexer(runtime, store, folder.key());
    while (indexer.work() > 0) {
    }
  }
  KeptNews news(const std::string& name, const std::string& look,
                std::vector<std::string> readers = {"principal:ana"}) {
    KeptLook how;
    how.readers = std::move(readers);
    how.country = "RO";
    how.name = look;
    auto found =
        news_of(store, folder.state(), index_key(folder.key()), *searches.find("ana", name), how);
    REQUIRE(found);
    return std::move(*found);
  }
  std::size_t look(const std::string& name, const std::string& mark) {
    const auto seen = news(name, mark);
    searches.looked(seen.search, mark, seen.found.filed);
    return seen.found.total;
  }
};

}  // namespace

TEST_CASE("a search is kept under a name of its owner, and dropped by it") {
  Archive archive;
  auto& searches = archive.searches;
  CHECK(searches.keep("ana", search("Lorries"), ""));
  CHECK(searches.keep("ana", search("Вагони", "вагон"), ""));
  CHECK(searches.keep("nfp-bg", search("lorries", "truck"), ""));
  REQUIRE(searches.of("ana").size() == 2);
  CHECK(searches.of("ana")[0].name == "Lorries");
  CHECK(searches.find("ana", "LORRIES")->question == question("heroin"));
  CHECK(searches.find("nfp-bg", "lorries")->question == question("truck"));
  CHECK(searches.keep("ana", search("lorries", "cocaine"), ""));
  CHECK(searches.of("ana").size() == 2);
  CHECK(searches.find("ana", "Lorries")->question == question("cocaine"));
  CHECK(searches.drop("ana", "lorries"));
  CHECK_FALSE(searches.drop("ana", "lorries"));
  CHECK(searches.find("nfp-bg", "lorries"));
}

TEST_CASE("nobody keeps more searches than can be looked at") {
  Archive archive;
  for (std::size_t i = 0; i < kMostKeptSearches; ++i) {
    CHECK(archive.searches.keep("ana", search("search " + std::to_string(i)), ""));
  }
  CHECK_FALSE(archive.searches.keep("ana", search("one more"), ""));
  CHECK(archive.searches.keep("ana", search("search 7", "other words"), ""));
  CHECK(archive.searches.keep("nfp-bg", search("one more"), ""));
}

TEST_CASE("neither words nor name of a kept search stand readable in the state folder") {
  Archive archive;
  CHECK(archive.searches.keep("ana", search("Xqzname", "xqzcanary OR person:xqzperson"), ""));
  const auto octets = archive.folder.everything();
  for (const std::string word : {"xqzcanary", "Xqzname", "xqzperson", "4417/2026"}) {
    CHECK(octets.find(word) == std::string::npos);
  }
}

TEST_CASE("what came since the last look is new, once, and a look repeated sees the same") {
  Archive archive;
  archive.commit("heroin of before");
  archive.index();
  auto kept = search("lorries");
  kept.seen = indexed_now(archive.folder.state());
  CHECK(archive.searches.keep("ana", kept, ""));
  CHECK(archive.look("lorries", "first") == 0);
  archive.commit("heroin, and more");
  archive.commit("cocaine");
  archive.commit("heroin of others", {"principal:dimitar"});
  archive.index();
  CHECK(archive.look("lorries", "second") == 1);
  CHECK(archive.look("lorries", "second") == 1);  // after a crash
  CHECK(archive.look("lorries", "third") == 0);
  CHECK(archive.look("lorries", "") == 0);
}

TEST_CASE("what the index did not have at a look is new at the next") {
  Archive archive;
  archive.commit("cocaine");
  archive.index();
  CHECK(archive.searches.keep("ana", search("lorries"), ""));
  archive.commit("heroin");
  CHECK(archive.look("lorries", "first") == 0);
  archive.index();
  CHECK(archive.look("lorries", "second") == 1);
}

TEST_CASE("a kept search finds with the rights of the day and within its scope") {
  Archive archive;
  archive.commit("heroin", {"state:RO:police"});
  archive.index();
  CHECK(archive.searches.keep("ana", search("lorries"), ""));
  CHECK(archive.news("lorries", "x", {"principal:ana", "state:RO:police"}).found.total == 1);
  CHECK(archive.news("lorries", "x", {"principal:ana"}).found.total == 0);
  auto own = search("lorries");
  own.question = question("heroin", "MY_CASES");
  CHECK(archive.searches.keep("ana", own, ""));
  CHECK(archive.news("lorries", "x", {"principal:ana", "state:RO:police"}).found.total == 0);
}

}  // namespace pouch::gateway
