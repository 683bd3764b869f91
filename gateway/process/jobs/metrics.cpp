// Metrics: how the site stands, for a monitoring system.
#include "gateway/confine/confine.hpp"
#include "gateway/process/jobs/lives.hpp"
#include "gateway/site/runtime.hpp"
#include "gateway/status/metrics_server.hpp"
#include "gateway/status/metrics_text.hpp"
#include "mail/transport/listening_socket.hpp"

namespace pouch::gateway {

int metrics_life(const std::filesystem::path& config, const Inherited& inherited, Waiter& waiter) {
  const auto site = load_own_site(config);
  confine(Job::kMetrics);
  MetricsServer server(
      mail::ListeningSocket::adopt(inherited.sources.at(0), inherited.sockets.at(0)),
      [&site] { return metrics_text(look_at(site, system_clock()())); });
  server.run(waiter.stop_descriptor());
  return 0;
}

}  // namespace pouch::gateway
