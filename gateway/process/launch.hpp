// What runs under the supervisor, and what each is started with: its arguments, and the descriptors
// that it inherits and no others (wake-ups for all, the data key for those that open or seal, the
// listening sockets for intake, the lines to pouch-openpgp and to the reader of PDFs for a worker).
#pragma once

#include <signal.h>

#include <filesystem>
#include <vector>

#include "config/site.hpp"
#include "gateway/process/child_process.hpp"
#include "gateway/store/vault.hpp"
#include "mail/transport/listening_socket.hpp"

namespace pouch::gateway {

// In the order of their start; the place of each is its slot.
std::vector<ChildProcess> planned(const config::Site& site);

struct LaunchContext {
  const std::filesystem::path& config;
  const Secret& data_key;
  const std::vector<mail::ListeningSocket>& doors;
  const std::vector<mail::ListeningSocket>& metrics;  // one, or none
  const std::vector<mail::ListeningSocket>& web;      // one, or none
  const sigset_t& before;                             // signal mask of the child
  std::size_t slot;                                   // in state/doing
  int openpgp = -1;                                   // a worker's end of HelperWatch's line
  int web_line = -1;  // web's end of the line to who answers it, or that one's
  int extract = -1;   // its end of the line to who reads PDFs, or that one's
};

// Starts it. Of intake: a descriptor on which it says with one octet that it takes mail; else -1.
// Fault (transient) when there are no descriptors, processes or memory left.
int launch(ChildProcess& process, const LaunchContext& context);

}  // namespace pouch::gateway
