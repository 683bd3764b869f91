// All the text of one file and of the files in it, each read by a child of its own (readers.hpp,
// pdf_text.hpp, scan_text.hpp). Knows no format: it counts. What cannot be read is told, and the
// rest goes on.
#pragma once

#include <chrono>
#include <string>
#include <string_view>
#include <vector>

#include "gateway/extract/pdf_text.hpp"
#include "gateway/extract/readers.hpp"
#include "gateway/extract/scan_text.hpp"

namespace pouch::gateway {

struct FileLimits {
  int depth = 3;  // archives and mails in each other
  InnerBounds inner{};
  std::chrono::milliseconds time{60000};  // of a file and all that lies in it
  CagedLimits reader{};
  PdfLimits pdf{};
  ScanLimits scan{};  // read only when it names languages
};

// Fault (transient) when there are no descriptors or processes left.
FileText text_of_file(const FileQuestion& question, std::string_view bytes,
                      const FileLimits& limits = {});

}  // namespace pouch::gateway
