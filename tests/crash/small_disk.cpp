#include "tests/crash/small_disk.hpp"

#include <fcntl.h>
#include <sched.h>
#include <sys/mount.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <fstream>
#include <stdexcept>

namespace pouch::test {
namespace {

namespace fs = std::filesystem;

constexpr const char* kFiller = "filler";
constexpr std::size_t kPiece = 64u << 10;

bool write_text(const char* file, const std::string& text) {
  std::ofstream out(file);
  out << text << std::flush;
  return out.good();
}

// Root of a user namespace: this user's files stay his.
bool be_root() {
  const auto user = std::to_string(getuid()), group = std::to_string(getgid());
  return unshare(CLONE_NEWUSER | CLONE_NEWNS) == 0 && write_text("/proc/self/setgroups", "deny") &&
         write_text("/proc/self/uid_map", "0 " + user + " 1") &&
         write_text("/proc/self/gid_map", "0 " + group + " 1");
}

}  // namespace

std::string SmallDisk::enter() {
  if (unshare(CLONE_NEWNS) != 0 && !be_root()) {
    return "no mount namespace: " + std::string(std::strerror(errno));
  }
  if (mount("none", "/", nullptr, MS_REC | MS_PRIVATE, nullptr) != 0) {
    return "no mounts of one's own: " + std::string(std::strerror(errno));
  }
  // Whether a tmpfs may be mounted is seen by mounting one.
  if (mount("none", "/mnt", "tmpfs", 0, "size=64k") != 0) {
    return "no tmpfs: " + std::string(std::strerror(errno));
  }
  umount2("/mnt", MNT_DETACH);
  return {};
}

SmallDisk::SmallDisk(fs::path folder, std::size_t octets) : folder_(std::move(folder)) {
  const auto before = folder_.parent_path() / "state.before";
  fs::rename(folder_, before);
  fs::create_directory(folder_);
  const auto options = "mode=0700,size=" + std::to_string(octets);
  if (mount("none", folder_.c_str(), "tmpfs", MS_NOSUID | MS_NODEV, options.c_str()) != 0) {
    throw std::runtime_error("mount " + folder_.string() + ": " + std::strerror(errno));
  }
  fs::copy(before, folder_, fs::copy_options::recursive);
  fs::remove_all(before);
}

SmallDisk::~SmallDisk() { umount2(folder_.c_str(), MNT_DETACH); }

void SmallDisk::fill() {
  const int file =
      open((folder_ / kFiller).c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
  const std::array<char, kPiece> piece{};
  for (std::size_t size = kPiece; size > 0;) {
    const auto put = write(file, piece.data(), size);
    if (put <= 0) {
      size /= 2;  // the last page too
    }
  }
  close(file);
}

void SmallDisk::free() { fs::remove(folder_ / kFiller); }

double SmallDisk::used() const {
  const auto space = fs::space(folder_);
  return static_cast<double>(space.capacity - space.free) / (1 << 20);
}

}  // namespace pouch::test
