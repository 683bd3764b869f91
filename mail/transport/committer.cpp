#include "mail/transport/committer.hpp"

#include <sys/eventfd.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <string>
#include <utility>

#include "mail/fault.hpp"

namespace pouch::mail {
namespace {

int event_descriptor() {
  const int descriptor = eventfd(0, EFD_CLOEXEC);
  if (descriptor < 0) {
    throw Fault(Permanence::kTransient,
                std::string("cannot listen: no descriptor: ") + std::strerror(errno),
                "raise LimitNOFILE, look for what eats them");
  }
  return descriptor;
}

}  // namespace

std::vector<Reply> accept_all(Acceptor& acceptor, const std::vector<Submission>& mails) {
  std::vector<Reply> replies;
  try {
    replies = acceptor.accept(mails);
  } catch (const std::exception& fault) {
    acceptor.trouble(std::string("cannot take mail: ") + fault.what());
  }
  replies.resize(mails.size(), {451, "4.3.0", "cannot take mail now"});
  return replies;
}

Committer::Committer(Acceptor& acceptor)
    : acceptor_(acceptor), ready_(event_descriptor()), thread_([this] { work(); }) {}

Committer::~Committer() {
  {
    const std::lock_guard<std::mutex> lock(mutex_);
    over_ = true;
  }
  changed_.notify_one();
  thread_.join();
  close(ready_);
}

void Committer::begin(std::vector<Submission> mails) {
  {
    const std::lock_guard<std::mutex> lock(mutex_);
    mails_ = std::move(mails);
  }
  changed_.notify_one();
}

std::vector<Reply> Committer::replies() {
  eventfd_t count = 0;
  while (eventfd_read(ready_, &count) != 0 && errno == EINTR) {
  }
  const std::lock_guard<std::mutex> lock(mutex_);
  return std::exchange(replies_, {});
}

void Committer::work() {
  for (;;) {
    std::vector<Submission> mails;
    {
      std::unique_lock<std::mutex> lock(mutex_);
      changed_.wait(lock, [this] { return over_ || !mails_.empty(); });
      if (over_) {
        return;
      }
      mails.swap(mails_);
    }
    auto replies = accept_all(acceptor_, mails);
    {
      const std::lock_guard<std::mutex> lock(mutex_);
      replies_ = std::move(replies);
    }
    eventfd_write(ready_, 1);
  }
}

}  // namespace pouch::mail
