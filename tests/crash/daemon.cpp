#include "tests/crash/daemon.hpp"

#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>

#include <chrono>
#include <stdexcept>
#include <vector>

extern char** environ;

namespace pouch::test {
namespace {

constexpr std::chrono::milliseconds kLook{20}, kRestart{100};  // RestartSec=100ms is the default

int code_of(int status) { return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status); }

}  // namespace

Daemon::Daemon(const Site& site, std::filesystem::path log) : site_(site), log_(std::move(log)) {}

Daemon::~Daemon() {
  stopping_ = true;
  if (pid_ > 0) {
    kill(pid_, SIGKILL);
  }
  if (keeper_.joinable()) {
    keeper_.join();
  }
  if (pid_ > 0) {
    waitpid(pid_, nullptr, 0);
  }
  for (const auto pid : site_.processes("")) {
    kill(pid, SIGKILL);
  }
}

void Daemon::spawn() {
  const auto config = (site_.folder() / "pouch.toml").string();
  // Ended by the kernel when the test is killed, as everything below it then.
  std::string words[] = {"setpriv", "--pdeathsig", "TERM", POUCH_PROGRAM, "-c", config, "serve"};
  std::vector<char*> arguments;
  for (auto& word : words) {
    arguments.push_back(word.data());
  }
  arguments.push_back(nullptr);
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0);
  posix_spawn_file_actions_addopen(&actions, 1, "/dev/null", O_WRONLY, 0);
  posix_spawn_file_actions_addopen(&actions, 2, log_.c_str(), O_WRONLY | O_CREAT | O_APPEND, 0600);
  pid_t pid = -1;
  const int error =
      posix_spawnp(&pid, arguments.front(), &actions, nullptr, arguments.data(), environ);
  posix_spawn_file_actions_destroy(&actions);
  if (error != 0) {
    throw std::runtime_error("cannot start pouch serve");
  }
  ++starts_;
  pid_ = pid;
}

void Daemon::start() {
  spawn();
  keeper_ = std::thread([this] { keep(); });
}

void Daemon::keep() {
  while (!stopping_) {
    std::this_thread::sleep_for(kLook);
    const pid_t pid = pid_;
    if (stopping_ || waitpid(pid, nullptr, WNOHANG) != pid) {
      continue;
    }
    pid_ = -1;
    if (with_all_.exchange(false)) {
      for (const auto left : site_.processes("")) {
        kill(left, SIGKILL);
      }
    }
    std::this_thread::sleep_for(kRestart);
    if (!stopping_) {
      spawn();
    }
  }
}

void Daemon::kill_supervisor(bool with_all) {
  const pid_t pid = pid_;
  if (pid > 0) {
    with_all_ = with_all;
    kill(pid, SIGKILL);
  }
}

void Daemon::reload() const {
  const pid_t pid = pid_;
  if (pid > 0) {
    kill(pid, SIGHUP);
  }
}

int Daemon::stop(int seconds) {
  stopping_ = true;
  keeper_.join();
  if (pid_ < 0) {
    return -1;
  }
  kill(pid_, SIGTERM);
  int status = 0;
  const bool ended =
      eventually([&] { return waitpid(pid_, &status, WNOHANG) == pid_; }, seconds * 1000);
  if (!ended) {
    kill(pid_, SIGKILL);
    waitpid(pid_, &status, 0);
  }
  pid_ = -1;
  return ended ? code_of(status) : -1;
}

}  // namespace pouch::test
