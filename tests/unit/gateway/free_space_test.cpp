// The room that new mail must leave on the disk.
#include "gateway/store/free_space.hpp"
#include "gateway/store/spool.hpp"

#include <catch2/catch.hpp>
#include <initializer_list>
#include <utility>

#include "gateway/fault.hpp"
#include "tests/unit/gateway/state_folder.hpp"

using namespace pouch::gateway;

TEST_CASE("asks the disk for its free octets, and says what it looked at when there is none") {
  const TemporaryFolder folder;
  CHECK(free_space(folder.path()) > 0);
  CHECK_FALSE(is_read_only(folder.path()));
  const auto nowhere = folder.path() / "nowhere";
  try {
    (void)free_space(nowhere);
    FAIL("a folder that is not there has room");
  } catch (const Fault& fault) {
    CHECK(fault.transient());
    CHECK(std::string(fault.what()).find(nowhere.string()) != std::string::npos);
  }
}

TEST_CASE("a mail is taken when it leaves what is kept free, and not when it would take of it") {
  const TemporaryFolder folder;
  constexpr std::uint64_t kMargin = 64u << 20;  // others write to this disk as well
  const auto left = free_space(folder.path());
  REQUIRE(left > 2 * kMargin);
  CHECK_NOTHROW(need_space(folder.path(), 0, 1));
  CHECK_NOTHROW(need_space(folder.path(), left - 2 * kMargin, kMargin));
  for (const auto& [kept, octets] : std::initializer_list<std::pair<std::uint64_t, std::uint64_t>>{
           {left - kMargin, 2 * kMargin}, {left + kMargin, 0}, {0, left + kMargin}}) {
    try {
      need_space(folder.path(), kept, octets);
      FAIL("there is no room for it");
    } catch (const Fault& fault) {
      CHECK(fault.transient());
      CHECK(std::string(fault.what()).find("limits.free_space") != std::string::npos);
    }
  }
}

TEST_CASE("a spool without the room that is to be kept takes nothing and leaves nothing") {
  StateFolder site;
  auto database = Database::open_store(site.state());
  SpoolWriter writer(site.state(), database, std::uint64_t{1} << 60);
  CHECK_THROWS_AS(writer.need_room(0), Fault);
  CHECK_THROWS_AS(writer.take({"smtp", "a", {"b"}}, "mail", at(0)), Fault);
  CHECK(site.spool_files() == 0);
  CHECK(site.open().spool().idle());
}
