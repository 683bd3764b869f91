#include <cstdlib>

#include "search/extract.hpp"
#include "tests/fuzz/targets.hpp"

namespace pouch::fuzz {

// A package, read as both kinds. Whole or refused, never half.
void office_target(std::string_view input) {
  constexpr std::size_t kLimit = 4096;
  for (const auto kind : {search::FileKind::kDocx, search::FileKind::kOdt}) {
    const auto read = search::extract(kind, input, {}, kLimit);
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
