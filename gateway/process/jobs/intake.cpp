// Intake: listeners, each with a thread of its own, that put mails into the spool.
#include <unistd.h>

#include <memory>
#include <optional>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "gateway/confine/confine.hpp"
#include "gateway/process/jobs/beginning.hpp"
#include "gateway/process/jobs/lives.hpp"
#include "gateway/site/runtime.hpp"
#include "gateway/traffic/intake.hpp"

namespace pouch::gateway {
namespace {

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

}  // namespace

int intake_life(const std::filesystem::path& config, const Inherited& inherited, Waiter& waiter) {
  const auto runtime = load_runtime_without_forms(config);
  take_slot(runtime.site, inherited);
  confine(Job::kIntake);
  Addresses addresses(runtime);
  std::vector<std::unique_ptr<Door>> doors;
  for (std::size_t i = 0; i < inherited.sources.size(); ++i) {
    doors.push_back(std::make_unique<Door>(
        mail::ListeningSocket::adopt(inherited.sources[i], inherited.sockets.at(i)), runtime,
        addresses));
  }
  for (auto& door : doors) {
    door->thread = std::thread([&door, &waiter] { door->listener.run(waiter.stop_descriptor()); });
  }
  (void)!write(inherited.report, "", 1);  // one octet
  close(inherited.report);
  while (waiter.sleep(runtime, std::nullopt)) {
    if (waiter.reload_asked()) {
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

}  // namespace pouch::gateway
