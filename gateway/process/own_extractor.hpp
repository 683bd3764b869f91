// The process extract of a verb that works in the foreground: this same program, started when the
// first file is to be read, ended with the verb. It inherits its line and no key.
#pragma once

#include <filesystem>

#include "gateway/process/child_process.hpp"
#include "mail/descriptor.hpp"

namespace pouch::gateway {

class OwnExtractor {
 public:
  // One in a process; from here on it asks there (extract_line.hpp).
  explicit OwnExtractor(std::filesystem::path config);
  ~OwnExtractor();
  OwnExtractor(const OwnExtractor&) = delete;
  OwnExtractor& operator=(const OwnExtractor&) = delete;

 private:
  mail::Descriptor begin();  // its end of the line

  std::filesystem::path config_;
  ChildProcess process_;
};

}  // namespace pouch::gateway
