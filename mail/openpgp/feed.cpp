#include "mail/openpgp/feed.hpp"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstdint>
#include <string>
#include <utility>

namespace pouch::mail::openpgp {
namespace {

struct BrokenOff {};

}  // namespace

Feed::Feed(const Give& give, std::size_t size)
    : give_(give), size_(size), halt_(eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)) {
  std::array<int, 2> ends{-1, -1};
  if (halt_.get() < 0 || pipe2(ends.data(), O_CLOEXEC) != 0) {
    throw Fault(Permanence::kTransient, "no descriptors left to seal a letter",
                "raise the limit of open files");
  }
  reader_ = Descriptor(ends[0]);
  writer_ = Descriptor(ends[1]);
  // Only this end: whoever reads waits.
  fcntl(writer_.get(), F_SETFL, fcntl(writer_.get(), F_GETFL) | O_NONBLOCK);
}

Feed::~Feed() {
  try {
    end();
  } catch (const std::exception&) {
    // Something else went wrong before, and is told.
  }
}

void Feed::begin() {
  reader_.close();
  // A reader that has gone is an error of write(2) here, not the end of this process.
  sigset_t pipe_signal, before;
  sigemptyset(&pipe_signal);
  sigaddset(&pipe_signal, SIGPIPE);
  pthread_sigmask(SIG_BLOCK, &pipe_signal, &before);
  try {
    thread_ = std::thread([this] { run(); });
  } catch (...) {
    pthread_sigmask(SIG_SETMASK, &before, nullptr);
    throw Fault(Permanence::kTransient, "no thread left to seal a letter", "is there memory?");
  }
  pthread_sigmask(SIG_SETMASK, &before, nullptr);
}

void Feed::run() {
  try {
    give_([this](std::string_view piece) { put(piece); });
    whole_ = put_ == size_;
  } catch (const BrokenOff&) {
  } catch (...) {
    thrown_ = std::current_exception();
  }
  writer_.close();
}

void Feed::put(std::string_view piece) {
  put_ += piece.size();
  while (!piece.empty()) {
    std::array<pollfd, 2> waits{{{writer_.get(), POLLOUT, 0}, {halt_.get(), POLLIN, 0}}};
    if (poll(waits.data(), waits.size(), -1) < 0) {
      continue;  // a signal
    }
    if (waits[1].revents != 0) {
      throw BrokenOff();
    }
    const auto written = write(writer_.get(), piece.data(), piece.size());
    if (written < 0 && errno != EINTR && errno != EAGAIN) {
      throw BrokenOff();
    }
    piece.remove_prefix(written < 0 ? 0 : static_cast<std::size_t>(written));
  }
}

void Feed::end() {
  if (thread_.joinable()) {
    const std::uint64_t one = 1;
    (void)!write(halt_.get(), &one, sizeof one);
    thread_.join();
  }
  if (thrown_ == nullptr) {
    return;
  }
  try {
    std::rethrow_exception(std::exchange(thrown_, nullptr));
  } catch (const Fault&) {
    throw;
  } catch (const std::exception& fault) {
    throw Fault(Permanence::kTransient, std::string("a letter was not formed: ") + fault.what(),
                "is there memory? else report this");
  }
}

void Feed::finish() {
  end();
  if (!whole_) {
    throw Fault(Permanence::kTransient, "a letter was sealed before all of it was there",
                "it is sealed again by itself");
  }
}

}  // namespace pouch::mail::openpgp
