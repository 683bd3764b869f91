// The sockets on which the site listens. The supervisor holds them and its intake inherits them, so
// that they survive an intake that dies: who connects meanwhile waits in the queue and is refused
// by nobody. What systemd hands over (sd_listen_fds(3): LISTEN_FDS from descriptor 3 on) is adopted
// for the source, or for the page, of the same path or address, and survives the whole service; the
// others are bound here. A socket handed over that the site does not name is an error that says how
// to mend it.
#pragma once

#include <string>
#include <vector>

#include "config/site.hpp"
#include "mail/transport/listening_socket.hpp"

namespace pouch::gateway {

struct HandedSocket {
  int descriptor = -1;
  std::string name;  // of the unit, as LISTEN_FDNAMES says; may be empty
};

// Takes LISTEN_PID, LISTEN_FDS and LISTEN_FDNAMES out of the environment; none unless the pid is
// ours. Fault (permanent) when they make no sense.
std::vector<HandedSocket> handed_sockets();

// All that was handed over and not taken by open_web() before is for a source. Throws Fault
// (permanent), mail::Fault (permanent).
std::vector<mail::ListeningSocket> open_doors(const config::Site& site,
                                              std::vector<HandedSocket> handed);
// Of the figures: one, or none.
std::vector<mail::ListeningSocket> open_metrics(const config::Site& site);
std::string metrics_uri(const config::Site& site);  // as a listening socket's
// Of the page: one, or none. What was handed over for it is taken out of `handed`.
std::vector<mail::ListeningSocket> open_web(const config::Site& site,
                                            std::vector<HandedSocket>& handed);
std::string web_uri(const config::Site& site);

}  // namespace pouch::gateway
