#include "mail/openpgp/growth.hpp"

#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>

#include "mail/openpgp/wire.hpp"

namespace pouch::mail::openpgp {

Growth::Growth(int file) : file_(file) {
  struct stat facts {};
  if (fstat(file, &facts) == 0) {
    begin_ = static_cast<std::uint64_t>(facts.st_size);
  }
}

bool Growth::is(std::uint64_t length, std::uint64_t sum) const {
  Checksum found;
  std::array<char, 64u << 10> piece{};
  auto at = begin_;
  for (;;) {
    const auto got = pread(file_, piece.data(), piece.size(), static_cast<off_t>(at));
    if (got < 0 && errno == EINTR) {
      continue;
    }
    if (got <= 0) {
      break;
    }
    found.add({piece.data(), static_cast<std::size_t>(got)});
    at += static_cast<std::uint64_t>(got);
  }
  return at - begin_ == length && found.value() == sum;
}

}  // namespace pouch::mail::openpgp
