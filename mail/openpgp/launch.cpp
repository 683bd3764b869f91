#include "mail/openpgp/launch.hpp"

#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <string>
#include <vector>

#include "mail/fault.hpp"
#include "mail/openpgp/wire.hpp"

extern char** environ;

namespace pouch::mail::openpgp {
namespace {

namespace fs = std::filesystem;

constexpr const char* kProgram = "pouch-openpgp";
constexpr int kLine = 3;  // its end, in the program

// build/<preset>/tests/… has it two folders above.
fs::path program() {
  if (const char* stated = std::getenv("POUCH_OPENPGP"); stated != nullptr && *stated != '\0') {
    return stated;
  }
  std::error_code ignored;
  const auto folder = fs::read_symlink("/proc/self/exe", ignored).parent_path();
  auto beside = folder / kProgram;
  for (auto at = folder; !fs::exists(beside, ignored) && at.has_relative_path();
       at = at.parent_path()) {
    if (at.parent_path().filename() == "build") {
      beside = at / kProgram;
    }
  }
  return beside;
}

StartedHelper start(std::vector<std::string> words) {
  auto [ours, its] = socket_pair();
  const auto path = program().string();
  words.insert(words.begin(), path);
  std::vector<char*> arguments;
  for (auto& word : words) {
    arguments.push_back(word.data());
  }
  arguments.push_back(nullptr);
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_adddup2(&actions, its.get(), kLine);
  posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0);
  posix_spawn_file_actions_addopen(&actions, 1, "/dev/null", O_WRONLY, 0);
  posix_spawn_file_actions_addclosefrom_np(&actions, kLine + 1);
  posix_spawnattr_t attributes;
  posix_spawnattr_init(&attributes);
  sigset_t none, all;
  sigemptyset(&none);
  sigfillset(&all);
  posix_spawnattr_setsigmask(&attributes, &none);
  posix_spawnattr_setsigdefault(&attributes, &all);
  posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF);
  StartedHelper started{-1, std::move(ours)};
  const int error =
      posix_spawn(&started.pid, path.c_str(), &actions, &attributes, arguments.data(), environ);
  posix_spawnattr_destroy(&attributes);
  posix_spawn_file_actions_destroy(&actions);
  if (error == EAGAIN || error == ENOMEM || error == EMFILE || error == ENFILE) {
    throw Fault(Permanence::kTransient, "cannot start " + path,
                "is the machine out of processes or memory?");
  }
  if (error != 0) {
    throw Fault(Permanence::kPermanent, "cannot run " + path, "it is installed beside pouch");
  }
  return started;
}

}  // namespace

StartedHelper start_helper(const fs::path& home) { return start({fs::absolute(home).string()}); }

StartedHelper start_helper(const fs::path& home, const fs::path& room) {
  return start(
      {home.empty() ? std::string() : fs::absolute(home).string(), fs::absolute(room).string()});
}

}  // namespace pouch::mail::openpgp
