// A site whose keys and store lie apart from its configuration, as the Debian package has it.
#include <sys/stat.h>
#include <unistd.h>

#include <catch2/catch.hpp>

#include "tests/system/harness.hpp"

using namespace pouch::test;

namespace {

Ran init(const fs::path& folder, const std::vector<std::string>& further) {
  std::vector<std::string> command{POUCH_PROGRAM, "init", (folder / "etc").string(), "--address",
                                   "requests@pouch.example"};
  command.insert(command.end(), further.begin(), further.end());
  return run(command);
}

struct stat facts(const fs::path& path) {
  struct stat result {};
  REQUIRE(stat(path.c_str(), &result) == 0);
  return result;
}

}  // namespace

TEST_CASE("init parts keys and store from the configuration") {
  const Scratch scratch;
  const auto& folder = scratch.path();
  REQUIRE(init(folder, {"--data", (folder / "var").string()}).status == 0);
  CHECK(fs::exists(folder / "var/gnupg/pubring.kbx"));
  CHECK(fs::exists(folder / "var/state/pouch.db"));
  CHECK_FALSE(fs::exists(folder / "etc/gnupg"));
  CHECK_FALSE(fs::exists(folder / "etc/state"));
  const auto config = (folder / "etc/pouch.toml").string();
  const auto ran = run({POUCH_PROGRAM, "-c", config, "run", "--until-idle"});
  INFO(ran.err);
  CHECK(ran.status == 0);
  CHECK(run({POUCH_PROGRAM, "-c", config, "key", "list", "--export"}).out.find("PGP PUBLIC") !=
        std::string::npos);
  // A second one over it is refused, and takes nothing away.
  CHECK(init(folder, {"--data", (folder / "var").string()}).status == 1);
  CHECK(init(folder, {"--user", "nobody"}).status == 64);
  CHECK(init(folder / "x", {"--data", (folder / "x").string(), "--user", "no-such-user"}).status ==
        64);
}

TEST_CASE("init as root makes another user's site, on which root is refused") {
  if (geteuid() != 0) {
    const Scratch scratch;
    CHECK(init(scratch.path(), {"--data", scratch.path().string(), "--user", "nobody"}).status ==
          77);
    return;
  }
  const Scratch scratch;
  const auto& folder = scratch.path();
  fs::permissions(folder, fs::perms(0711));
  const auto made = init(folder, {"--data", (folder / "var").string(), "--user", "nobody"});
  INFO(made.err);
  REQUIRE(made.status == 0);
  CHECK(made.err.find("runuser -u nobody -- ") != std::string::npos);
  const auto nobody = facts(folder / "var");
  CHECK(nobody.st_uid != 0);
  for (const auto* place : {"var/gnupg", "var/state", "var/state/pouch.db"}) {
    INFO(place);
    CHECK(facts(folder / place).st_uid == nobody.st_uid);
    CHECK((facts(folder / place).st_mode & 077) == 0);
  }
  for (const auto* place : {"etc", "etc/pouch.toml", "etc/directory.toml", "etc/keys"}) {
    INFO(place);
    CHECK(facts(folder / place).st_uid == 0);
    CHECK(facts(folder / place).st_gid == nobody.st_gid);
    CHECK((facts(folder / place).st_mode & 007) == 0);
  }
  CHECK((facts(folder / "etc/pouch.toml").st_mode & 0777) == 0640);
  CHECK((facts(folder / "etc/keys").st_mode & 07777) == 02770);
  const auto config = (folder / "etc/pouch.toml").string();
  const auto refused = run({POUCH_PROGRAM, "-c", config, "run"});
  CHECK(refused.status == 78);
  CHECK(refused.err.find("runuser -u nobody") != std::string::npos);
}
