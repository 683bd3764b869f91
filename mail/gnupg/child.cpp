#include "mail/gnupg/child.hpp"

#include <signal.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <set>
#include <string>

namespace pouch::mail::openpgp {
namespace {

namespace fs = std::filesystem;

// "pipe:[4711]" of each pipe that a process holds. The three standard ones are left out: they are
// handed down, so that others have them too.
std::set<std::string> pipes_of(const fs::path& process) {
  std::set<std::string> pipes, shared;
  std::error_code error;
  for (auto entry = fs::directory_iterator(process / "fd", error);
       !error && entry != fs::directory_iterator(); entry.increment(error)) {
    std::error_code gone;
    const auto target = fs::read_symlink(entry->path(), gone).string();
    if (target.starts_with("pipe:")) {
      const auto name = entry->path().filename().string();
      (name == "0" || name == "1" || name == "2" ? shared : pipes).insert(target);
    }
  }
  for (const auto& pipe : shared) {
    pipes.erase(pipe);
  }
  return pipes;
}

bool is_gpg(const fs::path& process) {
  std::ifstream in(process / "comm");
  std::string name;
  std::getline(in, name);
  return name == "gpg" || name == "gpg2";
}

const std::set<std::string>& inherited_pipes() {
  static const std::set<std::string> pipes = pipes_of("/proc/self");
  return pipes;
}

}  // namespace

void remember_inherited_pipes() { (void)inherited_pipes(); }

void kill_gpg_of_this_process() {
  auto ours = pipes_of("/proc/self");
  for (const auto& pipe : inherited_pipes()) {
    ours.erase(pipe);
  }
  std::error_code error;
  for (auto entry = fs::directory_iterator("/proc", error);
       !error && entry != fs::directory_iterator(); entry.increment(error)) {
    const auto pid = static_cast<pid_t>(std::atoi(entry->path().filename().c_str()));
    if (pid <= 0 || !is_gpg(entry->path())) {
      continue;
    }
    const auto theirs = pipes_of(entry->path());
    if (std::any_of(theirs.begin(), theirs.end(),
                    [&](const std::string& pipe) { return ours.count(pipe) != 0; })) {
      kill(pid, SIGKILL);
    }
  }
}

}  // namespace pouch::mail::openpgp
