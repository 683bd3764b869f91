#include "gateway/process/foreground.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include "gateway/fault.hpp"
#include "gateway/store/free_space.hpp"
#include "mail/openpgp/keyring.hpp"

namespace pouch::gateway {
namespace {

int open_lock(const std::filesystem::path& file) {
  return open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
}

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
