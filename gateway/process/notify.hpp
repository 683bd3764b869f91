// What the service manager hears of the daemon: sd_notify(3)'s datagrams, whose form systemd keeps
// stable for those who do without libsystemd (it would add memory areas that every fork of GPGME
// copies). Without NOTIFY_SOCKET all of this does nothing. Nothing here fails: a manager that does
// not listen stops nobody.
#pragma once

#include <chrono>
#include <optional>
#include <string>

namespace pouch::gateway {

class Notifier {
 public:
  using Clock = std::chrono::steady_clock;

  // `socket`: a path, or "@name" in the abstract namespace; empty: nobody listens. `watchdog`: the
  // manager ends us when it hears no ping for so long.
  Notifier(std::string socket, std::optional<std::chrono::microseconds> watchdog);
  // NOTIFY_SOCKET, and WATCHDOG_USEC when WATCHDOG_PID is ours. Takes all three out of the
  // environment: no child speaks for us.
  static Notifier from_environment();

  void ready(const std::string& status);
  void reloading();
  void stopping();

  // When the next ping is due: half of the watchdog's time after the last one. nullopt: never.
  std::optional<Clock::time_point> ping_due() const;
  // Pings when it is due and the service is sound; one that is not sound is not kept alive.
  void ping(bool sound);

 private:
  bool say(const std::string& state) const;

  std::string socket_;
  std::optional<Clock::duration> every_;
  Clock::time_point due_{};
};

}  // namespace pouch::gateway
