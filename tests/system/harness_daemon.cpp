// Site: the program as a daemon, its processes, and mail that is sent to it.
#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <unistd.h>

#include <algorithm>
#include <ios>
#include <stdexcept>

#include "tests/system/child.hpp"
#include "tests/system/harness.hpp"

namespace pouch::test {

void Site::start(const Environment& environment) {
  const auto ready = scratch_.path() / "ready";
  const auto log = scratch_.path() / "serve.log";
  auto variables = merged(environment);
  std::vector<std::string> command{POUCH_PROGRAM, "-c", (folder_ / "pouch.toml").string(), "serve"};
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_addopen(&actions, 1, ready.c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0600);
  posix_spawn_file_actions_addopen(&actions, 2, log.c_str(), O_WRONLY | O_CREAT | O_APPEND, 0600);
  const int error = posix_spawnp(&server_, command.front().c_str(), &actions, nullptr,
                                 pointers(command).data(), pointers(variables).data());
  posix_spawn_file_actions_destroy(&actions);
  if (error != 0) {
    throw std::runtime_error("cannot start pouch serve");
  }
  const bool up = eventually([&] { return read_file(ready).find("ready ") != std::string::npos; });
  if (!up) {
    throw std::runtime_error("pouch serve did not come up: " + read_file(log));
  }
  const auto text = read_file(ready);
  uri_ = text.substr(6, text.find('\n') - 6);
}

int Site::stop() {
  int status = -1;
  if (server_ > 0) {
    kill(server_, SIGTERM);
    status = wait_status(server_);
    server_ = -1;
  }
  return status;
}

std::string Site::log() const { return read_file(scratch_.path() / "serve.log"); }

std::vector<pid_t> Site::processes(const std::string& word) const {
  std::vector<pid_t> found;
  const auto mark = folder_.string();
  for (const auto& entry : fs::directory_iterator("/proc")) {
    const auto name = entry.path().filename().string();
    if (name.find_first_not_of("0123456789") != std::string::npos) {
      continue;
    }
    std::string command;
    bool here = false;
    try {
      command = read_file(entry.path() / "cmdline");
      // gpg hears of its home there.
      here = contains(command, mark) ||
             contains(read_file(entry.path() / "environ"), "GNUPGHOME=" + mark);
    } catch (const std::ios_base::failure&) {
      continue;  // it ended while we looked
    }
    std::replace(command.begin(), command.end(), '\0', ' ');
    if (here && command.find(word) != std::string::npos) {
      found.push_back(static_cast<pid_t>(std::stol(name)));
    }
  }
  return found;
}

pid_t Site::process(const std::string& word) const {
  std::vector<pid_t> found;
  if (!eventually([&] { return !(found = processes(word)).empty(); })) {
    throw std::runtime_error("no process " + word);
  }
  return found.front();
}

std::vector<pid_t> Site::agents() const {
  std::vector<pid_t> found;
  for (const auto pid : processes("gpg-agent")) {
    found.push_back(pid);
  }
  return found;
}

void Site::kill_all() {
  if (server_ > 0) {
    kill(server_, SIGKILL);
    wait_status(server_);
    server_ = -1;
  }
  for (const auto pid : processes("")) {
    kill(pid, SIGKILL);
  }
}

bool Site::send(const std::string& from, const std::string& to, const std::string& mail) const {
  const auto file = scratch_.path() / ("mail." + std::to_string(getpid()));
  write_file(file, mail);
  const auto ran = run({"curl", "--silent", "--show-error", "--url", uri_, "--mail-from", from,
                        "--mail-rcpt", to, "--upload-file", file.string()});
  return ran.status == 0;
}

}  // namespace pouch::test
