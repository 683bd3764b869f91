// The site's state on a disk of its own that can be filled: a tmpfs in a mount namespace of this
// process. Needs root, or user namespaces without it; where neither is allowed it says so and the
// episode of the full disk is left out.
#pragma once

#include <cstddef>
#include <filesystem>
#include <string>

namespace pouch::test {

class SmallDisk {
 public:
  // Before the first thread: leaves for a mount namespace of one's own. Empty, or why it cannot be.
  static std::string enter();

  // Moves `folder` with all that is in it onto a disk of so many octets.
  SmallDisk(std::filesystem::path folder, std::size_t octets);
  ~SmallDisk();
  SmallDisk(const SmallDisk&) = delete;
  SmallDisk& operator=(const SmallDisk&) = delete;
  void fill();  // to the last octet
  void free();
  // In MB.
  double used() const;

 private:
  std::filesystem::path folder_;
};

}  // namespace pouch::test
