// What a process tells of its work in its slot.
#include "gateway/site/current_task.hpp"

#include "state_folder.hpp"

using namespace pouch::gateway;

namespace {

// In a process of its own: a slot is a process's for its life.
DoingNote told(const std::filesystem::path& state, std::size_t slot,
               const std::function<void()>& act) {
  const auto status = in_child([&] {
    tell_doings(state, slot);
    act();
    ::_exit(0);  // in the middle of its work, as when it is killed
    return 1;
  });
  REQUIRE(exit_code(status) == 0);
  const auto note = read_doing(state, slot);
  REQUIRE(note);
  return *note;
}

}  // namespace

TEST_CASE("doing: work is told with its age, the outer one again after the inner one") {
  TemporaryFolder folder;
  const auto& state = folder.path();
  CHECK_FALSE(read_doing(state, 0));
  clear_doings(state, 3);
  CHECK_FALSE(read_doing(state, 0));
  auto note = told(state, 1, [] {});
  CHECK(note.pid > 0);
  CHECK(note.what.empty());
  note = told(state, 1, [&] {
    const CurrentTask doing("mail", "12");
    ::_exit(0);
  });
  CHECK(note.what == "mail");
  CHECK(note.item == "12");
  CHECK(note.since > at(0));
  note = told(state, 1, [&] {
    const CurrentTask outer("mailbox");
    { const CurrentTask inner("mail", std::string(200, '7')); }
    ::_exit(0);
  });
  CHECK(note.what == "mailbox");
  CHECK(note.item.empty());
  note = told(state, 1, [&] { const CurrentTask doing("letter", "5f-1"); });
  CHECK(note.what.empty());
  CHECK_FALSE(read_doing(state, 0));
  CHECK_FALSE(read_doing(state, 2));
  clear_doings(state, 3);
  CHECK_FALSE(read_doing(state, 1));
}

TEST_CASE("doing: a server's trouble is told within bounds, and stays known when it is over") {
  TemporaryFolder folder;
  clear_doings(folder.path(), 1);
  auto note = told(folder.path(), 0, [] {
    server_works("smtp://a");
    server_paused("smtp://b", at(60), std::string(5000, 'x') + "\n\xFF", "look at it");
  });
  REQUIRE(note.servers.size() == 2);
  CHECK_FALSE(note.servers[0].paused);
  CHECK(note.servers[1].paused);
  CHECK(note.servers[1].until == at(60));
  CHECK(note.servers[1].error.size() == 300);
  note = told(folder.path(), 0, [] {
    server_paused("smtp://b", at(60), "refused", "look at it");
    server_works("smtp://b");
  });
  REQUIRE(note.servers.size() == 1);
  CHECK_FALSE(note.servers[0].paused);
  CHECK_FALSE(note.servers[0].until);
  CHECK(note.servers[0].error == "refused");
}

TEST_CASE("doing: without a slot, or room, nothing is told and nothing fails") {
  TemporaryFolder folder;
  const auto status = in_child([&] {
    tell_doings(folder.path() / "nowhere", 0);
    const CurrentTask doing("mail", "1");
    server_works("smtp://a");
    return 0;
  });
  CHECK(exit_code(status) == 0);
  std::ofstream(folder.path() / "doing") << "no slot\n{\"pid\": \"x\"}\n";
  CHECK_FALSE(read_doing(folder.path(), 0));
}
