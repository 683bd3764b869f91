#include "gateway/process/supervisor.hpp"

#include <poll.h>
#include <signal.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstdio>
#include <optional>
#include <string>
#include <thread>
#include <tuple>
#include <utility>
#include <vector>

#include "gateway/fault.hpp"
#include "gateway/process/agent_watch.hpp"
#include "gateway/process/child_process.hpp"
#include "gateway/process/doors.hpp"
#include "gateway/process/family.hpp"
#include "gateway/process/helper_watch.hpp"
#include "gateway/process/launch.hpp"
#include "gateway/process/notify.hpp"
#include "gateway/site/current_task.hpp"
#include "gateway/site/foreground.hpp"
#include "gateway/site/log.hpp"
#include "gateway/site/ring.hpp"
#include "gateway/site/runtime.hpp"
#include "gateway/site/service_note.hpp"
#include "gateway/site/wake.hpp"
#include "gateway/store/letter_files.hpp"
#include "gateway/store/spool.hpp"
#include "gateway/store/store.hpp"
#include "gateway/work/old_audiences.hpp"
#include "mail/fault.hpp"
#include "mail/openpgp/helper.hpp"

namespace pouch::gateway {
namespace {

// A stop ends within ten seconds: the processes, then the agent (AgentWatch::stop).
constexpr std::chrono::seconds kStopTime{7};
constexpr std::chrono::milliseconds kHelperTime{500};
constexpr std::chrono::seconds kSoon{30};       // above the longest pause before a new start
constexpr std::chrono::seconds kDrainTime{10};  // besides limits.crypto_time, for the current mail

// The others read the forms, each as it starts: here their faults are found.
Runtime checked(const std::filesystem::path& config) {
  auto runtime = load_runtime_without_forms(config);
  check_forms(runtime.site, Shipped::kTrusted);
  return runtime;
}

class Supervisor {
 public:
  explicit Supervisor(std::filesystem::path config)
      : config_(std::move(config)),
        runtime_(checked(config_)),
        agent_(runtime_.site.gnupg),
        helpers_(runtime_.site.gnupg) {}

  int run() {
    lock_ = lock_for_serving(runtime_.site.state);
    block_signals();
    auto handed = handed_sockets();
    web_ = open_web(runtime_.site, handed);
    doors_ = open_doors(runtime_.site, std::move(handed));
    metrics_ = open_metrics(runtime_.site);
    wake_socket_ = listen_for_wakes(runtime_.site.state);
    agent_.start();
    sync_ring(runtime_);
    data_key_ = unwrap_data_key(runtime_);
    mail::openpgp::helper_of_process()->rest();
    {
      Store store(runtime_.site.state, data_key_);
      store.need_every_key();
      store.spool().sweep_orphans();
      store.letter_files().sweep();
      give_old_audiences(runtime_, store);
    }
    processes_ = planned(runtime_.site);
    std::tie(extract_askers_, extract_reader_) = mail::openpgp::socket_pair();
    if (!web_.empty()) {
      std::tie(web_asks_, web_answers_) = mail::openpgp::socket_pair();
    }
    announce();
    clear_doings(runtime_.site.state, processes_.size());
    since_ = runtime_.now();
    try {
      serve();
    } catch (...) {  // whatever went wrong here, nobody is left behind
      stop();
      throw;
    }
    stop();
    return 0;
  }

 private:
  void serve() {
    for (auto& process : processes_) {
      start(process);
    }
    tell();
    log(Level::kInfo, "up", {{"site", runtime_.site.address}});
    if (doors_.empty()) {
      serving();
    }
    while (!stopping_) {
      turn();
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

  // For `pouch status`. A full disk leaves the old note: it is tried again with the next change.
  void tell() {
    ServiceNote note{POUCH_VERSION, getpid(), since_};
    for (const auto& process : processes_) {
      note.processes.push_back(note_of(process));
    }
    for (auto& helper : helpers_.notes()) {
      note.processes.push_back(std::move(helper));
    }
    for (const auto& door : doors_) {
      note.listening.push_back(door.uri());
    }
    note.agent = agent_.note();
    note.reload = reload_;
    write_note(runtime_.site.state, note);
  }

  // Collectors take mail without being asked; a listener says so when it does (read_report).
  void announce() const {
    for (const auto& process : processes_) {
      if (!process.source.empty()) {
        std::printf("ready %s\n", process.source.c_str());
      }
    }
    std::fflush(stdout);
  }

  // One for which there is no room now is tried again later: the others go on.
  void start(ChildProcess& process) {
    try {
      const auto line =
          is_worker(process) ? helpers_.begin(slot_of(process)) : mail::openpgp::Descriptor();
      const int report =
          launch(process, {config_, data_key_, doors_, metrics_, web_, before_, slot_of(process),
                           line.get(), web_end(process), extract_end(process)});
      report_ = report < 0 ? report_ : report;
    } catch (const Fault& fault) {
      not_started(process, fault);
    } catch (const mail::Fault& fault) {
      not_started(process, fault);
    }
  }

  template <typename AnyFault>
  void not_started(ChildProcess& process, const AnyFault& fault) {
    log(Level::kError, "not-started",
        {{"name", process.name}, {"what", fault.what()}, {"hint", fault.hint()}});
    process.not_started();
    if (is_worker(process)) {
      helpers_.end(slot_of(process));
    }
  }

  static bool is_worker(const ChildProcess& process) { return process.name == "worker"; }
  int extract_end(const ChildProcess& process) const {
    return is_worker(process) || process.name == "answering" ? extract_askers_.get()
           : process.name == "extract"                       ? extract_reader_.get()
                                                             : -1;
  }
  int web_end(const ChildProcess& process) const {
    return process.name == "web"         ? web_asks_.get()
           : process.name == "answering" ? web_answers_.get()
                                         : -1;
  }
  std::size_t slot_of(const ChildProcess& process) const {
    return static_cast<std::size_t>(&process - processes_.data());
  }

  void turn() {
    std::vector<pollfd> waits{{signal_descriptor_, POLLIN, 0},
                              {wake_socket_, POLLIN, 0},
                              {report_, POLLIN, 0},
                              {agent_.descriptor(), POLLIN, 0}};
    for (const int line : helpers_.lines()) {
      waits.push_back({line, POLLIN, 0});
    }
    poll(waits.data(), waits.size(), time_to_next());
    if (waits[0].revents != 0) {
      read_signals();
    }
    if (waits[1].revents != 0) {
      pass_wakes();
    }
    if (report_ >= 0 && waits[2].revents != 0) {
      read_report();
    }
    if (!stopping_) {
      watch_agent(waits[3].revents != 0);
      helpers_.turn();
      end_draining();
      restart_due();
      if (helpers_.changed()) {
        tell();
      }
      retire_key();
      notifier_.ping(is_sound(processes_, kSoon));
    }
  }

  void watch_agent(bool readable) {
    const auto before = agent_.note();
    const bool renewed = agent_.turn(readable);
    if (renewed || (!before.answers && agent_.note().answers)) {
      // What waited for it need wait no longer.
      wake(processes_, Wake::kAgent);
    }
    if (renewed || before.answers != agent_.note().answers) {
      tell();
    }
  }

  // An own key that was replaced leaves the ring on its day.
  void retire_key() {
    if (runtime_.next_retirement && *runtime_.next_retirement <= runtime_.now() && !drain_end_) {
      runtime_.next_retirement.reset();  // also when the reload fails: it says so once
      reload();
    }
  }

  int time_to_next() {
    auto first = agent_.due();
    const auto sooner = [&](Steady::time_point time) {
      first = first ? std::min(*first, time) : time;
    };
    if (const auto helper = helpers_.due()) {
      sooner(*helper);
    }
    if (const auto start = first_due(processes_); start && !drain_end_) {
      sooner(*start);
    }
    if (drain_end_) {
      sooner(*drain_end_);
    }
    if (const auto ping = notifier_.ping_due()) {
      sooner(*ping);
    }
    if (!first) {
      return -1;
    }
    const auto left = std::chrono::ceil<std::chrono::milliseconds>(*first - Steady::now());
    return static_cast<int>(std::max(left, std::chrono::milliseconds(0)).count());
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
    bool stranger = false;  // gpg-agent, or a helper that a dead worker left behind
    bool changed = false;
    for (pid_t pid = 0; (pid = waitpid(-1, &status, WNOHANG)) > 0;) {
      const auto process = with_pid(processes_, pid);
      if (process == processes_.end()) {
        stranger = !helpers_.ended(pid, status) || stranger;
        continue;
      }
      if (is_worker(*process)) {
        helpers_.end(slot_of(*process));
      }
      const bool wanted = stopping_ || (drain_end_ && process->name != "intake");
      process->ended(wanted, status);
      changed = true;
      if (!wanted) {
        log(Level::kError, "ended", {{"name", process->name}, {"status", how_it_ended(status)}});
      }
    }
    if (stranger && !stopping_) {
      agent_.look();
    }
    if (changed && !stopping_) {
      tell();
    }
  }

  void restart_due() {
    if (drain_end_) {
      return;
    }
    for (auto& process : processes_) {
      if (process.pid < 0 && process.due <= Steady::now()) {
        start(process);
        wake_for_work(processes_);
        tell();
      }
    }
  }

  void pass_wakes() {
    std::array<char, 64> octets{};
    Wakes passed;
    while (recv(wake_socket_, octets.data(), octets.size(), 0) > 0) {
      passed.set(static_cast<unsigned char>(octets[0]));
    }
    const auto take = [&](Wake what) {
      const auto octet = static_cast<unsigned char>(what);
      const bool was = passed.test(octet);
      passed.reset(octet);
      return was;
    };
    // Who says so has trouble with it: whether it is there again is not his to tell the others.
    if (take(Wake::kAgent)) {
      agent_.look();
    }
    if (take(Wake::kKeys)) {
      reload();
    }
    wake(processes_, passed);
  }

  // The intake takes mail: tell whoever waits for us, the first time.
  void read_report() {
    char octet = 0;
    const auto got = read(report_, &octet, 1);
    if (got < 0) {
      return;
    }
    close(report_);
    report_ = -1;
    if (got == 1 && !std::exchange(serving_, true)) {
      for (const auto& door : doors_) {
        std::printf("ready %s\n", door.uri().c_str());
      }
      std::fflush(stdout);
      serving();
    }
  }

  void serving() { notifier_.ready(state_of_service()); }

  std::string state_of_service() const {
    return "Serving " + runtime_.site.address + " with " + std::to_string(processes_.size()) +
           " processes";
  }

  void reload() {
    if (drain_end_) {
      reload_again_ = true;  // asked for once more while the ring is being swapped
      return;
    }
    notifier_.reloading();
    try {
      fresh_ = checked(config_);
    } catch (const config::Fault& fault) {
      for (const auto& finding : fault.findings()) {
        log(Level::kError, "not-reloaded",
            {{"file", finding.file},
             {"line", std::to_string(finding.line)},
             {"key", finding.key},
             {"what", finding.what},
             {"hint", finding.hint}});
      }
      const auto& first = fault.findings().front();
      reloaded(false, first.file + ":" + std::to_string(first.line) + ": " + first.key +
                          (first.key.empty() ? "" : ": ") + first.what);
      return;
    } catch (const std::exception& fault) {  // the disk, an agent: room-specific faults
      not_reloaded(fault.what());
      return;
    }
    // The ring is swapped while no worker uses it; the listeners stay open. Signals are heard all
    // the while.
    drain_end_ = Steady::now() + kDrainTime + runtime_.site.limits.crypto_time;
    signal_all_but(processes_, "intake", SIGTERM);
  }

  void end_draining() {
    if (!drain_end_) {
      return;
    }
    if (any_alive(processes_, "intake")) {
      if (Steady::now() >= *drain_end_) {
        signal_all_but(processes_, "intake", SIGKILL);
        drain_end_ = Steady::now() + kDrainTime;
      }
      return;
    }
    drain_end_.reset();
    try {
      sync_ring(*fresh_);
      mail::openpgp::helper_of_process()->rest();
      runtime_ = std::move(*fresh_);
      // Mail that waited for what was just put right need not wait out its pause.
      Store(runtime_.site.state, data_key_).spool().retry_now();
      signal_those(processes_, "intake", SIGHUP);
      log(Level::kInfo, "reloaded");
      reloaded(true, "");
    } catch (const std::exception& fault) {
      not_reloaded(fault.what());
    }
    fresh_.reset();
    if (std::exchange(reload_again_, false)) {
      reload();
    }
  }

  void not_reloaded(const std::string& what) {
    log(Level::kError, "not-reloaded", {{"what", what}});
    reloaded(false, what);
  }

  void reloaded(bool good, const std::string& what) {
    reload_ = ReloadNote{runtime_.now(), good, what};
    tell();
    notifier_.ready(good ? state_of_service() : "Serving as before: not reloaded: " + what);
  }

  void stop() {
    notifier_.stopping();
    // No new mail first; what was accepted stays in the store whatever happens to the others.
    signal_those(processes_, "intake", SIGTERM);
    signal_all_but(processes_, "intake", SIGTERM);
    const auto end = Steady::now() + kStopTime;
    while (any_alive(processes_, "")) {
      if (Steady::now() > end) {
        signal_all_but(processes_, "", SIGKILL);
      }
      std::this_thread::sleep_for(std::chrono::milliseconds(10));
      reap();
    }
    // Their helpers see them gone.
    for (const auto last = Steady::now() + kHelperTime; helpers_.alive() && Steady::now() < last;) {
      std::this_thread::sleep_for(std::chrono::milliseconds(1));
      reap();
    }
    agent_.stop();
    kill_children();
    std::error_code ignored;
    for (const auto* name : {"wake.sock", "service.json"}) {
      std::filesystem::remove(runtime_.site.state / name, ignored);
    }
    log(Level::kInfo, "down");
  }

  std::filesystem::path config_;
  Runtime runtime_;
  Secret data_key_;
  AgentWatch agent_;
  HelperWatch helpers_;
  // Both ends stay here: who asks waits while the reader is started again.
  mail::openpgp::Descriptor extract_askers_, extract_reader_, web_asks_, web_answers_;
  Time since_{};
  std::optional<Runtime> fresh_;                 // what a reload has read, while the workers end
  std::optional<Steady::time_point> drain_end_;  // a reload waits for them until then
  std::optional<ReloadNote> reload_;
  bool reload_again_ = false;
  Family processes_;
  std::vector<mail::ListeningSocket> doors_;
  std::vector<mail::ListeningSocket> metrics_, web_;
  Notifier notifier_ = Notifier::from_environment();
  sigset_t signals_{}, before_{};
  int lock_ = -1, signal_descriptor_ = -1, wake_socket_ = -1, report_ = -1;
  bool stopping_ = false, serving_ = false;
};

}  // namespace

int supervise(const std::filesystem::path& config) {
  log_as("serve");
  Supervisor supervisor(config);
  return supervisor.run();
}

}  // namespace pouch::gateway
