// What reads a stranger's file is given: nothing but its standard input and output.
// Seccomp (`reader_filter`: no network, no writing, no process beside it); Landlock where the
// kernel has it, so that it reads programs, libraries and fonts and none of the site's files;
// limits of memory, processor time and descriptors. Made before fork, as nothing may be allocated
// after it; entered between fork and execve, or what a function of ours does instead.
#pragma once

#include <cstddef>
#include <string>

#include "gateway/confine/confine.hpp"

namespace pouch::gateway {

struct CageLimits {
  std::size_t memory = std::size_t{256} << 20;  // octets of address space
  unsigned seconds = 10;                        // of processor time
  unsigned files = 32;
};

class Cage {
 public:
  explicit Cage(const CageLimits& limits, Caged what = Caged::kProgram);
  ~Cage();
  Cage(const Cage&) = delete;
  Cage& operator=(const Cage&) = delete;

  // For good; async-signal-safe. False when the kernel did not take it: do not go on.
  bool enter() const noexcept;

 private:
  CageLimits limits_;
  std::string filter_;
  int files_ = -1;  // Landlock's rules; none on a kernel without
};

}  // namespace pouch::gateway
