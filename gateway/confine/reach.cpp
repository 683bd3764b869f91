#include "gateway/confine/reach.hpp"

#include <fcntl.h>
#include <linux/landlock.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <algorithm>
#include <span>

namespace pouch::gateway {
namespace {

constexpr __u64 kReadFile = LANDLOCK_ACCESS_FS_READ_FILE;
constexpr __u64 kRead = kReadFile | LANDLOCK_ACCESS_FS_READ_DIR;
constexpr __u64 kWrite = LANDLOCK_ACCESS_FS_WRITE_FILE;
constexpr __u64 kRun = LANDLOCK_ACCESS_FS_EXECUTE;
constexpr __u64 kFirst = (LANDLOCK_ACCESS_FS_MAKE_SYM << 1) - 1;  // of Landlock's first version
constexpr __u64 kTruncate = __u64{1} << 14;                       // of its third

struct Open {
  const char* path;
  __u64 rights;
};
// What a machine has not is left out.
constexpr Open kForWorkers[] = {{"/usr", kRead}, {"/lib", kRead}, {"/lib64", kRead},
                                {"/bin", kRead}, {"/etc", kRead}, {"/proc", kRead},
                                {"/sys", kRead}};
// A program's loader is run too.
constexpr Open kForPrograms[] = {{"/usr", kRead | kRun},   {"/lib", kRead | kRun},
                                 {"/lib64", kRead | kRun}, {"/bin", kRead | kRun},
                                 {"/etc/fonts", kRead},    {"/etc/ld.so.cache", kReadFile},
                                 {"/proc", kRead},         {"/var/cache/fontconfig", kRead}};
// Beside them in /dev lie disks, and memory that others share.
constexpr Open kDevices[] = {{"/dev/null", kReadFile | kWrite},
                             {"/dev/zero", kReadFile},
                             {"/dev/random", kReadFile},
                             {"/dev/urandom", kReadFile}};

bool allow(int rules, const char* path, __u64 rights) {
  landlock_path_beneath_attr rule{};
  rule.allowed_access = rights;
  rule.parent_fd = open(path, O_PATH | O_CLOEXEC);
  if (rule.parent_fd < 0) {
    return false;
  }
  const auto added = syscall(SYS_landlock_add_rule, rules, LANDLOCK_RULE_PATH_BENEATH, &rule, 0);
  close(rule.parent_fd);
  return added == 0;
}

bool lies_in(const std::filesystem::path& inner, const std::filesystem::path& outer) {
  std::error_code ignored;
  const auto in = std::filesystem::weakly_canonical(inner, ignored);
  const auto out = std::filesystem::weakly_canonical(outer, ignored);
  return std::mismatch(out.begin(), out.end(), in.begin(), in.end()).first == out.end();
}

// `state` besides, when it is given.
Landlocked keep_to(std::span<const Open> rows, const std::filesystem::path& state) {
  const auto version =
      syscall(SYS_landlock_create_ruleset, nullptr, 0, LANDLOCK_CREATE_RULESET_VERSION);
  if (version < 1) {
    return Landlocked::kNoLandlock;
  }
  const auto all = kFirst | (version >= 3 ? kTruncate : 0);
  landlock_ruleset_attr handled{};
  handled.handled_access_fs = all;
  const auto rules =
      static_cast<int>(syscall(SYS_landlock_create_ruleset, &handled, sizeof handled, 0));
  for (const auto& some : {rows, std::span<const Open>(kDevices)}) {
    for (const auto& one : some) {
      allow(rules, one.path, one.rights);
    }
  }
  const bool kept = (state.empty() || allow(rules, state.c_str(), all & ~kRun)) &&
                    prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0 &&
                    syscall(SYS_landlock_restrict_self, rules, 0) == 0;
  if (rules >= 0) {
    close(rules);
  }
  return kept ? Landlocked::kKept : Landlocked::kNoLandlock;
}

}  // namespace

Landlocked keep_to_state(const std::filesystem::path& state, const std::filesystem::path& gnupg) {
  return lies_in(gnupg, state) ? Landlocked::kGnupgInside : keep_to(kForWorkers, state);
}

Landlocked keep_to_programs() { return keep_to(kForPrograms, {}); }

}  // namespace pouch::gateway
