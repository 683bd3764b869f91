#include "gateway/process/doors.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <charconv>
#include <cstdlib>
#include <utility>

#include "gateway/fault.hpp"

namespace pouch::gateway {
namespace {

constexpr int kFirst = 3;  // SD_LISTEN_FDS_START
constexpr long kMost = 64;

std::string taken_from_environment(const char* name) {
  const char* value = std::getenv(name);
  std::string text = value == nullptr ? "" : value;
  unsetenv(name);
  return text;
}

long number(const std::string& text) {
  long value = -1;
  const auto* end = text.data() + text.size();
  const auto read = std::from_chars(text.data(), end, value);
  return read.ec == std::errc() && read.ptr == end ? value : -1;
}

std::string uri_of(const std::string& place) {
  return (place.starts_with("unix:") ? "" : "tcp://") + place;
}

std::string described(const HandedSocket& socket) {
  return mail::place_of(socket.descriptor) + (socket.name.empty() ? "" : " (" + socket.name + ")");
}

// Takes what listens there out of what was handed over; -1: nothing does.
int taken_from(std::vector<HandedSocket>& handed, const std::string& uri) {
  const auto found = std::find_if(handed.begin(), handed.end(), [&](const HandedSocket& socket) {
    return mail::listens_at(socket.descriptor, uri);
  });
  if (found == handed.end()) {
    return -1;
  }
  const auto descriptor = found->descriptor;
  handed.erase(found);
  return descriptor;
}

mail::ListeningSocket opened(const std::string& uri, int descriptor, const std::string& group) {
  return descriptor < 0 ? mail::ListeningSocket::bind(uri, group)
                        : mail::ListeningSocket::adopt(uri, descriptor);
}

}  // namespace

std::vector<HandedSocket> handed_sockets() {
  const auto process = taken_from_environment("LISTEN_PID");
  const auto count = taken_from_environment("LISTEN_FDS");
  auto names = taken_from_environment("LISTEN_FDNAMES");
  if (number(process) != getpid()) {
    return {};
  }
  const auto descriptors = number(count);
  if (descriptors < 0 || descriptors > kMost) {
    throw Fault(false, "LISTEN_FDS=" + count + " makes no sense",
                "a service manager sets it to the number of sockets, at most 64");
  }
  std::vector<HandedSocket> sockets;
  for (int i = 0; i < static_cast<int>(descriptors); ++i) {
    const auto colon = std::min(names.find(':'), names.size());
    sockets.push_back({kFirst + i, names.substr(0, colon)});
    names.erase(0, colon + 1);
    if (fcntl(sockets.back().descriptor, F_SETFD, FD_CLOEXEC) != 0) {
      throw Fault(false, "LISTEN_FDS=" + count + ", but fewer descriptors were handed over",
                  "start pouch serve by its .service unit, or without LISTEN_FDS");
    }
  }
  return sockets;
}

std::vector<mail::ListeningSocket> open_doors(const config::Site& site,
                                              std::vector<HandedSocket> handed) {
  std::vector<std::pair<std::string, int>> wanted;  // -1: to be bound
  for (const auto& uri : site.sources) {
    if (config::is_collected(uri)) {
      continue;
    }
    wanted.emplace_back(uri, taken_from(handed, uri));
  }
  if (!handed.empty()) {
    throw Fault(false, "a socket was handed over that no source names: " + described(handed[0]),
                "write it into sources of " + site.file.string() +
                    ", or the page's into web.listen, or take it out of ListenStream= of the "
                    ".socket unit");
  }
  std::vector<mail::ListeningSocket> doors;
  doors.reserve(wanted.size());
  for (const auto& [uri, descriptor] : wanted) {
    doors.push_back(opened(uri, descriptor, site.listening.group));
  }
  return doors;
}

std::string metrics_uri(const config::Site& site) { return uri_of(site.metrics); }
std::string web_uri(const config::Site& site) { return uri_of(site.web.listen); }

std::vector<mail::ListeningSocket> open_metrics(const config::Site& site) {
  std::vector<mail::ListeningSocket> sockets;
  if (!site.metrics.empty()) {
    sockets.push_back(mail::ListeningSocket::bind(metrics_uri(site)));
  }
  return sockets;
}

std::vector<mail::ListeningSocket> open_web(const config::Site& site,
                                            std::vector<HandedSocket>& handed) {
  std::vector<mail::ListeningSocket> sockets;
  if (!site.web.listen.empty()) {
    const auto uri = web_uri(site);
    sockets.push_back(opened(uri, taken_from(handed, uri), site.web.group));
  }
  return sockets;
}

}  // namespace pouch::gateway
