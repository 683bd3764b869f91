#include "gateway/confine/cage.hpp"

#include <fcntl.h>
#include <linux/filter.h>
#include <linux/landlock.h>
#include <linux/seccomp.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "gateway/confine/confine.hpp"

namespace pouch::gateway {
namespace {

constexpr __u64 kRead = LANDLOCK_ACCESS_FS_READ_FILE | LANDLOCK_ACCESS_FS_READ_DIR;
constexpr __u64 kReadAndRun = kRead | LANDLOCK_ACCESS_FS_EXECUTE;
constexpr __u64 kOfAFile = LANDLOCK_ACCESS_FS_READ_FILE | LANDLOCK_ACCESS_FS_EXECUTE;
constexpr __u64 kAll = (LANDLOCK_ACCESS_FS_MAKE_SYM << 1) - 1;  // of Landlock's first version

struct Open {
  const char* path;
  __u64 rights;
};
// A directory that is a link (/lib) is followed; what a machine has not is left out.
constexpr Open kOpen[] = {{"/usr", kReadAndRun},           {"/lib", kReadAndRun},
                          {"/lib64", kReadAndRun},         {"/bin", kReadAndRun},
                          {"/etc/fonts", kRead},           {"/etc/ld.so.cache", kRead& kOfAFile},
                          {"/var/cache/fontconfig", kRead}};

int rules() {
  landlock_ruleset_attr handled{};
  handled.handled_access_fs = kAll;
  const auto set =
      static_cast<int>(syscall(SYS_landlock_create_ruleset, &handled, sizeof handled, 0));
  for (const auto& one : kOpen) {
    landlock_path_beneath_attr rule{};
    rule.allowed_access = one.rights;
    rule.parent_fd = set < 0 ? -1 : open(one.path, O_PATH | O_CLOEXEC);
    if (rule.parent_fd >= 0) {
      syscall(SYS_landlock_add_rule, set, LANDLOCK_RULE_PATH_BENEATH, &rule, 0);
      close(rule.parent_fd);
    }
  }
  return set;
}

bool limit(int what, rlim_t most) noexcept {
  const rlimit bound{most, most};
  return setrlimit(static_cast<__rlimit_resource>(what), &bound) == 0;
}

}  // namespace

Cage::Cage(const CageLimits& limits, Caged what)
    : limits_(limits), filter_(reader_filter(what)), files_(rules()) {}

Cage::~Cage() {
  if (files_ >= 0) {
    close(files_);
  }
}

bool Cage::enter() const noexcept {
  sock_fprog program{};
  program.len = static_cast<unsigned short>(filter_.size() / sizeof(sock_filter));
  program.filter = const_cast<sock_filter*>(reinterpret_cast<const sock_filter*>(filter_.data()));
  return limit(RLIMIT_CORE, 0) && limit(RLIMIT_FSIZE, 0) && limit(RLIMIT_NOFILE, limits_.files) &&
         limit(RLIMIT_CPU, limits_.seconds) && limit(RLIMIT_AS, limits_.memory) &&
         prctl(PR_SET_PDEATHSIG, SIGKILL) == 0 && prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0 &&
         (files_ < 0 || syscall(SYS_landlock_restrict_self, files_, 0) == 0) &&
         prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program) == 0;
}

}  // namespace pouch::gateway
