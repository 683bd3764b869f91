#include "mail/gnupg/confine.hpp"

#include <fcntl.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/landlock.h>
#include <linux/seccomp.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cerrno>
#include <cstddef>
#include <cstdlib>
#include <sstream>
#include <string>
#include <vector>

#include "mail/openpgp/confinement.hpp"

namespace pouch::mail::openpgp {
namespace {

constexpr rlim_t kFiles = 256;

#if defined(__x86_64__)
constexpr __u32 kMachine = AUDIT_ARCH_X86_64;
#elif defined(__aarch64__)
constexpr __u32 kMachine = AUDIT_ARCH_AARCH64;
#else
#error "name this machine's AUDIT_ARCH_ (linux/audit.h)"
#endif

constexpr sock_filter load(std::size_t offset) {
  return BPF_STMT(BPF_LD | BPF_W | BPF_ABS, static_cast<__u32>(offset));
}
constexpr sock_filter skip_unless(__u32 value, __u8 count) {
  return BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, value, 0, count);
}
constexpr sock_filter skip_if(__u32 value, __u8 count) {
  return BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, value, count, 0);
}
constexpr sock_filter say(__u32 what) { return BPF_STMT(BPF_RET | BPF_K, what); }
constexpr sock_filter refuse(int error) {
  return say(SECCOMP_RET_ERRNO | static_cast<__u32>(error));
}

std::vector<sock_filter> filter() {
  std::vector<sock_filter> program{load(offsetof(seccomp_data, arch)), skip_if(kMachine, 1),
                                   say(SECCOMP_RET_KILL_PROCESS), load(offsetof(seccomp_data, nr))};
#if defined(__x86_64__)
  constexpr __u32 kX32 = 0x40000000;  // calls of another kind of program
  program.push_back(BPF_JUMP(BPF_JMP | BPF_JGE | BPF_K, kX32, 0, 1));
  program.push_back(refuse(ENOSYS));
#endif
  for (const auto call : kForbiddenCalls) {
    program.push_back(skip_unless(static_cast<__u32>(call), 1));
    program.push_back(refuse(EPERM));
  }
  // The kernel takes the family for an int, whose low half comes first on these machines.
  program.push_back(skip_unless(SYS_socket, 3));
  program.push_back(load(offsetof(seccomp_data, args)));
  program.push_back(skip_if(AF_UNIX, 1));
  program.push_back(refuse(EAFNOSUPPORT));
  program.push_back(say(SECCOMP_RET_ALLOW));
  return program;
}

bool load_filter() {
  auto calls = filter();
  const sock_fprog program{static_cast<unsigned short>(calls.size()), calls.data()};
  return prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program) == 0;
}

constexpr __u64 kRead = LANDLOCK_ACCESS_FS_READ_FILE | LANDLOCK_ACCESS_FS_READ_DIR;
constexpr __u64 kAll = (LANDLOCK_ACCESS_FS_MAKE_SYM << 1) - 1;  // of Landlock's first version
constexpr __u64 kTruncate = __u64{1} << 14;                     // of its third

bool open_to(int rules, const char* path, __u64 rights) {
  landlock_path_beneath_attr rule{};
  rule.allowed_access = rights;
  rule.parent_fd = open(path, O_PATH | O_CLOEXEC);
  const bool done = rule.parent_fd >= 0 && syscall(SYS_landlock_add_rule, rules,
                                                   LANDLOCK_RULE_PATH_BENEATH, &rule, 0) == 0;
  if (rule.parent_fd >= 0) {
    close(rule.parent_fd);
  }
  return done;
}

// Sockets are not its matter: gpg-agent is reached wherever its socket lies.
void stay_in(const std::vector<std::filesystem::path>& folders) {
  const auto version =
      syscall(SYS_landlock_create_ruleset, nullptr, 0, LANDLOCK_CREATE_RULESET_VERSION);
  if (version < 1) {
    return;  // the kernel has none
  }
  const auto all = kAll | (version >= 3 ? kTruncate : 0);
  landlock_ruleset_attr handled{};
  handled.handled_access_fs = all;
  const auto rules =
      static_cast<int>(syscall(SYS_landlock_create_ruleset, &handled, sizeof handled, 0));
  for (const auto* path : {"/usr", "/lib", "/lib64", "/bin"}) {
    open_to(rules, path, kRead | LANDLOCK_ACCESS_FS_EXECUTE);
  }
  for (const auto* path : {"/etc", "/proc", "/sys"}) {
    open_to(rules, path, kRead);
  }
  // Beside them in /dev lie disks, and memory that others share.
  for (const auto* path : {"/dev/null", "/dev/zero", "/dev/random", "/dev/urandom"}) {
    open_to(rules, path, LANDLOCK_ACCESS_FS_READ_FILE | LANDLOCK_ACCESS_FS_WRITE_FILE);
  }
  // ld.so(8): what is loaded into this program is meant for its gpg too.
  if (const char* preloaded = std::getenv("LD_PRELOAD"); preloaded != nullptr) {
    std::istringstream files(preloaded);
    for (std::string file; std::getline(files, file, ':');) {
      open_to(rules, file.c_str(), LANDLOCK_ACCESS_FS_READ_FILE);
    }
  }
  bool open = true;
  for (const auto& folder : folders) {
    open = (folder.empty() ||
            open_to(rules, folder.c_str(), all & ~__u64{LANDLOCK_ACCESS_FS_EXECUTE})) &&
           open;
  }
  if (open) {
    syscall(SYS_landlock_restrict_self, rules, 0);
  }
  close(rules);
}

}  // namespace

bool confine_helper(const std::vector<std::filesystem::path>& folders) {
  limit_resource(RLIMIT_CORE, 0);
  limit_resource(RLIMIT_NOFILE, kFiles);
#ifndef POUCH_SANITIZED
  limit_resource(RLIMIT_AS, rlim_t{2} << 30);
#endif
  prctl(PR_SET_DUMPABLE, 0);
  if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0) {
    return false;
  }
  stay_in(folders);
  return load_filter();
}

}  // namespace pouch::mail::openpgp
