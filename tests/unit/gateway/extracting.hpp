// For tests: a process that reads files, as the daemon has one, for as long as this lives.
#pragma once

#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <utility>

#include "gateway/extract/extract_line.hpp"
#include "gateway/extract/extract_server.hpp"

namespace pouch::gateway {

class Extracting {
 public:
  explicit Extracting(const FileLimits& limits = {}) {
    auto [ours, its] = mail::openpgp::socket_pair();
    child_ = fork();
    if (child_ == 0) {
      ours.close();
      ExtractServer(mail::openpgp::Descriptor(its.release()), limits).run(-1);
      _exit(0);
    }
    read_files_at(std::move(ours));
  }
  ~Extracting() {
    read_files_by(nullptr);
    kill(child_, SIGKILL);
    waitpid(child_, nullptr, 0);
  }
  Extracting(const Extracting&) = delete;
  Extracting& operator=(const Extracting&) = delete;

 private:
  pid_t child_ = -1;
};

}  // namespace pouch::gateway
