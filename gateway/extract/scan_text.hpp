// The text of pictures of text, by tesseract, where the site names languages ([search] ocr): of the
// pages of a PDF that holds no text (drawn by poppler's pdftoppm), and of photographs. Each program
// runs in a cage of its own (caged.hpp). Slow, and wrong in places: it is for searches.
#pragma once

#include <chrono>
#include <string>
#include <string_view>
#include <vector>

#include "gateway/extract/caged.hpp"
#include "gateway/extract/file_text.hpp"

namespace pouch::gateway {

struct ScanLimits {
  std::vector<std::string> languages{};  // "eng", "srp"; none: nothing is read
  std::size_t pages = 30;                // of one PDF
  std::size_t edge = 2400;               // points of the longer side of a drawn page
  std::chrono::milliseconds page{30000};
  std::chrono::milliseconds all{120000};  // of one file
  const char* tesseract = "/usr/bin/tesseract";
  const char* pdftoppm = "/usr/bin/pdftoppm";

  bool wanted() const { return !languages.empty(); }
  std::chrono::milliseconds all_time() const {
    return wanted() ? all : std::chrono::milliseconds(0);
  }
};

FileText scanned_pdf(std::string_view bytes, const ScanLimits& limits);
FileText scanned_photo(std::string_view bytes, const ScanLimits& limits);

// Of those languages, the ones that tesseract has not, or its own name when it is not installed:
// for `pouch check`.
std::vector<std::string> missing_languages(const ScanLimits& limits);

}  // namespace pouch::gateway
