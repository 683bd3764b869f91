// Which files a worker reaches, tried from inside a process that gave the others up.
#include "gateway/confine/reach.hpp"

#include <dirent.h>
#include <fcntl.h>
#include <linux/landlock.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <catch2/catch.hpp>
#include <fstream>
#include <functional>
#include <string>

#include "tests/unit/mail/gnupg.hpp"

using namespace pouch::gateway;
using pouch::mail::test::Scratch;
namespace fs = std::filesystem;

namespace {

class SomeSite {
 public:
  SomeSite() {
    for (const auto& folder : {state(), gnupg() / "private-keys-v1.d", config()}) {
      fs::create_directories(folder);
    }
    for (const auto& file : {state() / "pouch.db", gnupg() / "pubring.kbx",
                             gnupg() / "private-keys-v1.d" / "1.key", config() / "pouch.toml"}) {
      std::ofstream(file) << "something";
    }
  }
  fs::path state() const { return folder_.path() / "state"; }
  fs::path gnupg() const { return folder_.path() / "gnupg"; }
  fs::path config() const { return folder_.path() / "etc"; }

 private:
  Scratch folder_;
};

bool inside(const SomeSite& site, const std::function<bool()>& holds) {
  const pid_t child = fork();
  if (child == 0) {
    _exit(keep_to_state(site.state(), site.gnupg()) == Landlocked::kKept && holds() ? 0 : 1);
  }
  int status = 0;
  REQUIRE(waitpid(child, &status, 0) == child);
  return WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

bool opens(const fs::path& file, int how) { return open(file.c_str(), how, 0600) >= 0; }

bool runs(const char* program, const char* argument) {
  const pid_t child = fork();
  if (child == 0) {
    const int nowhere = open("/dev/null", O_WRONLY);
    dup2(nowhere, 1);
    dup2(nowhere, 2);
    execl(program, program, argument, nullptr);
    _exit(126);
  }
  int status = -1;
  return waitpid(child, &status, 0) == child && WIFEXITED(status) && WEXITSTATUS(status) != 126;
}

bool has_landlock() {
  return syscall(SYS_landlock_create_ruleset, nullptr, 0, LANDLOCK_CREATE_RULESET_VERSION) >= 3;
}

}  // namespace

TEST_CASE("reach: a worker opens nothing in gnupg, to read, to write or to put in its place") {
  if (!has_landlock()) {
    WARN("not run: the kernel has no Landlock");
    return;
  }
  const SomeSite site;
  for (const auto& file : {site.gnupg() / "pubring.kbx", site.gnupg() / "private-keys-v1.d/1.key",
                           site.config() / "pouch.toml"}) {
    INFO(file);
    CHECK_FALSE(inside(site, [&] { return opens(file, O_RDONLY); }));
    CHECK_FALSE(inside(site, [&] { return opens(file, O_WRONLY); }));
    CHECK_FALSE(inside(site, [&] { return truncate(file.c_str(), 0) == 0; }));
    CHECK_FALSE(inside(site, [&] { return unlink(file.c_str()) == 0; }));
    CHECK_FALSE(inside(
        site, [&] { return rename((site.state() / "pouch.db").c_str(), file.c_str()) == 0; }));
    CHECK_FALSE(
        inside(site, [&] { return link(file.c_str(), (site.state() / "linked").c_str()) == 0; }));
  }
  CHECK_FALSE(inside(site, [&] { return opendir(site.gnupg().c_str()) != nullptr; }));
  CHECK_FALSE(inside(site, [&] { return opens(site.gnupg() / "new", O_CREAT | O_WRONLY); }));
  CHECK_FALSE(inside(site, [&] { return mkdir((site.gnupg() / "new").c_str(), 0700) == 0; }));
  // By a way that it may go, too.
  CHECK_FALSE(inside(site, [&] {
    const auto way = site.state() / "way";
    return symlink(site.gnupg().c_str(), way.c_str()) == 0 && opens(way / "pubring.kbx", O_RDONLY);
  }));
  CHECK(fs::file_size(site.gnupg() / "pubring.kbx") == 9);
}

TEST_CASE("reach: a worker works on in the state folder, and reads what libraries read") {
  if (!has_landlock()) {
    WARN("not run: the kernel has no Landlock");
    return;
  }
  const SomeSite site;
  CHECK(inside(site, [&] { return opens(site.state() / "pouch.db", O_RDWR); }));
  CHECK(inside(site, [&] { return opens(site.state() / "new", O_CREAT | O_WRONLY); }));
  CHECK(inside(site, [&] {
    const auto file = site.state() / "other";
    return opens(file, O_CREAT | O_WRONLY) &&
           rename(file.c_str(), (site.state() / "renamed").c_str()) == 0 &&
           unlink((site.state() / "renamed").c_str()) == 0;
  }));
  CHECK(inside(site, [] { return opens("/etc/passwd", O_RDONLY); }));
  CHECK(inside(site, [] { return opens("/proc/self/stat", O_RDONLY); }));
  CHECK(inside(site, [] { return opens("/dev/null", O_RDWR); }));
  CHECK_FALSE(inside(site, [] { return opens("/dev", O_RDONLY | O_DIRECTORY); }));
}

TEST_CASE("reach: a worker runs no program") {
  if (!has_landlock()) {
    WARN("not run: the kernel has no Landlock");
    return;
  }
  const SomeSite site;
  for (const auto* program : {"/usr/bin/gpg", "/bin/sh", "/bin/true"}) {
    INFO(program);
    REQUIRE(runs(program, "--version"));
    CHECK_FALSE(inside(site, [&] { return runs(program, "--version"); }));
  }
  // Nor one of its own making.
  fs::copy_file("/bin/true", site.state() / "own");
  CHECK_FALSE(inside(site, [&] { return runs((site.state() / "own").c_str(), ""); }));
}

TEST_CASE("reach: where gnupg is in the state folder nothing can be kept, and it says so") {
  const SomeSite site;
  CHECK(keep_to_state(site.state(), site.state() / "gnupg") == Landlocked::kGnupgInside);
  CHECK(keep_to_state(site.state(), site.state()) == Landlocked::kGnupgInside);
  CHECK(opens(site.config() / "pouch.toml", O_RDONLY));
}
