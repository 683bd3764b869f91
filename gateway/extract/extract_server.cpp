#include "gateway/extract/extract_server.hpp"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <exception>
#include <string>
#include <thread>
#include <utility>

#include "gateway/extract/codec.hpp"
#include "gateway/extract/extract_line.hpp"
#include "gateway/extract/picture.hpp"
#include "gateway/site/current_task.hpp"
#include "mail/descriptor.hpp"
#include "search/files/package.hpp"

namespace pouch::gateway {
namespace {

namespace openpgp = mail::openpgp;

constexpr unsigned kLongest = 300;  // seconds of one file, whatever hangs

// Signs of life for who waits, until the end. Its thread takes no lock and no memory: the children
// that are forked beside it find nothing half done.
class Pulse {
 public:
  explicit Pulse(int line) {
    auto [ours, its] = openpgp::socket_pair();
    stop_ = std::move(ours);
    thread_ = std::thread([line, end = std::move(its)] {
      pollfd look{end.get(), POLLIN, 0};
      do {
        (void)!send(line, kSignOfLife.data(), kSignOfLife.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
      } while (poll(&look, 1, static_cast<int>(kBeat.count())) <= 0);
    });
  }
  ~Pulse() {
    stop_.close();
    thread_.join();
  }
  Pulse(const Pulse&) = delete;
  Pulse& operator=(const Pulse&) = delete;

 private:
  openpgp::Descriptor stop_;
  std::thread thread_;
};

std::string read_file(const openpgp::Packet& question, const FileLimits& limits) {
  const Pulse pulse(question.descriptors[3].get());
  const openpgp::Mapped about(question.descriptors[0].get());
  const openpgp::Mapped file(question.descriptors[1].get());
  const auto asked = openpgp::unpacked<FileQuestion>(about.bytes());
  switch (asked.look) {
    case FileLook::kText:
      break;
    case FileLook::kPages:
      return openpgp::packed(pages_of(asked, file.bytes()));
    case FileLook::kPicture:
      return openpgp::packed(drawn_page(asked, file.bytes()));
    case FileLook::kSmall:
      return openpgp::packed(drawn_small(asked, file.bytes()));
  }
  return openpgp::packed(text_of_file(asked, file.bytes(), limits));
}

// In a child of its own.
void answer(const openpgp::Packet& question, const FileLimits& limits) {
  if (question.descriptors.size() != 4) {
    throw openpgp::Garbled("a question that is not made as it should be");
  }
  const CurrentTask task("file");
  const auto found = read_file(question, limits);
  if (!mail::write_all(question.descriptors[2].get(), found)) {
    throw openpgp::Garbled("no room for the answer");
  }
  (void)openpgp::send_packet(question.descriptors[3].get(),
                             openpgp::packed(std::uint64_t{found.size()}));
}

// How many have ended; `options` of waitpid(2).
std::size_t ended(int options) {
  std::size_t count = 0;
  for (pid_t child = 0;
       (child = waitpid(-1, nullptr, options)) > 0 || (child < 0 && errno == EINTR);
       options = WNOHANG) {
    count += child > 0 ? 1 : 0;
  }
  return count;
}

}  // namespace

ExtractServer::ExtractServer(openpgp::Descriptor line, FileLimits limits)
    : line_(std::move(line)), limits_(std::move(limits)) {}

// Where no process can be made, whoever asked sees that nobody answers: his mail waits.
void ExtractServer::begin(openpgp::Packet& question) {
  const auto parent = getpid();
  const pid_t child = fork();
  running_ += child > 0 ? 1 : 0;
  if (child != 0) {
    return;
  }
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  if (getppid() == parent) {
    signal(SIGALRM, SIG_DFL);
    alarm(kLongest);
    try {
      answer(question, limits_);
    } catch (const std::exception&) {
      // As above.
    }
  }
  _exit(0);
}

void ExtractServer::run(int stop) {
  fcntl(line_.get(), F_SETFD, FD_CLOEXEC);
  (void)search::opens_packages();  // once; without it each such file is told to be unreadable
  for (openpgp::Packet question;; question = {}) {
    running_ -= ended(running_ < kFilesAtOnce ? WNOHANG : 0);
    try {
      if (openpgp::receive_packet(line_.get(), question, std::nullopt, stop) !=
          openpgp::Received::kPacket) {
        return;
      }
      begin(question);
    } catch (const openpgp::Garbled&) {
      // Whoever asked sees that nobody answers.
    }
  }
}

}  // namespace pouch::gateway
