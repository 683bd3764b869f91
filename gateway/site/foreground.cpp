#include "gateway/site/foreground.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "gateway/fault.hpp"
#include "gateway/store/free_space.hpp"
#include "mail/openpgp/keyring.hpp"

namespace pouch::gateway {
namespace {

int open_lock(const std::filesystem::path& file) {
  return open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
}

// What may mend itself: whoever starts us tries again.
bool is_of_disk(int error) { return error == ENOSPC || error == EDQUOT || error == EROFS; }

}  // namespace

bool is_served(const std::filesystem::path& state) {
  const int descriptor = open((state / "serve.lock").c_str(), O_RDONLY | O_CLOEXEC);
  if (descriptor < 0) {
    return false;
  }
  const bool free = flock(descriptor, LOCK_SH | LOCK_NB) == 0;
  close(descriptor);
  return !free;
}

int lock_for_serving(const std::filesystem::path& state) {
  const auto file = state / "serve.lock";
  const int descriptor = open_lock(file);
  if (descriptor < 0) {
    const int error = errno;
    need_writable(state);
    throw Fault(is_of_disk(error), "cannot open " + file.string() + ": " + std::strerror(error),
                "is the state folder writable, and room on its disk?");
  }
  if (flock(descriptor, LOCK_EX | LOCK_NB) != 0) {
    close(descriptor);
    throw Fault(true, "a pouch serve is already running for this site",
                "stop it first, or send it SIGHUP to read the configuration again");
  }
  return descriptor;
}

AgentLease::AgentLease(const Runtime& runtime)
    : home_(runtime.site.gnupg),
      state_(runtime.site.state),
      lock_(open_lock(state_ / "agent.lock")) {
  if (lock_ < 0 || flock(lock_, LOCK_SH) != 0) {
    need_writable(state_);
    throw Fault(true, "cannot lock " + (state_ / "agent.lock").string(),
                "is the state folder writable for this user?");
  }
  mail::openpgp::start_agent(home_);
}

AgentLease::~AgentLease() {
  // Whoever gets the lock for himself alone is the last one.
  if (flock(lock_, LOCK_EX | LOCK_NB) == 0 && !is_served(state_)) {
    mail::openpgp::stop_agent(home_);
  }
  close(lock_);
}

}  // namespace pouch::gateway
