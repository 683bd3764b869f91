#include "gateway/process/notify.hpp"

#include <sys/socket.h>
#include <sys/un.h>
#include <time.h>
#include <unistd.h>

#include <algorithm>
#include <charconv>
#include <cstdlib>
#include <cstring>

namespace pouch::gateway {
namespace {

std::string taken_from_environment(const char* name) {
  const char* value = std::getenv(name);
  std::string text = value == nullptr ? "" : value;
  unsetenv(name);
  return text;
}

std::optional<long long> number(const std::string& text) {
  long long value = 0;
  const auto* end = text.data() + text.size();
  const auto read = std::from_chars(text.data(), end, value);
  return read.ec == std::errc() && read.ptr == end && value > 0 ? std::optional(value)
                                                                : std::nullopt;
}

std::string one_line(std::string text) {
  std::replace_if(
      text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) < 0x20; }, ' ');
  return text;
}

}  // namespace

Notifier::Notifier(std::string socket, std::optional<std::chrono::microseconds> watchdog)
    : socket_(std::move(socket)) {
  if (watchdog && !socket_.empty()) {
    every_ = *watchdog / 2;  // sd_watchdog_enabled(3): half of it is recommended
    due_ = Clock::now() + *every_;
  }
}

Notifier Notifier::from_environment() {
  auto socket = taken_from_environment("NOTIFY_SOCKET");
  const auto time = number(taken_from_environment("WATCHDOG_USEC"));
  const auto process = number(taken_from_environment("WATCHDOG_PID"));
  const bool ours = process && *process == getpid();
  return {std::move(socket),
          time && ours ? std::optional(std::chrono::microseconds(*time)) : std::nullopt};
}

bool Notifier::say(const std::string& state) const {
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  // unix(7): an abstract name begins with a zero octet and ends where its length says.
  if (socket_.size() < 2 || socket_.size() >= sizeof address.sun_path ||
      (socket_.front() != '/' && socket_.front() != '@')) {
    return false;
  }
  std::memcpy(address.sun_path, socket_.data(), socket_.size());
  if (socket_.front() == '@') {
    address.sun_path[0] = '\0';
  }
  const int descriptor = ::socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
  if (descriptor < 0) {
    return false;
  }
  const auto size = static_cast<socklen_t>(offsetof(sockaddr_un, sun_path) + socket_.size());
  const auto sent = sendto(descriptor, state.data(), state.size(), MSG_NOSIGNAL,
                           reinterpret_cast<const sockaddr*>(&address), size);
  close(descriptor);
  return sent == static_cast<ssize_t>(state.size());
}

void Notifier::ready(const std::string& status) { say("READY=1\nSTATUS=" + one_line(status)); }

// sd_notify(3): the time lets the manager tell this reload from an earlier one; READY=1 ends it.
void Notifier::reloading() {
  timespec now{};
  clock_gettime(CLOCK_MONOTONIC, &now);
  const auto time = static_cast<long long>(now.tv_sec) * 1000000 + now.tv_nsec / 1000;
  say("RELOADING=1\nMONOTONIC_USEC=" + std::to_string(time) + "\nSTATUS=Reloading");
}

void Notifier::stopping() { say("STOPPING=1\nSTATUS=Stopping"); }

std::optional<Notifier::Clock::time_point> Notifier::ping_due() const {
  return every_ ? std::optional(due_) : std::nullopt;
}

void Notifier::ping(bool sound) {
  const auto now = Clock::now();
  if (!every_ || now < due_) {
    return;
  }
  due_ = now + *every_;
  if (sound) {
    say("WATCHDOG=1");
  }
}

}  // namespace pouch::gateway
