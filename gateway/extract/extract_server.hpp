// The reader's side of the line (extract_line.hpp). It never looks into a question: a child of its
// own does for each, forked while this process holds nothing of any file, and starts the caged
// children that read (file_walk.hpp). So what a file leaves behind is gone with it, whatever it
// did.
#pragma once

#include <cstddef>

#include "gateway/extract/file_walk.hpp"
#include "mail/openpgp/wire.hpp"

namespace pouch::gateway {

inline constexpr std::size_t kFilesAtOnce = 4;  // as many as there can be workers

class ExtractServer {
 public:
  explicit ExtractServer(mail::openpgp::Descriptor line, FileLimits limits = {});
  // Until `stop` (a descriptor) is readable or nobody can ask any more.
  void run(int stop);

 private:
  void begin(mail::openpgp::Packet& question);

  mail::openpgp::Descriptor line_;
  FileLimits limits_;
  std::size_t running_ = 0;
};

}  // namespace pouch::gateway
