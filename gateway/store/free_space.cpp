#include "gateway/store/free_space.hpp"

#include <sys/statvfs.h>

#include <cerrno>
#include <cstring>
#include <string>

#include "gateway/fault.hpp"

namespace pouch::gateway {
namespace {

struct statvfs disk_of(const std::filesystem::path& folder) {
  struct statvfs facts {};
  while (statvfs(folder.c_str(), &facts) != 0) {
    if (errno != EINTR) {
      throw Fault(true, "disk: look at " + folder.string() + ": " + std::strerror(errno),
                  "is the folder there, and its disk mounted?");
    }
  }
  return facts;
}

std::string megabytes(std::uint64_t octets) { return std::to_string(octets >> 20) + " MB"; }

}  // namespace

std::uint64_t free_space(const std::filesystem::path& folder) {
  const auto disk = disk_of(folder);
  return std::uint64_t{disk.f_bavail} * disk.f_frsize;
}

bool is_read_only(const std::filesystem::path& folder) {
  return (disk_of(folder).f_flag & ST_RDONLY) != 0;
}

void need_writable(const std::filesystem::path& folder) {
  if (is_read_only(folder)) {
    throw Fault(true, "disk: " + folder.string() + " can only be read",
                "its disk was mounted read-only, perhaps by the kernel after an error: see dmesg");
  }
}

void need_space(const std::filesystem::path& folder, std::uint64_t kept, std::uint64_t octets) {
  need_writable(folder);
  const auto left = free_space(folder);
  if (left < kept || left - kept < octets) {
    throw Fault(true,
                "disk: " + megabytes(left) + " are free in " + folder.string() +
                    ", and new mail must leave limits.free_space (" + megabytes(kept) + ")",
                "make room on that disk; mail is taken again by itself then");
  }
}

}  // namespace pouch::gateway
