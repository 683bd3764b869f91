#include "gateway/confine/confine.hpp"

#include <fcntl.h>
#include <sched.h>
#include <seccomp.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdint>
#include <fstream>
#include <memory>

#include "gateway/fault.hpp"
#include "mail/openpgp/confinement.hpp"

namespace pouch::gateway {
namespace {

class Filter {
 public:
  explicit Filter(std::uint32_t otherwise = SCMP_ACT_ALLOW)
      : context_(seccomp_init(otherwise), &seccomp_release) {}

  void allow(std::initializer_list<int> calls) {
    for (const int call : calls) {
      note(seccomp_rule_add(context_.get(), SCMP_ACT_ALLOW, call, 0));
    }
  }

  void forbid(std::initializer_list<int> calls) {
    for (const int call : calls) {
      forbid(call);
    }
  }
  void forbid(int call) { note(seccomp_rule_add(context_.get(), SCMP_ACT_ERRNO(EPERM), call, 0)); }

  // The kernel reads an int: whoever sets higher bits as well is above the last family.
  void allow_sockets(const std::vector<int>& families) {
    const auto no = SCMP_ACT_ERRNO(EAFNOSUPPORT);
    for (int family = 0; family < AF_MAX; ++family) {
      if (std::find(families.begin(), families.end(), family) == families.end()) {
        note(seccomp_rule_add(context_.get(), no, SCMP_SYS(socket), 1,
                              SCMP_A0(SCMP_CMP_EQ, static_cast<scmp_datum_t>(family))));
      }
    }
    note(seccomp_rule_add(context_.get(), no, SCMP_SYS(socket), 1,
                          SCMP_A0(SCMP_CMP_GE, static_cast<scmp_datum_t>(AF_MAX))));
  }

  // Threads stay allowed. clone3's flags lie in memory that a filter cannot read: glibc takes
  // ENOSYS for an old kernel and calls clone.
  void forbid_forking() {
    forbid({SCMP_SYS(fork), SCMP_SYS(vfork)});
    note(seccomp_rule_add(context_.get(), SCMP_ACT_ERRNO(EPERM), SCMP_SYS(clone), 1,
                          SCMP_A0(SCMP_CMP_MASKED_EQ, CLONE_THREAD, 0)));
    note(seccomp_rule_add(context_.get(), SCMP_ACT_ERRNO(ENOSYS), SCMP_SYS(clone3), 0));
  }

  // Flags that open a file for writing, or make one, in the argument `at`.
  void forbid_writing(int call, unsigned at) {
    const auto no = SCMP_ACT_ERRNO(EPERM);
    for (const int how : {O_WRONLY, O_RDWR, O_ACCMODE}) {
      note(seccomp_rule_add(
          context_.get(), no, call, 1,
          SCMP_CMP(at, SCMP_CMP_MASKED_EQ, O_ACCMODE, static_cast<scmp_datum_t>(how))));
    }
    for (const int flag : {O_CREAT, O_TRUNC}) {
      const auto bit = static_cast<scmp_datum_t>(flag);
      note(seccomp_rule_add(context_.get(), no, call, 1,
                            SCMP_CMP(at, SCMP_CMP_MASKED_EQ, bit, bit)));
    }
  }

  void forbid_limits_of_others() {
    note(seccomp_rule_add(context_.get(), SCMP_ACT_ERRNO(EPERM), SCMP_SYS(prlimit64), 1,
                          SCMP_A0(SCMP_CMP_NE, 0)));
  }

  // Where flags lie in memory that a filter cannot read: as on an old kernel.
  void hide(int call) { hide({call}, ENOSYS); }
  void hide(std::initializer_list<int> calls, std::uint32_t why) {
    for (const int call : calls) {
      note(seccomp_rule_add(context_.get(), SCMP_ACT_ERRNO(why), call, 0));
    }
  }

  std::string octets() {
    const int file = memfd_create("filter", MFD_CLOEXEC);
    note(file < 0 || context_ == nullptr ? -1 : seccomp_export_bpf(context_.get(), file));
    const auto size = file < 0 ? 0 : lseek(file, 0, SEEK_END);
    std::string program(size < 0 ? 0 : static_cast<std::size_t>(size), '\0');
    const auto got = pread(file, program.data(), program.size(), 0);
    close(file);
    if (!sound_ || program.empty() || got != size) {
      throw Fault(false, "a program cannot be confined", "the kernel needs seccomp filters");
    }
    return program;
  }

  void load() {
    if (context_ == nullptr || !sound_ || seccomp_load(context_.get()) != 0) {
      throw Fault(false, "this process cannot be confined", "the kernel needs seccomp filters");
    }
  }

 private:
  void note(int result) { sound_ = sound_ && result == 0; }
  std::unique_ptr<void, decltype(&seccomp_release)> context_;
  bool sound_ = true;
};

}  // namespace

std::string reader_filter(Caged what) {
  Filter filter;
  if (what == Caged::kFunction) {
    filter.forbid({SCMP_SYS(execve), SCMP_SYS(execveat)});
  }
  filter.allow_sockets({});
  filter.forbid({SCMP_SYS(socketpair), SCMP_SYS(connect),   SCMP_SYS(bind),
                 SCMP_SYS(listen),     SCMP_SYS(accept),    SCMP_SYS(accept4),
                 SCMP_SYS(sendto),     SCMP_SYS(sendmsg),   SCMP_SYS(sendmmsg),
                 SCMP_SYS(kill),       SCMP_SYS(tkill),     SCMP_SYS(rt_sigqueueinfo),
                 SCMP_SYS(setsid),     SCMP_SYS(setpgid),   SCMP_SYS(pidfd_open),
                 SCMP_SYS(creat),      SCMP_SYS(truncate),  SCMP_SYS(unlink),
                 SCMP_SYS(unlinkat),   SCMP_SYS(rename),    SCMP_SYS(renameat),
                 SCMP_SYS(renameat2),  SCMP_SYS(link),      SCMP_SYS(linkat),
                 SCMP_SYS(symlink),    SCMP_SYS(symlinkat), SCMP_SYS(mkdir),
                 SCMP_SYS(mkdirat),    SCMP_SYS(rmdir),     SCMP_SYS(mknod),
                 SCMP_SYS(mknodat),    SCMP_SYS(chmod),     SCMP_SYS(fchmod),
                 SCMP_SYS(fchmodat),   SCMP_SYS(chown),     SCMP_SYS(fchown),
                 SCMP_SYS(lchown),     SCMP_SYS(fchownat),  SCMP_SYS(utimensat),
                 SCMP_SYS(setxattr),   SCMP_SYS(lsetxattr), SCMP_SYS(fsetxattr),
                 SCMP_SYS(mq_open),    SCMP_SYS(shmget),    SCMP_SYS(open_by_handle_at),
                 SCMP_SYS(ptrace),     SCMP_SYS(tgkill),    SCMP_SYS(io_uring_setup)});
  filter.forbid_writing(SCMP_SYS(open), 1);
  filter.forbid_writing(SCMP_SYS(openat), 2);
  filter.forbid_limits_of_others();
  filter.hide(SCMP_SYS(openat2));
  filter.forbid_forking();
  return filter.octets();
}

const std::vector<Confinement>& confinements() {
  // AF_UNIX: wake-ups. AF_NETLINK: glibc's resolver asks which addresses there are.
  static const std::vector<int> none;
  static const std::vector<int> here{AF_UNIX};
  static const std::vector<int> net{AF_UNIX, AF_INET, AF_INET6, AF_NETLINK};
  static const std::vector<Confinement> table{
      {Job::kIntake, "intake", here, false, 4096},        //
      {Job::kCollect, "collect", net, false, 256},        //
      {Job::kWorker, "worker", here, false, 1024, true},  //
      {Job::kExtract, "extract", none, true, 256},        //
      {Job::kDeliver, "deliver", net, false, 256},        //
      {Job::kIndex, "index", here, false, 1024, true},    //
      {Job::kClocks, "clocks", here, false, 256},
      {Job::kMetrics, "metrics", here, false, 256},
      {Job::kReader, "reader", none, false, 256},
      {Job::kWeb, "web", none, false, 288, false, true},
      {Job::kAnswering, "answering", here, false, 1024, true},
  };
  return table;
}

namespace {

#ifndef POUCH_SANITIZED
constexpr rlim_t kRoom = rlim_t{64} << 20;  // beside what is mapped

rlim_t mapped_now() {
  std::uint64_t pages = 0;
  std::ifstream("/proc/self/statm") >> pages;
  return pages * static_cast<rlim_t>(sysconf(_SC_PAGESIZE));
}

// What a loop of HTTP over inherited sockets, its log, its memory and its end need. A library that
// looks for a file finds none.
void load_listed_only() {
  Filter filter(SCMP_ACT_KILL_PROCESS);
  filter.allow({SCMP_SYS(read),         SCMP_SYS(write),         SCMP_SYS(close),
                SCMP_SYS(recvfrom),     SCMP_SYS(sendto),        SCMP_SYS(accept4),
                SCMP_SYS(shutdown),     SCMP_SYS(poll),          SCMP_SYS(restart_syscall),
                SCMP_SYS(mmap),         SCMP_SYS(munmap),        SCMP_SYS(mremap),
                SCMP_SYS(madvise),      SCMP_SYS(mprotect),      SCMP_SYS(brk),
                SCMP_SYS(futex),        SCMP_SYS(clock_gettime), SCMP_SYS(gettimeofday),
                SCMP_SYS(rt_sigreturn), SCMP_SYS(rt_sigaction),  SCMP_SYS(rt_sigprocmask),
                SCMP_SYS(getrandom),    SCMP_SYS(getpid),        SCMP_SYS(gettid),
                SCMP_SYS(tgkill),       SCMP_SYS(exit),          SCMP_SYS(exit_group)});
  filter.hide({SCMP_SYS(open), SCMP_SYS(openat), SCMP_SYS(access), SCMP_SYS(newfstatat)}, ENOENT);
  filter.load();
}
#endif

}  // namespace

void confine(Job job, bool networks) {
  using mail::openpgp::limit_resource;
  const auto& table = confinements();
  const auto& row = *std::find_if(table.begin(), table.end(),
                                  [&](const Confinement& one) { return one.job == job; });
  limit_resource(RLIMIT_CORE, 0);
  limit_resource(RLIMIT_NOFILE, row.files);
#ifndef POUCH_SANITIZED
  limit_resource(RLIMIT_AS, row.listed_only ? mapped_now() + kRoom : rlim_t{2} << 30);
#endif
  prctl(PR_SET_DUMPABLE, 0);
  prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
#ifndef POUCH_SANITIZED
  if (row.listed_only) {
    return load_listed_only();
  }
#endif
  Filter filter;
  for (const auto call : mail::openpgp::kForbiddenCalls) {
    filter.forbid(call);
  }
  auto families = row.families;
  if (networks && row.asks) {
    families.insert(families.end(), {AF_INET, AF_INET6});
  }
  filter.allow_sockets(families);
  if (!row.programs) {
    filter.forbid({SCMP_SYS(execve), SCMP_SYS(execveat)});
    filter.forbid_forking();
  }
  filter.load();
}

}  // namespace pouch::gateway
