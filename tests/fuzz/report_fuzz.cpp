#include <cstdlib>

#include "mail/report/delivery_report.hpp"
#include "mail/text/charset.hpp"
#include "tests/fuzz/targets.hpp"

namespace pouch::fuzz {
namespace {

void check(const mail::ReportedRecipient& recipient) {
  for (const auto& text : {recipient.diagnostic, recipient.final, recipient.original}) {
    if (!mail::is_utf8(text)) std::abort();
    for (const char c : text) {
      if (static_cast<unsigned char>(c) < 32) std::abort();
    }
  }
  if (recipient.diagnostic.size() > mail::kLongestDiagnostic) std::abort();
  if (recipient.status.find_first_not_of("0123456789.") != std::string::npos) std::abort();
}

}  // namespace

void report_target(std::string_view input) {
  const mail::Limits limits;
  const auto scanned = mail::scan(input, limits, mail::Scanning::kTolerant);
  const auto* root = std::get_if<mail::Entity>(&scanned);
  if (root == nullptr) return;
  const auto report = mail::read_delivery_report(*root, limits);
  if (!report) return;
  if (report->recipients.empty() || report->recipients.size() > mail::kMostReported) std::abort();
  for (const auto& recipient : report->recipients) check(recipient);
  check(mail::said_of(*report, "nfp@mvr.bg.example"));
}

}  // namespace pouch::fuzz

#ifdef POUCH_FUZZ_ENTRY
extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
  pouch::fuzz::report_target({reinterpret_cast<const char*>(data), size});
  return 0;
}
#endif
