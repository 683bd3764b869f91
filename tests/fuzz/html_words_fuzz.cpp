#include <cstdlib>

#include "search/extract.hpp"
#include "tests/fuzz/targets.hpp"

namespace pouch::fuzz {

// A page of any charset, as the index reads it.
void html_words_target(std::string_view input) {
  constexpr std::size_t kLimit = 4096;
  const auto page = search::extract(search::FileKind::kHtml, input, {}, kLimit);
  if (page.text.size() > kLimit || !page.failure.empty()) std::abort();
}

}  // namespace pouch::fuzz

#ifdef POUCH_FUZZ_ENTRY
extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
  pouch::fuzz::html_words_target({reinterpret_cast<const char*>(data), size});
  return 0;
}
#endif
