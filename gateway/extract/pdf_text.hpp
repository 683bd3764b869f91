// The text of a PDF, by poppler's pdftotext in a cage (caged.hpp), which gets the octets on its
// standard input and an empty environment.
#pragma once

#include <string_view>

#include "gateway/extract/caged.hpp"
#include "gateway/extract/file_text.hpp"

namespace pouch::gateway {

inline constexpr std::string_view kNoText = "the file holds no text (is it a scan?)";

struct PdfLimits {
  CagedLimits caged{};
  const char* program = "/usr/bin/pdftotext";
};

// Laid out in lines, with a form feed between its pages (pdf_columns.hpp). A PDF without text (a
// scan) is a failure too: kNoText.
FileText pdf_text(std::string_view bytes, const PdfLimits& limits = {});

}  // namespace pouch::gateway
