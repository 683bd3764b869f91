#include "gateway/process/own_extractor.hpp"

#include <signal.h>
#include <sys/wait.h>

#include <cerrno>
#include <string>
#include <utility>

#include "gateway/extract/extract_line.hpp"

namespace pouch::gateway {

OwnExtractor::OwnExtractor(std::filesystem::path config)
    : config_(std::filesystem::absolute(config)), process_(child_process("extract", {}, false)) {
  read_files_by([this] { return begin(); });
}

OwnExtractor::~OwnExtractor() {
  read_files_by(nullptr);
  if (process_.runs()) {
    kill(process_.pid, SIGKILL);
    while (waitpid(process_.pid, nullptr, 0) < 0 && errno == EINTR) {
    }
  }
}

mail::Descriptor OwnExtractor::begin() {
  auto [ours, its] = mail::openpgp::socket_pair();
  sigset_t before;
  sigprocmask(SIG_SETMASK, nullptr, &before);
  spawn(process_,
        {"/proc/self/exe", "-c", config_.string(), "process", "extract", "--extract",
         std::to_string(its.get())},
        {its.get()}, before);
  return std::move(ours);
}

}  // namespace pouch::gateway
