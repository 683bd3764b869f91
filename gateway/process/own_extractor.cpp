#include "gateway/process/own_extractor.hpp"

#include <fcntl.h>
#include <signal.h>
#include <sys/wait.h>

#include <cerrno>
#include <string>
#include <utility>

#include "gateway/extract/extract_line.hpp"
#include "gateway/fault.hpp"

namespace pouch::gateway {

OwnExtractor::OwnExtractor(std::filesystem::path config, std::string program)
    : config_(std::filesystem::absolute(config)),
      program_(std::move(program)),
      process_(child_process("extract", {}, false)) {
  read_files_by([this] { return line(); });
}

OwnExtractor::~OwnExtractor() {
  read_files_by(nullptr);
  if (process_.runs()) {
    kill(process_.pid, SIGKILL);
    while (waitpid(process_.pid, nullptr, 0) < 0 && errno == EINTR) {
    }
  }
}

mail::Descriptor OwnExtractor::line() {
  const std::lock_guard<std::mutex> lock(mutex_);
  if (process_.runs() && waitpid(process_.pid, nullptr, WNOHANG) == process_.pid) {
    process_.pid = -1;
  }
  if (!process_.runs()) {
    line_ = begin();
  }
  mail::Descriptor another(fcntl(line_.get(), F_DUPFD_CLOEXEC, 0));
  if (another.get() < 0) {
    throw Fault(true, "no descriptors left", "raise the limit of open files");
  }
  return another;
}

mail::Descriptor OwnExtractor::begin() {
  auto [ours, its] = mail::openpgp::socket_pair();
  sigset_t before;
  sigprocmask(SIG_SETMASK, nullptr, &before);
  spawn(process_,
        {program_, "-c", config_.string(), "process", "extract", "--extract",
         std::to_string(its.get())},
        {its.get()}, before);
  return std::move(ours);
}

}  // namespace pouch::gateway
