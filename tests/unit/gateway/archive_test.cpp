// A search over a store in which something is wrong: the rest is found, and what could not be read
// is counted; an index that is gone is an error, never "nothing found".
#include "gateway/archive/archive.hpp"

#include "gateway/archive/index_folder.hpp"
#include "gateway/archive/indexer.hpp"
#include "gateway/fault.hpp"
#include "search/index.hpp"
#include "tests/unit/gateway/state_folder.hpp"

namespace pouch::gateway {
namespace {

namespace fs = std::filesystem;

struct Archive {
  StateFolder folder;
  Store store = folder.open();
  Runtime runtime;
  std::vector<CaseNumber> cases;

  explicit Archive(int count = 3) {
    runtime.site.state = folder.state();
    for (int i = 0; i < count; ++i) {
      auto commit =
          new_case(store, folder.accept("raw " + std::to_string(i)), "raw " + std::to_string(i));
      commit.message->contents = {"subject", "heroin in a lorry", "", {}};
      cases.push_back(commit.opened->number);
      REQUIRE(store.commit(commit) == CommitResult::kDone);
    }
  }
  void index() {
    Indexer indexer(runtime, store, folder.key());
    while (indexer.work() > 0) {
    }
  }
  ArchiveAnswer ask(const std::string& words = "heroin") {
    ArchiveRequest request;
    request.query = request.words = words;
    request.readers = {"member:ana.ionescu"};
    return ask_archive(store, folder.state(), index_key(folder.key()), request);
  }
  void lose_key(const CaseNumber& number) {
    auto keys = Database::open_keys(folder.state());
    keys.prepare("DELETE FROM case_keys WHERE number = ?").bind(1, number.text()).run();
  }
  void damage_facts(const CaseNumber& number) {
    store.database()
        .prepare("UPDATE messages SET facts = x'00' WHERE number = ?")
        .bind(1, number.text())
        .run();
  }
};

}  // namespace

TEST_CASE("a case without key stops no search: the rest is found, and it is counted") {
  Archive archive;
  archive.index();
  REQUIRE(archive.ask().hits.size() == 3);
  archive.lose_key(archive.cases[1]);
  const auto answer = archive.ask();
  CHECK(answer.hits.size() == 2);
  CHECK(answer.unreadable == 1);
  CHECK(answer.unfiled == 0);
  const auto fetched =
      fetch_messages(archive.store, {{1, {archive.cases[0], 1}}, {2, {archive.cases[1], 1}}},
                     {"member:ana.ionescu"});
  CHECK(fetched.hits.size() == 1);
  CHECK(fetched.unreadable == 1);
}

TEST_CASE("a stored form that is none keeps no other message out of the index") {
  Archive archive(2);
  auto commit = new_case(archive.store, archive.folder.accept("odd"), "odd");
  commit.message->contents = {"subject", "heroin in a lorry", "{}", {}};
  REQUIRE(archive.store.commit(commit) == CommitResult::kDone);
  archive.index();
  CHECK(archive.ask().hits.size() == 2);
  CHECK(archive.ask().unfiled == 0);
}

TEST_CASE("a row that is damaged stops neither a search nor the index behind it") {
  Archive archive;
  archive.damage_facts(archive.cases[1]);
  archive.index();
  auto answer = archive.ask();
  CHECK(answer.hits.size() == 2);
  CHECK(answer.unfiled == 0);
  archive.damage_facts(archive.cases[2]);
  answer = archive.ask();
  CHECK(answer.hits.size() == 1);
  CHECK(answer.unreadable == 1);
}

TEST_CASE("an index that is missing or broken is an error, and begun anew by who writes it") {
  struct Row {
    const char* name;
    std::function<void(const fs::path&)> spoil;
  };
  const std::vector<Row> rows{
      {"the folder is gone", [](const fs::path& index) { fs::remove_all(index); }},
      {"its mark is gone", [](const fs::path& index) { fs::remove(index / "iamglass"); }},
      {"its mark is garbage",
       [](const fs::path& index) { std::ofstream(index / "iamglass") << "garbage"; }},
      {"a table is gone", [](const fs::path& index) { fs::remove(index / "postlist.glass"); }},
      {"a table is cut off",
       [](const fs::path& index) { fs::resize_file(index / "postlist.glass", 100); }}};
  for (const auto& row : rows) {
    INFO(row.name);
    Archive archive;
    archive.index();
    row.spoil(index_folder(archive.folder.state()));
    try {
      archive.ask();
      FAIL_CHECK("nothing was said");
    } catch (const Fault& fault) {
      CHECK(fault.transient());
      CHECK(!fault.hint().empty());
    }
    archive.index();
    CHECK(archive.ask().hits.size() == 3);
  }
}

TEST_CASE("whoever writes an index notices that its folder was taken away") {
  Archive archive;
  Indexer indexer(archive.runtime, archive.store, archive.folder.key());
  while (indexer.work() > 0) {
  }
  fs::remove_all(index_folder(archive.folder.state()));
  while (indexer.work() > 0) {
  }
  CHECK(archive.ask().hits.size() == 3);
}

TEST_CASE("an archive without a message has no index, and that is no error") {
  Archive archive(0);
  CHECK(archive.ask().hits.empty());
}

}  // namespace pouch::gateway
