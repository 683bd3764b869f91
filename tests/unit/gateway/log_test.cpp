// Whose stderr it is: systemd's journal says so by device and inode (systemd.exec(5)).
#include "gateway/site/log.hpp"

#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <catch2/catch.hpp>

using namespace pouch::gateway;

TEST_CASE("the journal is known by the device and inode that it names, and by nothing else") {
  std::array<int, 2> ends{};
  REQUIRE(pipe(ends.data()) == 0);
  struct stat facts {};
  REQUIRE(fstat(ends[1], &facts) == 0);
  const auto own = std::to_string(facts.st_dev) + ":" + std::to_string(facts.st_ino);
  CHECK(is_journal(ends[1], own.c_str()));
  CHECK_FALSE(is_journal(ends[1], nullptr));
  CHECK_FALSE(is_journal(ends[1], ""));
  CHECK_FALSE(is_journal(ends[1], (own + "1").c_str()));
  CHECK_FALSE(is_journal(ends[1], (std::to_string(facts.st_dev) + ":1").c_str()));
  close(ends[0]);
  close(ends[1]);
  CHECK_FALSE(is_journal(ends[1], own.c_str()));
}
