// Wake-ups between the processes of a site: a datagram of one octet to state/wake.sock, which the
// supervisor passes on. They carry no data and may be lost: whoever wakes looks into the store, and
// looks again before it sleeps.
#pragma once

#include <filesystem>

namespace pouch::gateway {

enum class Wake : char {
  kSpool = 's',    // mail in the spool: workers
  kLetters = 'l',  // letters to hand over: deliver
  kIndex = 'i',    // messages to index: index
  kClock = 'c',    // deadlines changed: clocks
  kSettled = 'd',  // mails are finished: collectors move them
  kKeys = 'k',     // to the supervisor: other key files lie beside the directory, it reloads
  kAgent = 'a',    // to the supervisor: gpg-agent gave trouble; from it to workers: it is back
};

// Never throws, never waits: nobody listening is normal.
void wake(const std::filesystem::path& state, Wake what) noexcept;

// The supervisor's end. Bound through /proc/self/fd, so that a long path of the site does no harm.
int listen_for_wakes(const std::filesystem::path& state);

}  // namespace pouch::gateway
