// A file for what GnuPG makes, and what is told of it.
#pragma once

#include <sys/types.h>

#include <cstddef>
#include <cstdint>

namespace pouch::mail::openpgp {

struct Output {
  int file = -1;
  off_t begin = 0;    // what comes before is somebody else's
  bool crlf = false;  // lines are to end so
  std::size_t length = 0;
  std::uint64_t sum = 0;  // of these octets (mail/openpgp/wire.hpp)
};

}  // namespace pouch::mail::openpgp
