// What each process may and may not do, tried from inside a process that was confined.
#include "gateway/confine/confine.hpp"

#include <fcntl.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <catch2/catch.hpp>
#include <functional>
#include <set>
#include <thread>
#include <vector>

using namespace pouch::gateway;

namespace {

// True when `holds` does, in a process confined for this job.
bool inside(const Confinement& row, const std::function<bool()>& holds) {
  const pid_t child = fork();
  if (child == 0) {
    try {
      confine(row.job);
      _exit(holds() ? 0 : 1);
    } catch (...) {
      _exit(2);
    }
  }
  int status = 0;
  REQUIRE(waitpid(child, &status, 0) == child);
  return WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

// An IPv4 socket, in a process confined for this job of a site with years on other machines.
bool fork_opens_network(Job job) {
  const pid_t child = fork();
  if (child == 0) {
    try {
      confine(job, true);
      _exit(socket(AF_INET, SOCK_STREAM, 0) >= 0 ? 0 : 1);
    } catch (...) {
      _exit(2);
    }
  }
  int status = 0;
  REQUIRE(waitpid(child, &status, 0) == child);
  return WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

// All but those that have a short list of what they may do: these end at what they may not.
std::vector<Confinement> forbidding() {
  auto rows = confinements();
  rows.erase(std::remove_if(rows.begin(), rows.end(),
                            [](const Confinement& row) { return row.listed_only; }),
             rows.end());
  return rows;
}

#ifndef POUCH_SANITIZED
// The signal that ended a process confined for this job; 0: none.
int ended_by(Job job, const std::function<void()>& act) {
  const pid_t child = fork();
  if (child == 0) {
    try {
      confine(job);
      act();
      _exit(0);
    } catch (...) {
      _exit(2);
    }
  }
  int status = 0;
  REQUIRE(waitpid(child, &status, 0) == child);
  return WIFSIGNALED(status) ? WTERMSIG(status) : -WEXITSTATUS(status);
}
#endif

bool forbidden(long result, int why = EPERM) { return result == -1 && errno == why; }

bool has(const Confinement& row, int family) {
  return std::count(row.families.begin(), row.families.end(), family) == 1;
}

}  // namespace

TEST_CASE("confinement: a process opens the sockets of its job and no others") {
  for (const auto& row : forbidding()) {
    INFO(row.name);
    const auto opens = [&](int family, int type) {
      return inside(row, [=] { return socket(family, type, 0) >= 0; });
    };
    const auto may_not = [&](int family) {
      return inside(row, [=] { return forbidden(socket(family, SOCK_STREAM, 0), EAFNOSUPPORT); });
    };
    CHECK((has(row, AF_UNIX) ? opens(AF_UNIX, SOCK_DGRAM) : may_not(AF_UNIX)));
    for (const int family : {AF_INET, AF_INET6}) {
      CHECK((has(row, family) ? opens(family, SOCK_STREAM) : may_not(family)));
    }
    CHECK((has(row, AF_NETLINK) ? opens(AF_NETLINK, SOCK_RAW) : may_not(AF_NETLINK)));
    for (const int family : {AF_PACKET, AF_VSOCK, AF_ALG, AF_BLUETOOTH, AF_MAX, 4711}) {
      CHECK(may_not(family));
    }
    // The kernel would read AF_INET out of this; the filter sees all of it.
    CHECK((has(row, AF_INET) || inside(row, [] {
             return forbidden(syscall(SYS_socket, (1L << 32) | AF_INET, SOCK_STREAM, 0),
                              EAFNOSUPPORT);
           })));
  }
}

TEST_CASE("confinement: only collect and deliver may reach networks") {
  std::set<std::string_view> cut_off;
  for (const auto& row : confinements()) {
    if (!has(row, AF_INET) && !has(row, AF_INET6)) cut_off.insert(row.name);
  }
  CHECK(cut_off == std::set<std::string_view>{"intake", "worker", "extract", "index", "clocks",
                                              "metrics", "reader", "web", "answering"});
}

TEST_CASE("confinement: who asks the archive reaches networks only for years on other machines") {
  for (const auto& row : forbidding()) {
    INFO(row.name);
    const bool may = fork_opens_network(row.job);
    CHECK(may == (has(row, AF_INET) || row.name == "worker" || row.name == "index" ||
                  row.name == "answering"));
  }
}

TEST_CASE("confinement: no program is run and no process begun, but by who reads files") {
  for (const auto& row : forbidding()) {
    INFO(row.name);
    const auto runs = [] {
      const pid_t child = fork();
      if (child == 0) {
        execl("/bin/true", "true", nullptr);
        _exit(1);
      }
      int status = -1;
      return child > 0 && waitpid(child, &status, 0) == child && status == 0;
    };
    CHECK(inside(row, runs) == row.programs);
    if (!row.programs) {
      CHECK(inside(row, [] { return forbidden(execl("/bin/true", "true", nullptr)); }));
      CHECK(inside(row, [] { return forbidden(fork()); }));
      CHECK(inside(row, [] { return forbidden(vfork()); }));
    }
    CHECK(inside(row, [] {  // threads are no programs
      bool ran = false;
      std::thread([&] { ran = true; }).join();
      return ran;
    }));
  }
}

TEST_CASE("confinement: nobody looks into other processes, mounts, or goes round the filter") {
  for (const auto& row : forbidding()) {
    INFO(row.name);
    for (const long call : {SYS_ptrace, SYS_process_vm_readv, SYS_mount, SYS_chroot, SYS_bpf,
                            SYS_keyctl, SYS_io_uring_setup, SYS_unshare, SYS_setns, SYS_userfaultfd,
                            SYS_perf_event_open, SYS_init_module}) {
      INFO(call);
      CHECK(inside(row, [=] { return forbidden(syscall(call, 0, 0, 0, 0, 0)); }));
    }
    CHECK(inside(row, [] { return prctl(PR_GET_NO_NEW_PRIVS, 0, 0, 0, 0) == 1; }));
    CHECK(inside(row, [] { return prctl(PR_GET_DUMPABLE) == 0; }));
    CHECK(inside(row, [] { return prctl(PR_GET_SECCOMP) == 2; }));
  }
}

TEST_CASE("confinement: limits hold, and files of the job stay open to it") {
  for (const auto& row : forbidding()) {
    INFO(row.name);
    CHECK(inside(row, [&] {
      rlimit files{}, core{};
      getrlimit(RLIMIT_NOFILE, &files);
      getrlimit(RLIMIT_CORE, &core);
      return files.rlim_max <= row.files && files.rlim_cur == files.rlim_max && core.rlim_max == 0;
    }));
    CHECK(inside(row, [&] {
      int last = 0, opened = 0;
      while ((last = open("/dev/null", O_RDONLY)) >= 0) ++opened;
      return errno == EMFILE && opened > 100 && opened < static_cast<int>(row.files);
    }));
#ifndef POUCH_SANITIZED
    CHECK(inside(row, [] {
      return mmap(nullptr, std::size_t{3} << 30, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0) ==
                 MAP_FAILED &&
             mmap(nullptr, std::size_t{1} << 28, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0) !=
                 MAP_FAILED;
    }));
#endif
  }
}

#ifndef POUCH_SANITIZED
TEST_CASE("confinement: who speaks HTTP with the world does what it needs, and ends at all else") {
  for (const long call : {SYS_socket,       SYS_socketpair,
                          SYS_connect,      SYS_bind,
                          SYS_listen,       SYS_accept,
                          SYS_sendmsg,      SYS_recvmsg,
                          SYS_execve,       SYS_execveat,
                          SYS_fork,         SYS_vfork,
                          SYS_clone,        SYS_clone3,
                          SYS_openat2,      SYS_creat,
                          SYS_unlink,       SYS_unlinkat,
                          SYS_rename,       SYS_mkdir,
                          SYS_chmod,        SYS_truncate,
                          SYS_ftruncate,    SYS_fcntl,
                          SYS_ioctl,        SYS_dup,
                          SYS_dup2,         SYS_pipe2,
                          SYS_memfd_create, SYS_kill,
                          SYS_prctl,        SYS_prlimit64,
                          SYS_setrlimit,    SYS_seccomp,
                          SYS_ptrace,       SYS_process_vm_readv,
                          SYS_pidfd_open,   SYS_io_uring_setup,
                          SYS_bpf,          SYS_mount,
                          SYS_getdents64,   SYS_readlink}) {
    INFO(call);
    CHECK(ended_by(Job::kWeb, [=] { syscall(call, 0, 0, 0, 0, 0, 0); }) == SIGSYS);
  }
  CHECK(ended_by(Job::kWeb, [] {
          const bool none = open("/etc/hostname", O_RDONLY) < 0 && errno == ENOENT &&
                            open("/tmp/pouch-x", O_WRONLY | O_CREAT, 0600) < 0;
          _exit(none ? 0 : 1);
        }) == 0);
  CHECK(ended_by(Job::kWeb, [] {
          const std::size_t small = 1u << 20, large = 128u << 20;
          const auto map = [](std::size_t size) {
            return mmap(nullptr, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
          };
          _exit(map(small) != MAP_FAILED && map(large) == MAP_FAILED ? 0 : 1);
        }) == 0);
}
#endif
