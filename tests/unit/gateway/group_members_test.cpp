// Who joined a group, and is greeted once.
#include "gateway/store/group_members.hpp"

#include <catch2/catch.hpp>

#include "tests/unit/gateway/state_folder.hpp"

namespace pouch::gateway {
namespace {

using Groups = std::map<std::string, std::vector<std::string>>;

std::vector<std::string> greeted(Store& store, Time now) {
  std::vector<std::string> who;
  while (const auto one = store.group_members().claim(now)) {
    who.push_back(one->group + "/" + one->who);
    Commit commit;
    commit.at = now;
    commit.joined = one->id;
    CHECK(store.commit(commit) == CommitResult::kDone);
    CHECK(store.commit(commit) == CommitResult::kAlreadyDone);
  }
  return who;
}

}  // namespace

TEST_CASE("who is in a group at the first look is greeted by nobody, who joins later once") {
  StateFolder folder;
  auto store = folder.open();
  auto& members = store.group_members();
  CHECK_FALSE(members.note(Groups{{"g", {"a", "b"}}}, at(0)));
  CHECK(greeted(store, at(0)).empty());
  CHECK(members.note(Groups{{"g", {"a", "b", "c"}}, {"h", {"a"}}}, at(10)));
  CHECK_FALSE(members.note(Groups{{"g", {"a", "b", "c"}}, {"h", {"a"}}}, at(11)));
  CHECK(greeted(store, at(11)) == std::vector<std::string>{"g/c", "h/a"});
  CHECK(greeted(store, at(12)).empty());
}

TEST_CASE("who leaves a group and joins it again is greeted again, a restore greets nobody") {
  StateFolder folder;
  auto store = folder.open();
  auto& members = store.group_members();
  members.note(Groups{}, at(0));
  CHECK(members.note(Groups{{"g", {"a"}}}, at(1)));
  CHECK(greeted(store, at(1)).size() == 1);
  CHECK_FALSE(members.note(Groups{{"g", {}}}, at(2)));
  CHECK(members.note(Groups{{"g", {"a"}}}, at(3)));
  CHECK(greeted(store, at(3)).size() == 1);
  members.take_as_told(Groups{{"g", {"a", "b"}}}, at(4));
  CHECK(greeted(store, at(4)).empty());
  CHECK_FALSE(members.note(Groups{{"g", {"a", "b"}}}, at(5)));
}

}  // namespace pouch::gateway
