#include "gateway/process/child.hpp"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <string_view>
#include <thread>
#include <utility>

#include "gateway/archive/archive.hpp"
#include "gateway/fault.hpp"
#include "gateway/process/collector.hpp"
#include "gateway/process/confine.hpp"
#include "gateway/process/deliverer.hpp"
#include "gateway/process/doing.hpp"
#include "gateway/process/indexer.hpp"
#include "gateway/process/intake.hpp"
#include "gateway/process/log.hpp"
#include "gateway/process/metrics_server.hpp"
#include "gateway/process/metrics_text.hpp"
#include "gateway/process/patience.hpp"
#include "gateway/process/reach.hpp"
#include "gateway/process/strangers.hpp"
#include "gateway/process/wake.hpp"
#include "gateway/process/worker.hpp"
#include "mail/openpgp/helper.hpp"

namespace pouch::gateway {
namespace {

constexpr std::chrono::seconds kLongestSleep{60};
constexpr std::chrono::seconds kLookForRoom{5};  // on the disk, while mail waits for it
constexpr int kGather = 200;  // milliseconds in which index work gathers into one commit

std::atomic<bool> stop_asked{false};
std::atomic<bool> reload_wanted{false};
std::atomic<bool> agent_back{false};
int stop_pipe[2] = {-1, -1};
int reload_pipe[2] = {-1, -1};

void on_signal(int number) {
  const char octet = 0;
  if (number == SIGHUP) {
    reload_wanted = true;
    (void)!write(reload_pipe[1], &octet, 1);
  } else {
    stop_asked = true;
    (void)!write(stop_pipe[1], &octet, 1);
  }
}

void handle_signals() {
  if (pipe2(stop_pipe, O_CLOEXEC | O_NONBLOCK) != 0 ||
      pipe2(reload_pipe, O_CLOEXEC | O_NONBLOCK) != 0) {
    throw Fault(true, "no descriptors left", "raise the limit of open files");
  }
  struct sigaction action {};
  action.sa_handler = on_signal;
  action.sa_flags = SA_RESTART;
  for (const int number : {SIGTERM, SIGINT, SIGHUP}) {
    sigaction(number, &action, nullptr);
  }
  signal(SIGPIPE, SIG_IGN);
}

void drain(int descriptor) {
  std::array<char, 256> buffer{};
  while (read(descriptor, buffer.data(), buffer.size()) > 0) {
  }
}

void take_wakes(int descriptor) {
  std::array<char, 256> buffer{};
  for (ssize_t got = 0; (got = read(descriptor, buffer.data(), buffer.size())) > 0;) {
    const std::string_view octets(buffer.data(), static_cast<std::size_t>(got));
    if (octets.find(static_cast<char>(Wake::kAgent)) != std::string_view::npos) {
      agent_back = true;
    }
  }
}

// Waits on wakes, stop and reload.
void wait(int wakes, std::chrono::milliseconds time) {
  std::array<pollfd, 3> waits{
      {{wakes, POLLIN, 0}, {stop_pipe[0], POLLIN, 0}, {reload_pipe[0], POLLIN, 0}}};
  poll(waits.data(), waits.size(), static_cast<int>(time.count()));
  if (wakes >= 0 && waits[0].revents != 0) {
    take_wakes(wakes);
    if ((waits[0].revents & POLLHUP) != 0) {
      stop_asked = true;  // the supervisor is gone
    }
  }
  drain(reload_pipe[0]);
}

std::optional<Time> earlier(std::optional<Time> left, std::optional<Time> right) {
  return left && right ? std::min(left, right) : left ? left : right;
}

void take_slot(const Runtime& runtime, const Inherited& inherited) {
  if (inherited.slot >= 0) {
    tell_doings(runtime.site.state, static_cast<std::size_t>(inherited.slot));
  }
}

void use_openpgp(int line) {
  if (line >= 0) {
    fcntl(line, F_SETFD, FD_CLOEXEC);
    mail::openpgp::use_helper(mail::openpgp::Helper::handed(mail::openpgp::Descriptor(line)));
  }
}

// From here on it opens no file but the store's.
void keep_from_gnupg(const config::Site& site) {
  switch (keep_to_state(site.state, site.gnupg)) {
    case Reach::kKept:
      return;
    case Reach::kNoLandlock:
      return log(Level::kWarning, "gnupg-in-reach", {{"what", "the kernel has no Landlock"}});
    case Reach::kGnupgInside:
      return log(Level::kWarning, "gnupg-in-reach",
                 {{"what", "paths.gnupg lies in the state folder"}});
  }
}

std::string source_name(const std::string& uri) { return uri.substr(0, uri.find(':')); }

// One listener with its own thread and its own connection to the store.
struct Door {
  Door(mail::ListeningSocket socket, const Runtime& runtime, const Addresses& addresses)
      : intake(runtime.site, source_name(socket.uri()), addresses, runtime.now),
        listener(settings(socket.uri(), runtime), std::move(socket), intake) {}
  static mail::ListenerSettings settings(const std::string& uri, const Runtime& runtime) {
    mail::ListenerSettings result;
    result.uri = uri;
    result.host_name = runtime.site.address.substr(runtime.site.address.rfind('@') + 1);
    result.message_limit = runtime.site.limits.message;
    return result;
  }
  Intake intake;
  mail::Listener listener;
  std::thread thread;
};

// Everything that is due.
void work_all(const Runtime& runtime, Rest& rest, Worker& worker) {
  auto last = Work::kNothing;
  while (!rest.stopping() && (last = worker.work_one()) == Work::kDone) {
    wake(runtime.site.state, Wake::kLetters);
    wake(runtime.site.state, Wake::kIndex);
    wake(runtime.site.state, Wake::kClock);
    wake(runtime.site.state, Wake::kSettled);
  }
  if (last == Work::kPutBack) {
    wake(runtime.site.state, Wake::kAgent);  // perhaps it was that: the supervisor asks it
  }
  if (!rest.stopping() && worker.tell_of_letters() > 0) {
    wake(runtime.site.state, Wake::kLetters);
  }
}

}  // namespace

Rest::Rest(int wakes) : wakes_(wakes) {
  if (wakes >= 0) {
    fcntl(wakes, F_SETFL, O_NONBLOCK);
    fcntl(wakes, F_SETFD, FD_CLOEXEC);
  }
  handle_signals();
}

bool Rest::sleep(const Runtime& runtime, std::optional<Time> until) {
  std::chrono::milliseconds time = kLongestSleep;
  if (until) {
    time = std::clamp<std::chrono::milliseconds>(*until - runtime.now(),
                                                 std::chrono::milliseconds(0), kLongestSleep);
  }
  if (!stop_asked && time.count() > 0) {
    wait(wakes_, time);
  }
  return !stop_asked;
}

void Rest::heard() { wait(wakes_, std::chrono::milliseconds(0)); }

bool Rest::pause(int milliseconds) {
  pollfd stop{stop_pipe[0], POLLIN, 0};
  poll(&stop, 1, milliseconds);
  return !stop_asked;
}

bool Rest::stopping() const { return stop_asked; }
bool Rest::agent_is_back() { return agent_back.exchange(false); }
bool Rest::reload_asked() { return reload_wanted.exchange(false); }
int Rest::stop_descriptor() const { return stop_pipe[0]; }

int run_worker(const std::filesystem::path& config, const Inherited& inherited) {
  log_as("worker");
  Rest rest(inherited.wakes);
  const auto data_key = read_data_key(inherited.data_key);
  use_openpgp(inherited.openpgp);
  confine(Job::kWorker);
  auto runtime = load_runtime(config);
  take_slot(runtime, inherited);
  keep_from_gnupg(runtime.site);
  runtime.index_key = index_key(data_key);
  Store store(runtime.site.state, data_key);
  mail::openpgp::Engine engine(runtime.site.gnupg, runtime.limits, rest.stop_descriptor());
  Worker worker(runtime, store, engine);
  bool cramped = false;
  live(runtime, rest, [&] {
    if (worker.look_at_waiting_legs() > 0) {
      wake(runtime.site.state, Wake::kLetters);
    }
    const bool was_cramped = std::exchange(cramped, is_cramped(runtime.site));
    if (rest.agent_is_back() || (was_cramped && !cramped)) {
      store.spool().retry_now();
    }
    work_all(runtime, rest, worker);
    auto due = store.spool().next_due();
    if (due && cramped) {
      due = std::min(*due, runtime.now() + kLookForRoom);
    }
    return earlier(worker.next_look(), earlier(due, store.next_notice()));
  });
  worker.settle();
  return 0;
}

int run_deliver(const std::filesystem::path& config, const Inherited& inherited) {
  log_as("deliver");
  Rest rest(inherited.wakes);
  const auto data_key = read_data_key(inherited.data_key);
  confine(Job::kDeliver);
  const auto runtime = load_runtime_without_forms(config);
  take_slot(runtime, inherited);
  Store store(runtime.site.state, data_key);
  Deliverer deliverer(runtime, store, rest.stop_descriptor());
  live(runtime, rest, [&] {
    if (deliverer.work() > 0 && store.next_notice()) {
      wake(runtime.site.state, Wake::kSpool);
    }
    return store.next_delivery();
  });
  deliverer.settle();
  return 0;
}

int run_index(const std::filesystem::path& config, const Inherited& inherited) {
  log_as("index");
  Rest rest(inherited.wakes);
  const auto data_key = read_data_key(inherited.data_key);
  confine(Job::kIndex);
  const auto runtime = load_runtime(config);
  take_slot(runtime, inherited);
  Store store(runtime.site.state, data_key);
  Indexer indexer(runtime, store, data_key);
  live(runtime, rest, [&]() -> std::optional<Time> {
    while (!rest.stopping() && indexer.work() > 0) {
      rest.pause(kGather);
    }
    return std::nullopt;
  });
  return 0;
}

int run_clocks(const std::filesystem::path& config, const Inherited& inherited) {
  log_as("clocks");
  Rest rest(inherited.wakes);
  const auto data_key = read_data_key(inherited.data_key);
  confine(Job::kClocks);
  const auto runtime = load_runtime_without_forms(config);
  take_slot(runtime, inherited);
  Store store(runtime.site.state, data_key);
  const auto warn_after = runtime.site.delivery.warn_after;
  live(runtime, rest, [&] {
    const Doing doing("deadlines");
    for (const auto& [number, country] : store.newly_overdue(runtime.now())) {
      log(Level::kWarning, "overdue", {{"case", number.text()}, {"country", country}});
    }
    const auto kept = runtime.site.limits.held;
    expire_held(runtime, store);
    store.forget_kept(runtime.now());
    store.spool().forget_orders(runtime.now());
    if (store.newly_delayed(runtime.now(), warn_after) > 0) {
      wake(runtime.site.state, Wake::kSpool);
    }
    const auto forgetting =
        earlier(store.next_expiry(runtime.now(), kept),
                earlier(store.next_forgetting(), store.spool().next_forgetting()));
    return earlier(store.next_delay(warn_after),
                   earlier(store.next_deadline(runtime.now()), forgetting));
  });
  return 0;
}

int run_intake(const std::filesystem::path& config, const Inherited& inherited) {
  log_as("intake");
  Rest rest(inherited.wakes);
  const auto runtime = load_runtime_without_forms(config);
  take_slot(runtime, inherited);
  confine(Job::kIntake);
  Addresses addresses(runtime);
  std::vector<std::unique_ptr<Door>> doors;
  for (std::size_t i = 0; i < inherited.sources.size(); ++i) {
    doors.push_back(std::make_unique<Door>(
        mail::ListeningSocket::adopt(inherited.sources[i], inherited.sockets.at(i)), runtime,
        addresses));
  }
  for (auto& door : doors) {
    door->thread = std::thread([&door, &rest] { door->listener.run(rest.stop_descriptor()); });
  }
  (void)!write(inherited.report, "", 1);  // one octet
  close(inherited.report);
  while (rest.sleep(runtime, std::nullopt)) {
    if (rest.reload_asked()) {
      try {
        addresses.replace(load_runtime_without_forms(config));
      } catch (const config::Fault&) {
        // The supervisor has said what is wrong; the old addresses stay.
      }
    }
  }
  for (auto& door : doors) {
    door->thread.join();
  }
  return 0;
}

int run_collect(const std::filesystem::path& config, const Inherited& inherited) {
  log_as("collect");
  Rest rest(inherited.wakes);
  const auto runtime = load_runtime_without_forms(config);
  take_slot(runtime, inherited);
  confine(Job::kCollect);
  auto database = Database::open_store(runtime.site.state);
  const auto& uri = inherited.sources.at(0);
  collect(make_collector(uri, runtime, database, rest.stop_descriptor()), uri, runtime, rest);
  return 0;
}

int run_metrics(const std::filesystem::path& config, const Inherited& inherited) {
  log_as("metrics");
  Rest rest(inherited.wakes);
  const auto site = load_own_site(config);
  confine(Job::kMetrics);
  MetricsServer server(
      mail::ListeningSocket::adopt(inherited.sources.at(0), inherited.sockets.at(0)),
      [&site] { return metrics_text(look_at(site, system_clock()())); });
  server.run(rest.stop_descriptor());
  return 0;
}

}  // namespace pouch::gateway
