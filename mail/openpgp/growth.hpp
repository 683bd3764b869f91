// What comes into a file behind what it has: by how much it grew, and with what, is looked at in
// the file itself, piece by piece.
#pragma once

#include <cstdint>

namespace pouch::mail::openpgp {

class Growth {
 public:
  explicit Growth(int file);  // open for reading; its owner keeps it
  // True when so many octets of that checksum (wire.hpp) have come, and no more.
  bool is(std::uint64_t length, std::uint64_t sum) const;

 private:
  int file_;
  std::uint64_t begin_ = 0;
};

}  // namespace pouch::mail::openpgp
