// Links in the store: compared once, told once, sealed under both cases' keys.
#include "gateway/store/links.hpp"

#include <catch2/catch.hpp>

#include "gateway/fault.hpp"
#include "gateway/store/audit.hpp"
#include "gateway/store/messages.hpp"
#include "tests/unit/gateway/older_store.hpp"
#include "tests/unit/gateway/state_folder.hpp"

namespace pouch::gateway {
namespace {

const std::string kCanary = "CANARY-1234-AB", kOther = "CANARY 1234 AB";

struct Two {
  StateFolder folder;
  Store store = folder.open();
  std::vector<CaseNumber> cases;

  Two() {
    for (int i = 0; i < 2; ++i) {
      auto commit = new_case(store, folder.accept("raw " + std::to_string(i)), std::to_string(i));
      cases.push_back(commit.opened->number);
      REQUIRE(store.commit(commit) == CommitResult::kDone);
    }
  }
  std::int64_t row(std::size_t which) {
    return store.messages().find(MessageNumber{cases[which], 1})->id;
  }
  Link link() {
    return {row(1),
            row(0),
            {{ThingKind::kPlate, kCanary, "", Meeting::kAsWritten}},
            {{ThingKind::kPerson, kOther, "1980-04-12", Meeting::kPossible}}};
  }
  void record(const std::vector<std::string>& receivers = {"nfp-bg", "nfp-ro"}) {
    store.links().record({cases[1], 1}, row(1), {link()}, receivers, at(50));
  }
};

}  // namespace

TEST_CASE("what two messages share comes back, from either case, and lies there in no clear word") {
  Two two;
  two.record();
  CHECK(two.store.links().position() == two.row(1));
  for (const auto& number : two.cases) {
    const auto links = two.store.links().of(number);
    REQUIRE(links.size() == 1);
    CHECK(links[0].in_fresh == two.link().in_fresh);
    CHECK(links[0].in_held == two.link().in_held);
  }
  CHECK(two.store.links().of_fresh(two.row(1)).size() == 1);
  CHECK(two.store.links().of_fresh(two.row(0)).empty());
  const auto everything = two.folder.everything();
  CHECK(everything.find(kCanary) == std::string::npos);
  CHECK(everything.find(kOther) == std::string::npos);
  CHECK_FALSE(two.store.audit().first_broken());
}

TEST_CASE("with the key of either case a link is gone") {
  for (const std::size_t lost : {0U, 1U}) {
    Two two;
    two.record();
    auto keys = Database::open_keys(two.folder.state());
    keys.prepare("DELETE FROM case_keys WHERE number = ?").bind(1, two.cases[lost].text()).run();
    CHECK(two.store.links().of(two.cases[0]).empty());
    CHECK(two.store.links().of(two.cases[1]).empty());
  }
}

TEST_CASE("one side of a link does not open in the place of the other") {
  Two two;
  two.record();
  two.store.database().execute("UPDATE links SET in_fresh = in_held");
  CHECK_THROWS_AS(two.store.links().of(two.cases[1]), Fault);
}

TEST_CASE("a message is compared once, whoever tries again") {
  Two two;
  two.record();
  two.record({"somebody-else"});
  CHECK(two.store.links().of(two.cases[0]).size() == 1);
  std::size_t notices = 0;
  while (const auto notice = two.store.links().claim(at(60))) {
    CHECK(notice->receiver != "somebody-else");
    two.store.links().end(*notice, "test", at(60));
    ++notices;
  }
  CHECK(notices == 2);
}

TEST_CASE("a notice ends with its letter, and only once") {
  Two two;
  two.record({"nfp-bg"});
  const auto notice = two.store.links().claim(at(60));
  REQUIRE(notice);
  CHECK(notice->message == two.row(1));
  CHECK_FALSE(two.store.links().claim(at(60)));  // a living process has it
  Commit commit;
  commit.at = at(61);
  commit.link_notice = notice->id;
  commit.letters = {{"letter-l", "linked", "<l.1@pouch.example>", {"nfp@bg.example"}, "sealed"}};
  commit.about = MessageNumber{two.cases[1], 1};
  CHECK(two.store.commit(commit) == CommitResult::kDone);
  commit.letters[0].id = "letter-m";
  CHECK(two.store.commit(commit) == CommitResult::kAlreadyDone);
  CHECK_FALSE(two.store.links().next());
}

TEST_CASE("a notice that was put back waits, one whose writer was killed does not") {
  Two two;
  two.record({"nfp-bg"});
  const auto notice = two.store.links().claim(at(60));
  REQUIRE(notice);
  two.store.links().put_back(*notice, at(700), "enough letters", at(60));
  CHECK(two.store.links().next() == at(700));
  CHECK_FALSE(two.store.links().claim(at(699)));
  CHECK(exit_code(in_child([&] {
          auto store = two.folder.open();
          return store.links().claim(at(700)) ? 0 : 1;
        })) == 0);
  CHECK(two.store.links().claim(at(700)));  // who had it is gone
}

TEST_CASE("messages of a site that knew no links are not compared") {
  Two two;
  const auto last = two.row(1);
  const auto older = test::without_retention() + test::without_clocks() +
                     "DROP TABLE cross_check; DROP TABLE links; DROP TABLE link_notices;"
                     "PRAGMA user_version=11";
  two.store.database().execute(older.c_str());
  auto raised = two.folder.open();
  CHECK(raised.links().position() == last);
}

}  // namespace pouch::gateway
