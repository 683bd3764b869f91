#include <cstdlib>

#include "search/files/office_body.hpp"
#include "tests/fuzz/targets.hpp"

namespace pouch::fuzz {

// The XML inside a package: checksums keep a fuzzer of packages from it.
void office_xml_target(std::string_view input) {
  constexpr std::size_t kLimit = 4096;
  for (const auto& read : {search::docx_body(input, kLimit), search::odt_body(input, kLimit)}) {
    if (!read.failure.empty() && !read.text.empty()) std::abort();
  }
}

}  // namespace pouch::fuzz

#ifdef POUCH_FUZZ_ENTRY
extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
  pouch::fuzz::office_xml_target({reinterpret_cast<const char*>(data), size});
  return 0;
}
#endif
