#include "gateway/site/wake.hpp"

#include <fcntl.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstring>

#include "gateway/fault.hpp"

namespace pouch::gateway {
namespace {

constexpr const char* kName = "wake.sock";

// sun_path holds 108 octets; a descriptor's path is short whatever the folder is called.
class Address {
 public:
  explicit Address(const std::filesystem::path& state)
      : folder_(open(state.c_str(), O_PATH | O_DIRECTORY | O_CLOEXEC)) {
    address_.sun_family = AF_UNIX;
    std::snprintf(address_.sun_path, sizeof address_.sun_path, "/proc/self/fd/%d/%s", folder_,
                  kName);
  }
  ~Address() {
    if (folder_ >= 0) {
      close(folder_);
    }
  }
  Address(const Address&) = delete;
  Address& operator=(const Address&) = delete;
  bool valid() const { return folder_ >= 0; }
  const char* path() const { return address_.sun_path; }
  const sockaddr* get() const { return reinterpret_cast<const sockaddr*>(&address_); }
  static socklen_t size() { return sizeof(sockaddr_un); }

 private:
  int folder_;
  sockaddr_un address_{};
};

}  // namespace

void wake(const std::filesystem::path& state, Wake what) noexcept {
  const Address address(state);
  const int descriptor = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
  if (descriptor < 0) {
    return;
  }
  const char octet = static_cast<char>(what);
  if (address.valid()) {
    (void)sendto(descriptor, &octet, 1, MSG_NOSIGNAL, address.get(), Address::size());
  }
  close(descriptor);
}

int listen_for_wakes(const std::filesystem::path& state) {
  const Address address(state);
  const int descriptor = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
  unlink(address.path());  // of a supervisor that was killed; serve.lock proves that none runs
  if (descriptor < 0 || !address.valid() || bind(descriptor, address.get(), Address::size()) != 0) {
    throw Fault(errno == ENOSPC || errno == EROFS,
                "cannot listen on " + (state / kName).string() + ": " + std::strerror(errno),
                "the state folder must lie on a local file system and be writable");
  }
  return descriptor;
}

}  // namespace pouch::gateway
