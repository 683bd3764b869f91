// pouch serve: the daemon (verb.hpp).
#include "gateway/process/supervisor.hpp"
#include "gateway/verbs/verb.hpp"

namespace pouch::gateway {

void add_serve(Verb& pouch) {
  auto& verb = pouch.add("serve", "The daemon: listeners, workers, outbox, index, clocks");
  verb.footer(
      "Prints \"ready URI\" for each source on stdout once it takes mail; log lines go to stderr.\n"
      "SIGTERM stops it cleanly, SIGHUP makes it read configuration, directory and keys again.\n"
      "Example: pouch -c /var/lib/pouch/pouch.toml serve");
  verb.action([](const Call& call) { return supervise(call.config); });
}

}  // namespace pouch::gateway
