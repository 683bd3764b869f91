// What a program in a cage may do, tried from inside.
#include "gateway/confine/cage.hpp"

#include <fcntl.h>
#include <linux/landlock.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <catch2/catch.hpp>
#include <functional>

using namespace pouch::gateway;

namespace {

bool inside(const std::function<bool()>& holds, Caged what = Caged::kProgram) {
  CageLimits limits;
#ifdef POUCH_SANITIZED
  limits.memory = RLIM_INFINITY;  // sanitizers reserve terabytes
#endif
  const Cage cage(limits, what);
  const pid_t child = fork();
  if (child == 0) {
    _exit(!cage.enter() ? 2 : holds() ? 0 : 1);
  }
  int status = 0;
  REQUIRE(waitpid(child, &status, 0) == child);
  return WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

bool forbidden(long result, int why = EPERM) { return result == -1 && errno == why; }

bool has_landlock() {
  return syscall(SYS_landlock_create_ruleset, nullptr, 0, LANDLOCK_CREATE_RULESET_VERSION) > 0;
}

rlim_t most(int what) {
  rlimit now{};
  getrlimit(static_cast<__rlimit_resource>(what), &now);
  return now.rlim_max;
}

}  // namespace

TEST_CASE("cage: reads its input, writes its output") {
  CHECK(inside([] {
    int ends[2] = {-1, -1};
    char octet = 'x';
    return pipe(ends) == 0 && write(ends[1], &octet, 1) == 1 && read(ends[0], &octet, 1) == 1;
  }));
  CHECK(inside([] { return open("/usr/bin/env", O_RDONLY) >= 0; }));
}

TEST_CASE("cage: no sockets, not even local ones") {
  for (const int family : {AF_UNIX, AF_INET, AF_INET6, AF_NETLINK, AF_PACKET}) {
    CHECK(inside([=] { return forbidden(socket(family, SOCK_STREAM, 0), EAFNOSUPPORT); }));
  }
  CHECK(inside([] {
    int ends[2];
    return forbidden(socketpair(AF_UNIX, SOCK_STREAM, 0, ends));
  }));
}

TEST_CASE("cage: no file is written, made, removed or changed") {
  for (const int how : {O_WRONLY, O_RDWR, O_ACCMODE, O_RDONLY | O_CREAT, O_RDONLY | O_TRUNC}) {
    INFO(how);
    CHECK(inside([=] { return forbidden(open("/usr/bin/env", how, 0600)); }));
    CHECK(inside([=] { return forbidden(syscall(SYS_open, "/usr/bin/env", how, 0600)); }));
  }
  CHECK(inside([] { return forbidden(syscall(SYS_openat2, AT_FDCWD, "/x", 0, 0), ENOSYS); }));
  CHECK(inside([] { return forbidden(creat("/tmp/x", 0600)); }));
  CHECK(inside([] { return forbidden(unlink("/tmp/x")); }));
  CHECK(inside([] { return forbidden(rename("/tmp/x", "/tmp/y")); }));
  CHECK(inside([] { return forbidden(mkdir("/tmp/x", 0700)); }));
  CHECK(inside([] { return forbidden(chmod("/tmp", 0700)); }));
  CHECK(inside([] { return forbidden(truncate("/tmp/x", 0)); }));
}

TEST_CASE("cage: no process beside it, no signal to another") {
  CHECK(inside([] { return forbidden(fork()); }));
  CHECK(inside([] { return forbidden(syscall(SYS_vfork)); }));
  CHECK(inside([] { return forbidden(syscall(SYS_clone3, nullptr, 0), ENOSYS); }));
  CHECK(inside([] { return forbidden(kill(getppid(), 0)); }));
  CHECK(inside([] { return forbidden(syscall(SYS_tgkill, getppid(), getppid(), 0)); }));
  CHECK(inside([] { return forbidden(setsid()) && forbidden(setpgid(0, 0)); }));
  CHECK(inside([] { return forbidden(prlimit(getppid(), RLIMIT_CORE, nullptr, nullptr)); }));
}

TEST_CASE("cage: a function of ours runs no program") {
  const auto runs = [] {
    execl("/bin/true", "true", nullptr);
    return errno != EPERM;
  };
  CHECK(inside(runs));
  CHECK_FALSE(inside(runs, Caged::kFunction));
}

TEST_CASE("cage: a site's files are not read, nor run") {
  char name[] = "/tmp/pouch-cage-XXXXXX";
  const int file = mkstemp(name);
  REQUIRE(file >= 0);
  fchmod(file, 0700);
  close(file);
  const std::string path = name;
  if (has_landlock()) {
    CHECK(inside([&] { return forbidden(open(path.c_str(), O_RDONLY), EACCES); }));
    CHECK(inside([&] { return forbidden(execl(path.c_str(), "x", nullptr), EACCES); }));
    CHECK(inside([] { return forbidden(open("/proc/self/environ", O_RDONLY), EACCES); }));
    CHECK(inside([] { return forbidden(open("/etc/passwd", O_RDONLY), EACCES); }));
  }
  unlink(name);
}

TEST_CASE("cage: memory, time, descriptors and files have limits") {
  CHECK(inside([] {
    return most(RLIMIT_CPU) == 10 && most(RLIMIT_FSIZE) == 0 && most(RLIMIT_NOFILE) == 32 &&
           most(RLIMIT_CORE) == 0;
  }));
#ifndef POUCH_SANITIZED
  CHECK(inside([] { return most(RLIMIT_AS) == 256U << 20; }));
#endif
}
