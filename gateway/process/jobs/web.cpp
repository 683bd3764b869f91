// Web: speaks HTTP with browsers. Of the site it knows how the page is reached, and nothing more.
#include <utility>

#include "gateway/confine/confine.hpp"
#include "gateway/process/jobs/lives.hpp"
#include "gateway/process/web_serving.hpp"
#include "gateway/site/runtime.hpp"
#include "gateway/web/words/times.hpp"
#include "mail/descriptor.hpp"
#include "mail/transport/listening_socket.hpp"

namespace pouch::gateway {

int web_life(const std::filesystem::path& config, const Inherited& inherited, Waiter& waiter) {
  const auto site = load_own_site(config);
  const auto listening =
      mail::ListeningSocket::adopt(inherited.sources.at(0), inherited.sockets.at(0));
  const mail::Descriptor line(inherited.web);
  web::FrontSettings settings{site.web.origin, site.time_zone, POUCH_VERSION, site.web.form,
                              listening.is_unix()};
  const web::Front front(std::move(settings));
  (void)web::clock_time(system_clock()(), site.time_zone);  // ICU's zones, while a file may be read
  confine(Job::kWeb);
  serve_web(listening.descriptor(), line.get(), waiter.stop_descriptor(), front);
  return 0;
}

}  // namespace pouch::gateway
