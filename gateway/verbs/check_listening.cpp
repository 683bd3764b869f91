// Beside a daemon of this site its own word counts; else each place is bound for a moment.
#include <algorithm>

#include "gateway/process/doors.hpp"
#include "gateway/site/foreground.hpp"
#include "gateway/site/service_note.hpp"
#include "gateway/verbs/check_parts.hpp"
#include "mail/transport/listening_socket.hpp"

namespace pouch::gateway::checks {
namespace {

// As the daemon says it: port 0 has become a real one.
bool is_same(const std::string& told, const std::string& uri) {
  return told == uri || (uri.ends_with(":0") && told.starts_with(uri.substr(0, uri.size() - 1)));
}

void compare(const Runtime& runtime, const ServiceNote& note, Flaws& flaws) {
  const std::string restart = "systemctl restart pouch: where it listens is read at its start";
  for (const auto& uri : runtime.site.sources) {
    const bool told = std::any_of(note.listening.begin(), note.listening.end(),
                                  [&](const std::string& one) { return is_same(one, uri); });
    if (!config::is_collected(uri) && !told) {
      flaws.push_back({false, uri, "the running daemon does not listen there", restart});
    }
  }
  const auto runs = [&](std::string_view name) {
    return std::any_of(note.processes.begin(), note.processes.end(),
                       [&](const ProcessNote& process) { return process.name == name; });
  };
  if (!runtime.site.metrics.empty() && !runs("metrics")) {
    flaws.push_back({false, runtime.site.metrics, "the running daemon gives no metrics", restart});
  }
  if (!runtime.site.web.listen.empty() && !runs("web")) {
    flaws.push_back({false, runtime.site.web.listen, "the running daemon serves no page", restart});
  }
}

void bind_for_a_moment(const std::string& uri, const std::string& group, Flaws& flaws) {
  try {
    mail::ListeningSocket::bind(uri, group);
  } catch (const mail::Fault& fault) {
    // A unit of systemd holds its socket also while the service is down.
    const bool perhaps_ours = uri.find(":/") != std::string::npos &&
                              uri.find("://") == std::string::npos &&
                              std::string(fault.what()).ends_with("somebody listens there");
    flaws.push_back({!perhaps_ours, uri, fault.what(),
                     perhaps_ours ? "right when a .socket unit of systemd holds it (pouch-lmtp, "
                                    "pouch-web); else stop who does: ss -xlp"
                                  : fault.hint()});
  }
}

}  // namespace

void check_listening(const Runtime& runtime, Flaws& flaws) {
  if (is_served(runtime.site.state)) {
    if (const auto note = read_note(runtime.site.state)) {
      compare(runtime, *note, flaws);
    }
    return;
  }
  for (const auto& uri : runtime.site.sources) {
    if (!config::is_collected(uri)) {
      bind_for_a_moment(uri, runtime.site.listening.group, flaws);
    }
  }
  if (!runtime.site.metrics.empty()) {
    bind_for_a_moment(metrics_uri(runtime.site), "", flaws);
  }
  if (!runtime.site.web.listen.empty()) {
    bind_for_a_moment(web_uri(runtime.site), runtime.site.web.group, flaws);
  }
}

}  // namespace pouch::gateway::checks
