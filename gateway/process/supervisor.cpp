#include "gateway/process/supervisor.hpp"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/file.h>
#include <sys/prctl.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstdio>
#include <string>
#include <thread>
#include <vector>

#include "gateway/fault.hpp"
#include "gateway/process/log.hpp"
#include "gateway/process/ring.hpp"
#include "gateway/process/runtime.hpp"
#include "gateway/process/wake.hpp"
#include "gateway/store/store.hpp"
#include "mail/openpgp/keyring.hpp"

namespace pouch::gateway {
namespace {

using Steady = std::chrono::steady_clock;

constexpr std::chrono::milliseconds kFirstPause{100}, kLongestPause{10000};
constexpr std::chrono::seconds kSteadyLife{5};  // a process that lived so long was sound
constexpr std::chrono::seconds kStopTime{9}, kDrainTime{30}, kAgentTime{10};

struct Process {
  std::string name;  // "worker", "intake" …; "agent" is gpg-agent
  std::vector<Wake> hears;
  bool with_key = true;
  pid_t pid = -1;
  int wakes = -1;  // our write end
  Steady::time_point started{}, due{};
  std::chrono::milliseconds pause{0};
};

Process process_of(std::string name, std::vector<Wake> hears, bool with_key) {
  Process process;
  process.name = std::move(name);
  process.hears = std::move(hears);
  process.with_key = with_key;
  return process;
}

std::vector<char*> pointers(std::vector<std::string>& strings) {
  std::vector<char*> result;
  for (auto& text : strings) {
    result.push_back(text.data());
  }
  result.push_back(nullptr);
  return result;
}

class Supervisor {
 public:
  explicit Supervisor(std::filesystem::path config)
      : config_(std::move(config)), runtime_(load_runtime(config_)) {}

  int run() {
    lock();
    block_signals();
    wake_socket_ = listen_for_wakes(runtime_.site.state);
    start_agent();
    sync_ring(runtime_);
    data_key_ = unwrap_data_key(runtime_);
    {
      Store store(runtime_.site.state, data_key_);
      store.spool().sweep_orphans();
    }
    plan_processes();
    for (auto& process : processes_) {
      start(process);
    }
    log(Level::kInfo, "up", {{"site", runtime_.site.address}});
    while (!stopping_) {
      turn();
    }
    stop();
    return 0;
  }

 private:
  void lock() {
    const auto file = runtime_.site.state / "serve.lock";
    lock_ = open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (lock_ < 0) {
      throw Fault(false, "cannot open " + file.string(), "is the state folder writable?");
    }
    if (flock(lock_, LOCK_EX | LOCK_NB) != 0) {
      throw Fault(true, "a pouch serve is already running for this site",
                  "stop it first, or send it SIGHUP to read the configuration again");
    }
  }

  void block_signals() {
    sigemptyset(&signals_);
    for (const int number : {SIGTERM, SIGINT, SIGHUP, SIGCHLD}) {
      sigaddset(&signals_, number);
    }
    sigprocmask(SIG_BLOCK, &signals_, &before_);
    signal_descriptor_ = signalfd(-1, &signals_, SFD_CLOEXEC | SFD_NONBLOCK);
    signal(SIGPIPE, SIG_IGN);
  }

  void start_agent() {
    agent_.name = "agent";
    spawn(agent_, mail::openpgp::agent_command(runtime_.site.gnupg), {});
    const auto end = Steady::now() + kAgentTime;
    while (!mail::openpgp::agent_running(runtime_.site.gnupg)) {
      if (Steady::now() > end) {
        throw Fault(true, "gpg-agent does not answer",
                    "see its log; the path of " + runtime_.site.gnupg.string() +
                        " must be shorter than 80 octets");
      }
      std::this_thread::sleep_for(std::chrono::milliseconds(20));
    }
  }

  void plan_processes() {
    for (std::size_t i = 0; i < runtime_.site.workers; ++i) {
      processes_.push_back(process_of("worker", {Wake::kSpool}, true));
    }
    processes_.push_back(process_of("deliver", {Wake::kLetters}, true));
    processes_.push_back(process_of("index", {Wake::kIndex}, true));
    processes_.push_back(process_of("clocks", {Wake::kClock}, true));
    processes_.push_back(process_of("intake", {}, false));
  }

  void start(Process& process) {
    std::vector<std::string> command{"/proc/self/exe", "-c",
                                     std::filesystem::absolute(config_).string(), "process",
                                     process.name};
    int wakes[2] = {-1, -1}, report[2] = {-1, -1};
    if (pipe2(wakes, O_CLOEXEC) != 0 ||
        (process.name == "intake" && pipe2(report, O_CLOEXEC) != 0)) {
      throw Fault(true, "no descriptors left", "raise the limit of open files");
    }
    std::vector<int> inherit{wakes[0]};
    command.insert(command.end(), {"--wakes", std::to_string(wakes[0])});
    int key = -1;
    if (process.with_key) {
      key = data_key_descriptor(data_key_);
      fcntl(key, F_SETFD, FD_CLOEXEC);
      inherit.push_back(key);
      command.insert(command.end(), {"--data-key", std::to_string(key)});
    }
    if (report[1] >= 0) {
      inherit.push_back(report[1]);
      command.insert(command.end(), {"--report", std::to_string(report[1])});
    }
    process.wakes = wakes[1];
    fcntl(process.wakes, F_SETFL, O_NONBLOCK);
    spawn(process, std::move(command), inherit);
    for (const int descriptor : {wakes[0], key, report[1]}) {
      if (descriptor >= 0) {
        close(descriptor);
      }
    }
    if (report[0] >= 0) {
      report_ = report[0];
      fcntl(report_, F_SETFL, O_NONBLOCK);
    }
  }

  void spawn(Process& process, std::vector<std::string> command, const std::vector<int>& inherit) {
    const auto parent = getpid();
    auto arguments = pointers(command);
    const pid_t pid = fork();
    if (pid < 0) {
      throw Fault(true, "cannot start " + process.name,
                  "is the machine out of processes or memory?");
    }
    if (pid == 0) {
      // Only async-signal-safe calls from here to exec.
      prctl(PR_SET_PDEATHSIG, process.name == "agent" ? SIGKILL : SIGTERM);
      if (getppid() != parent) {
        _exit(0);
      }
      sigprocmask(SIG_SETMASK, &before_, nullptr);
      for (const int descriptor : inherit) {
        fcntl(descriptor, F_SETFD, 0);
      }
      execvp(arguments[0], arguments.data());
      _exit(127);
    }
    process.pid = pid;
    process.started = Steady::now();
  }

  void turn() {
    std::array<pollfd, 3> waits{
        {{signal_descriptor_, POLLIN, 0}, {wake_socket_, POLLIN, 0}, {report_, POLLIN, 0}}};
    poll(waits.data(), waits.size(), time_to_next_start());
    if (waits[0].revents != 0) {
      read_signals();
    }
    if (waits[1].revents != 0) {
      pass_wakes();
    }
    if (report_ >= 0 && waits[2].revents != 0) {
      read_report();
    }
    restart_due();
  }

  int time_to_next_start() {
    auto least = std::chrono::milliseconds(-1);
    for (const auto* process : all()) {
      if (process->pid < 0) {
        const auto left =
            std::max(std::chrono::milliseconds(0),
                     std::chrono::ceil<std::chrono::milliseconds>(process->due - Steady::now()));
        least = least.count() < 0 ? left : std::min(least, left);
      }
    }
    return static_cast<int>(least.count());
  }

  std::vector<Process*> all() {
    std::vector<Process*> result{&agent_};
    for (auto& process : processes_) {
      result.push_back(&process);
    }
    return result;
  }

  void read_signals() {
    signalfd_siginfo info{};
    while (read(signal_descriptor_, &info, sizeof info) == sizeof info) {
      switch (info.ssi_signo) {
        case SIGTERM:
        case SIGINT:
          stopping_ = true;
          break;
        case SIGHUP:
          reload();
          break;
        default:
          reap();
          break;
      }
    }
  }

  void reap() {
    int status = 0;
    for (pid_t pid = 0; (pid = waitpid(-1, &status, WNOHANG)) > 0;) {
      for (auto* process : all()) {
        if (process->pid == pid) {
          ended(*process, status);
        }
      }
    }
  }

  void ended(Process& process, int status) {
    process.pid = -1;
    if (process.wakes >= 0) {
      close(process.wakes);
      process.wakes = -1;
    }
    const bool wanted = stopping_ || draining_;
    const bool sound = Steady::now() - process.started >= kSteadyLife;
    process.pause = sound || wanted
                        ? std::chrono::milliseconds(0)
                        : std::min(std::max(process.pause * 2, kFirstPause), kLongestPause);
    process.due = Steady::now() + process.pause;
    if (!wanted) {
      log(Level::kError, "ended",
          {{"name", process.name},
           {"status", WIFEXITED(status) ? "exit " + std::to_string(WEXITSTATUS(status))
                                        : "signal " + std::to_string(WTERMSIG(status))}});
    }
  }

  void restart_due() {
    if (stopping_ || draining_) {
      return;
    }
    if (agent_.pid < 0 && agent_.due <= Steady::now()) {
      spawn(agent_, mail::openpgp::agent_command(runtime_.site.gnupg), {});
    }
    for (auto& process : processes_) {
      if (process.pid < 0 && process.due <= Steady::now()) {
        start(process);
      }
    }
  }

  void pass_wakes() {
    std::array<char, 64> octets{};
    bool passed[256] = {};
    for (ssize_t got = 0; (got = recv(wake_socket_, octets.data(), octets.size(), 0)) > 0;) {
      passed[static_cast<unsigned char>(octets[0])] = true;
    }
    for (const auto& process : processes_) {
      for (const auto what : process.hears) {
        if (process.wakes >= 0 && passed[static_cast<unsigned char>(what)]) {
          const char octet = static_cast<char>(what);
          (void)!write(process.wakes, &octet, 1);
        }
      }
    }
  }

  // The intake has bound its listeners: tell whoever waits for us.
  void read_report() {
    std::array<char, 4096> octets{};
    ssize_t got = 0;
    while ((got = read(report_, octets.data(), octets.size())) > 0) {
      reported_.append(octets.data(), static_cast<std::size_t>(got));
    }
    if (reported_.ends_with("\n\n") || got == 0) {
      std::size_t begin = 0;
      for (std::size_t end = 0;
           (end = reported_.find('\n', begin)) != std::string::npos && end > begin;
           begin = end + 1) {
        std::printf("ready %s\n", reported_.substr(begin, end - begin).c_str());
      }
      std::fflush(stdout);
      reported_.clear();
      close(report_);
      report_ = -1;
    }
  }

  void reload() {
    try {
      auto fresh = load_runtime(config_);
      runtime_ = std::move(fresh);
    } catch (const config::Fault& fault) {
      for (const auto& finding : fault.findings()) {
        log(Level::kError, "not-reloaded",
            {{"file", finding.file},
             {"line", std::to_string(finding.line)},
             {"key", finding.key},
             {"what", finding.what},
             {"hint", finding.hint}});
      }
      return;
    }
    // The ring is swapped while no worker uses it; the listeners stay open.
    draining_ = true;
    signal_all(SIGTERM, "intake");
    wait_for_end(kDrainTime, "intake");
    sync_ring(runtime_);
    draining_ = false;
    for (auto& process : processes_) {
      if (process.name == "intake" && process.pid > 0) {
        kill(process.pid, SIGHUP);
      }
    }
    log(Level::kInfo, "reloaded");
  }

  void signal_all(int number, const std::string& except) {
    for (const auto& process : processes_) {
      if (process.pid > 0 && process.name != except) {
        kill(process.pid, number);
      }
    }
  }

  void wait_for_end(std::chrono::seconds time, const std::string& except) {
    const auto end = Steady::now() + time;
    const auto alive = [&] {
      return std::any_of(processes_.begin(), processes_.end(), [&](const Process& process) {
        return process.pid > 0 && process.name != except;
      });
    };
    while (alive()) {
      if (Steady::now() > end) {
        signal_all(SIGKILL, except);
      }
      std::this_thread::sleep_for(std::chrono::milliseconds(10));
      reap();
    }
  }

  void stop() {
    // No new mail first; what was accepted stays in the store whatever happens to the others.
    for (auto& process : processes_) {
      if (process.name == "intake" && process.pid > 0) {
        kill(process.pid, SIGTERM);
      }
    }
    signal_all(SIGTERM, "intake");
    wait_for_end(kStopTime, "");
    if (agent_.pid > 0) {
      kill(agent_.pid, SIGTERM);
      mail::openpgp::stop_agent(runtime_.site.gnupg);
      waitpid(agent_.pid, nullptr, 0);
    }
    std::error_code ignored;
    std::filesystem::remove(runtime_.site.state / "wake.sock", ignored);
    log(Level::kInfo, "down");
  }

  std::filesystem::path config_;
  Runtime runtime_;
  Secret data_key_;
  Process agent_{};
  std::vector<Process> processes_;
  sigset_t signals_{}, before_{};
  int lock_ = -1, signal_descriptor_ = -1, wake_socket_ = -1, report_ = -1;
  std::string reported_;
  bool stopping_ = false, draining_ = false;
};

}  // namespace

int supervise(const std::filesystem::path& config) {
  log_as("serve");
  Supervisor supervisor(config);
  return supervisor.run();
}

}  // namespace pouch::gateway
