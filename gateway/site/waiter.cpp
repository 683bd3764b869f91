#include "gateway/site/waiter.hpp"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <chrono>
#include <string_view>

#include "gateway/fault.hpp"
#include "gateway/site/wake.hpp"

namespace pouch::gateway {
namespace {

constexpr std::chrono::seconds kLongestSleep{60};

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

}  // namespace

Waiter::Waiter(int wakes) : wakes_(wakes) {
  if (wakes >= 0) {
    fcntl(wakes, F_SETFL, O_NONBLOCK);
    fcntl(wakes, F_SETFD, FD_CLOEXEC);
  }
  handle_signals();
}

bool Waiter::sleep(const Runtime& runtime, std::optional<Time> until) {
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

void Waiter::heard() { wait(wakes_, std::chrono::milliseconds(0)); }

bool Waiter::pause(int milliseconds) {
  pollfd stop{stop_pipe[0], POLLIN, 0};
  poll(&stop, 1, milliseconds);
  return !stop_asked;
}

bool Waiter::stopping() const { return stop_asked; }
bool Waiter::agent_is_back() { return agent_back.exchange(false); }
bool Waiter::reload_asked() { return reload_wanted.exchange(false); }
int Waiter::stop_descriptor() const { return stop_pipe[0]; }

}  // namespace pouch::gateway
