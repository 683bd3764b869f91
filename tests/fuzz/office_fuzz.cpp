#include <cstdlib>

#include "search/files/extract.hpp"
#include "search/files/photo.hpp"
#include "tests/fuzz/targets.hpp"

namespace pouch::fuzz {

// Read as every kind that is read here. Whole or refused, never half.
void office_target(std::string_view input) {
  constexpr std::size_t kLimit = 4096;
  for (const auto kind :
       {search::FileKind::kDocx, search::FileKind::kOdt, search::FileKind::kXlsx,
        search::FileKind::kRtf, search::FileKind::kCard, search::FileKind::kText}) {
    const auto read = search::extract(kind, input, {}, kLimit);
    (void)search::photo_facts(input);
    if (read.text.size() > kLimit || (!read.failure.empty() && !read.text.empty())) std::abort();
  }
}

}  // namespace pouch::fuzz

#ifdef POUCH_FUZZ_ENTRY
extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
  pouch::fuzz::office_target({reinterpret_cast<const char*>(data), size});
  return 0;
}
#endif
