// The programs that read attached files (check_parts.hpp): they may be missing, and then what they
// read is not searched.
#include <unistd.h>

#include "gateway/verbs/check_parts.hpp"

namespace pouch::gateway::checks {

void check_readers(const Runtime& runtime, Flaws& flaws, const ReaderPrograms& programs) {
  if (access(programs.pdftotext, X_OK) != 0) {
    flaws.push_back({false, "PDF", "pdftotext is not installed: PDF files are not read",
                     "apt install poppler-utils", true});
  }
  ScanLimits limits;
  limits.languages = runtime.site.search.ocr;
  limits.pdftoppm = programs.pdftoppm;
  limits.tesseract = programs.tesseract;
  if (!limits.wanted()) {
    return;
  }
  if (access(limits.pdftoppm, X_OK) != 0) {
    flaws.push_back({false, "search.ocr", "pdftoppm is not installed: scanned pages are not read",
                     "apt install poppler-utils"});
  }
  for (const auto& missing : missing_languages(limits)) {
    const bool program = missing == "tesseract";
    flaws.push_back({false, "search.ocr",
                     program ? "tesseract is not installed: scanned pages are not read"
                             : "tesseract has no \"" + missing + "\": scanned pages are not read",
                     program ? "apt install tesseract-ocr, or leave search.ocr empty"
                             : "apt install tesseract-ocr-" + missing});
  }
}

}  // namespace pouch::gateway::checks
