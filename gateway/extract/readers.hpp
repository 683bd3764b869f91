// One file by the reader of its kind: all of them meet a stranger's octets, and so run in a cage
// (caged.hpp). Office documents, tables, cards and photographs by search/, HTML and mails by mail/.
// Archives and mails give the files that lie in them, for readers of their own.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "gateway/extract/caged.hpp"
#include "gateway/extract/file_text.hpp"

namespace pouch::gateway {

struct InnerFile {
  FileQuestion question;
  std::string bytes{};
  std::string failure{};  // why there are none
};

struct InnerBounds {
  std::size_t files = 100;
  std::size_t octets = std::size_t{64} << 20;  // of all of them
};

struct FileReading {
  FileText found{};
  std::vector<InnerFile> inner{};  // those that may hold text, as far as the bounds allow
};

// Every kind but PDF, which is a program's.
FileReading read_caged(const FileQuestion& question, std::string_view bytes,
                       const InnerBounds& bounds, const CagedLimits& limits);

// What runs in the cage.
FileReading read_here(const FileQuestion& question, std::string_view bytes,
                      const InnerBounds& bounds);

}  // namespace pouch::gateway
