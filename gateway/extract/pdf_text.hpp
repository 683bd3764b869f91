// The text of a PDF, by poppler's pdftotext in a cage (cage.hpp): it gets the octets on its
// standard input and an empty environment, and is killed with its group when it takes too long or
// says too much. Who calls needs the right to start a program: in the
// daemon the process pdf alone has it (extract_line.hpp).
#pragma once

#include <chrono>
#include <cstddef>
#include <string>
#include <string_view>

#include "gateway/confine/cage.hpp"

namespace pouch::gateway {

struct Extracted {
  std::string text;     // UTF-8
  std::string failure;  // for the person who sent it; text is empty then
};

struct PdfLimits {
  std::size_t file = std::size_t{32} << 20;
  std::size_t text = std::size_t{4} << 20;
  std::chrono::milliseconds time{10000};
  CageLimits cage{};
  const char* program = "/usr/bin/pdftotext";
};

// Laid out in lines (pdf_columns.hpp). A PDF without text (a scan) is a
// failure too. Fault (transient) when there are no descriptors or processes left.
Extracted pdf_text(std::string_view bytes, const PdfLimits& limits = {});

}  // namespace pouch::gateway
