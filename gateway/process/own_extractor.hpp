// The process extract of a verb that works in the foreground: this same program, started when the
// first file is to be read, ended with the verb. It inherits its line and no key.
#pragma once

#include <filesystem>
#include <mutex>
#include <string>

#include "gateway/process/child_process.hpp"
#include "mail/descriptor.hpp"

namespace pouch::gateway {

class OwnExtractor {
 public:
  // One in a process; from here on it asks there (extract_line.hpp).
  explicit OwnExtractor(std::filesystem::path config, std::string program = "/proc/self/exe");
  ~OwnExtractor();
  OwnExtractor(const OwnExtractor&) = delete;
  OwnExtractor& operator=(const OwnExtractor&) = delete;

  // A line to it, for this process or a child of it; it is started when it does not run. The first
  // call is for a thread that lives as long as this: it ends with the thread that started it.
  mail::Descriptor line();
  pid_t pid() const { return process_.pid; }  // -1: it has not been needed yet

 private:
  mail::Descriptor begin();  // its end of the line

  std::filesystem::path config_;
  std::string program_;
  std::mutex mutex_;
  ChildProcess process_;
  mail::Descriptor line_;
};

}  // namespace pouch::gateway
