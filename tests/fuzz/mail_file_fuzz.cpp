#include <cstdlib>

#include "gateway/extract/mail_file.hpp"
#include "mail/text/charset.hpp"
#include "tests/fuzz/targets.hpp"

namespace pouch::fuzz {

// A mail that came as a file: whatever it is, what is told of it is text, and what lies in it stays
// within the bounds.
void mail_file_target(std::string_view input) {
  const gateway::InnerBounds bounds{5, 4096};
  const auto reading = gateway::mail_file(input, bounds);
  if (!mail::is_utf8(reading.found.failure)) std::abort();
  if (reading.inner.size() > bounds.files) std::abort();
  std::size_t octets = 0;
  for (const auto& one : reading.inner) {
    octets += one.bytes.size();
    if (!one.failure.empty() && !one.bytes.empty()) std::abort();
  }
  if (octets > bounds.octets) std::abort();
}

}  // namespace pouch::fuzz

#ifdef POUCH_FUZZ_ENTRY
extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
  pouch::fuzz::mail_file_target({reinterpret_cast<const char*>(data), size});
  return 0;
}
#endif
