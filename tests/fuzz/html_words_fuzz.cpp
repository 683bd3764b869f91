#include <cstdlib>

#include "mail/content/html.hpp"
#include "mail/content/html_words.hpp"
#include "mail/text/charset.hpp"
#include "tests/fuzz/targets.hpp"

namespace pouch::fuzz {

// A page as it is shown, and as the index reads it.
void html_words_target(std::string_view input) {
  constexpr std::size_t kLimit = 4096;
  const auto page = mail::repair_utf8(input);
  const auto words = mail::html_words(page, kLimit);
  if (words.size() > kLimit || !mail::is_utf8(words)) std::abort();
  if (!mail::is_utf8(mail::html_to_text(page))) std::abort();
  if (mail::meta_charset(input).size() > input.size()) std::abort();
}

}  // namespace pouch::fuzz

#ifdef POUCH_FUZZ_ENTRY
extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
  pouch::fuzz::html_words_target({reinterpret_cast<const char*>(data), size});
  return 0;
}
#endif
