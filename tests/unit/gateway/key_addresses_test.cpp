// Which addresses the gateway's key must have, and who must get it anew.
#include "gateway/site/key_addresses.hpp"
#include "gateway/store/letters.hpp"

#include "tests/unit/gateway/people.hpp"
#include "tests/unit/gateway/state_folder.hpp"

namespace pouch::gateway {
namespace {

Runtime runtime_of(const test::People& people) {
  Runtime runtime;
  runtime.site = people.site;
  runtime.site.name = "SELEC Pouch";
  runtime.directory = people.directory;
  runtime.now = [] { return at(100); };
  return runtime;
}

using Ids = std::vector<std::string>;

TEST_CASE("the key is wanted for the gateway, its other addresses and each group, each once") {
  auto runtime = runtime_of({});
  runtime.site.also_addressed_as = {"old@pouch.example", "Requests@pouch.example",
                                    "seepag@pouch.example"};
  const auto wanted = wanted_user_ids(runtime);
  REQUIRE(wanted.size() == 3);
  CHECK(wanted[0].name + " <" + wanted[0].address + ">" == "SELEC Pouch <requests@pouch.example>");
  CHECK(wanted[1].address == "old@pouch.example");
  runtime.site.also_addressed_as.clear();
  CHECK(wanted_user_ids(runtime).back().name == "seepag via Pouch");
}

TEST_CASE("what was added is remembered until everybody has it, with the day of the last time") {
  const StateFolder site;
  CHECK(added_addresses(site.state()).empty());
  remember_added(site.state(), {"a@x.example", "b@x.example"}, at(0));
  remember_added(site.state(), {"B@x.example"}, at(50));
  const auto added = added_addresses(site.state());
  REQUIRE(added.size() == 2);
  CHECK(added[0].address == "a@x.example");
  CHECK(added[0].since == at(0));
  CHECK(added[1].since == at(50));
  forget_added(site.state());
  CHECK(added_addresses(site.state()).empty());
}

TEST_CASE("a damaged note of what was added is a fault with a hint, and is not taken for none") {
  const StateFolder site;
  std::ofstream(site.state() / "key-addresses.json") << "[{\"address\": 1}]";
  try {
    added_addresses(site.state());
    FAIL("it was read");
  } catch (const Fault& fault) {
    CHECK_FALSE(fault.transient());
    CHECK_FALSE(fault.hint().empty());
  }
}

TEST_CASE("those of a group must get the key for its address, and who acts for a desk of it") {
  test::People people;
  const StateFolder site;
  auto store = site.open();
  auto runtime = runtime_of(people);
  auto lead = people.directory.members.front();
  lead.id = "radu";
  lead.desks = {"pfp-ro"};
  lead.addresses = {"radu@mpublic.ro.example"};
  runtime.directory.members.push_back(lead);
  const AddedAddress group{"seepag@pouch.example", at(0)};
  CHECK(who_must_get_key(runtime, store.letters(), group) == Ids{"pfp-ro", "pfp-bg", "radu"});
  runtime.directory.members.back().validity.until = config::Day{} + std::chrono::days(1);
  CHECK(who_must_get_key(runtime, store.letters(), group) == Ids{"pfp-ro", "pfp-bg"});
  CHECK(who_must_get_key(runtime, store.letters(), {"requests@pouch.example", at(0)}).size() ==
        runtime.directory.desks.size() + 1);
}

TEST_CASE(
    "a welcome letter since then counts as the key, one that failed or came before does not") {
  test::People people;
  const StateFolder site;
  auto store = site.open();
  const auto runtime = runtime_of(people);
  const auto welcome = [&](const std::string& id, Time when) {
    const auto* desk = runtime.directory.desk(id);
    REQUIRE(desk != nullptr);
    Commit commit;
    commit.at = when;
    commit.letters = {{id, "welcome", "<" + id + "@pouch.example>", {desk->address}, "sealed"}};
    REQUIRE(store.commit(commit) == CommitResult::kDone);
  };
  const AddedAddress group{"seepag@pouch.example", at(10)};
  welcome("pfp-ro", at(5));
  CHECK(who_must_get_key(runtime, store.letters(), group) == Ids{"pfp-ro", "pfp-bg"});
  welcome("pfp-bg", at(10));
  CHECK(who_must_get_key(runtime, store.letters(), group) == Ids{"pfp-ro"});
  store.letters().record_handover("pfp-bg", runtime.directory.desk("pfp-bg")->address, "failed",
                                  "550 no", at(11), std::nullopt, "5.1.1");
  CHECK(who_must_get_key(runtime, store.letters(), group) == Ids{"pfp-ro", "pfp-bg"});
}

}  // namespace
}  // namespace pouch::gateway
