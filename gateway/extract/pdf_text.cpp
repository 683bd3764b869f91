#include "gateway/extract/pdf_text.hpp"

#include <unistd.h>

#include "gateway/extract/pdf_columns.hpp"

namespace pouch::gateway {
namespace {

// pdftotext(1): 1 cannot be opened, 3 its author forbids copying.
std::string failure_of(const CagedResult& result) {
  if (result.end == CagedEnd::kNotStarted) {
    return "this gateway does not read PDF: pdftotext does not start";
  }
  if (result.end != CagedEnd::kExit) {
    return failure_of(result.end);
  }
  if (result.status == 3) {
    return "the file does not allow its text to be copied";
  }
  if (result.status != 0) {
    return "the file is damaged, or locked with a password";
  }
  const bool empty = result.output.find_first_not_of(" \t\r\n\f") == std::string::npos;
  return empty ? std::string(kNoText) : std::string();
}

}  // namespace

FileText pdf_text(std::string_view bytes, const PdfLimits& limits) {
  if (access(limits.program, X_OK) != 0) {
    return {{}, "this gateway does not read PDF: pdftotext is not installed"};
  }
  const auto result = run_caged({limits.program, {"-layout", "-enc", "UTF-8", "-q", "-", "-"}},
                                bytes, limits.caged);
  auto failure = failure_of(result);
  return failure.empty() ? FileText{with_columns(result.output)} : FileText{{}, std::move(failure)};
}

}  // namespace pouch::gateway
