#include "gateway/process/child_process.hpp"

#include <fcntl.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <fstream>

#include "gateway/fault.hpp"

namespace pouch::gateway {
namespace {

constexpr std::chrono::milliseconds kFirstPause{100}, kLongestPause{10000};
constexpr std::chrono::seconds kSteadyLife{5};  // a process that lived so long was sound

}  // namespace

ChildProcess child_process(std::string name, std::vector<Wake> hears, bool with_key) {
  ChildProcess child;
  child.name = std::move(name);
  child.hears = std::move(hears);
  child.with_key = with_key;
  return child;
}

ProcessNote note_of(const ChildProcess& child) {
  return {child.name, child.source, child.pid, child.since, child.restarts, child.end, child.how};
}

void ChildProcess::wake(Wake what) const {
  if (wakes >= 0 && std::find(hears.begin(), hears.end(), what) != hears.end()) {
    const char octet = static_cast<char>(what);
    (void)!write(wakes, &octet, 1);
  }
}

void ChildProcess::begun(pid_t as) {
  pid = as;
  started = Steady::now();
  since = std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now());
}

void ChildProcess::ended(bool wanted, int status) {
  if (!wanted) {
    ++restarts;
    end = std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now());
    how = how_it_ended(status);
  }
  pid = -1;
  if (wakes >= 0) {
    close(wakes);
    wakes = -1;
  }
  const bool sound = Steady::now() - started >= kSteadyLife;
  pause = sound || wanted ? std::chrono::milliseconds(0)
                          : std::min(std::max(pause * 2, kFirstPause), kLongestPause);
  due = Steady::now() + pause;
}

void ChildProcess::not_started() {
  pause = std::min(std::max(pause * 2, kFirstPause), kLongestPause);
  due = Steady::now() + pause;
}

void kill_children() {
  // proc(5): the children of each thread; we have one.
  std::ifstream list("/proc/self/task/" + std::to_string(getpid()) + "/children");
  for (pid_t pid = 0; list >> pid;) {
    kill(pid, SIGKILL);
  }
}

void spawn(ChildProcess& child, std::vector<std::string> command, const std::vector<int>& inherit,
           const sigset_t& before) {
  std::vector<char*> arguments;
  arguments.reserve(command.size() + 1);
  for (auto& text : command) {
    arguments.push_back(text.data());
  }
  arguments.push_back(nullptr);
  const auto parent = getpid();
  const pid_t pid = fork();
  if (pid < 0) {
    throw Fault(true, "cannot start " + child.name, "is the machine out of processes or memory?");
  }
  if (pid == 0) {
    // Only async-signal-safe calls from here to exec.
    prctl(PR_SET_PDEATHSIG, SIGTERM);
    if (getppid() != parent) {
      _exit(0);
    }
    sigprocmask(SIG_SETMASK, &before, nullptr);
    // What whoever started the daemon had open is not for its children.
    close_range(3, ~0U, CLOSE_RANGE_CLOEXEC);
    for (const int descriptor : inherit) {
      fcntl(descriptor, F_SETFD, 0);
    }
    execvp(arguments[0], arguments.data());
    _exit(127);
  }
  child.begun(pid);
}

std::string how_it_ended(int status) {
  return WIFEXITED(status) ? "exit " + std::to_string(WEXITSTATUS(status))
                           : "signal " + std::to_string(WTERMSIG(status));
}

}  // namespace pouch::gateway
