#include <cstdlib>

#include "mail/content/content.hpp"
#include "mail/content/html.hpp"
#include "mail/text/charset.hpp"
#include "tests/fuzz/targets.hpp"

namespace pouch::fuzz {
namespace {

void check(const mail::Content& content) {
  for (const std::string_view text :
       {std::string_view(content.text), std::string_view(content.html_text),
        std::string_view(content.unreadable)}) {
    if (!mail::is_utf8(text) || text.find('\r') != std::string_view::npos) std::abort();
  }
  for (const auto& attachment : content.attachments) {
    const std::string_view name = attachment.name;
    if (name.empty() || name.size() > 150 || !mail::is_utf8(name)) std::abort();
    if (name.find_first_of("/\\\n") != std::string_view::npos) std::abort();
  }
}

}  // namespace

void content_target(std::string_view input) {
  const mail::Limits limits;
  const std::string html = mail::html_to_text(mail::repair_utf8(input));
  if (!mail::is_utf8(html)) std::abort();
  check(mail::read_plain_text(input, "windows-1251", {}));
  const auto scanned = mail::scan(input, limits);
  if (const auto* entity = std::get_if<mail::Entity>(&scanned)) {
    check(mail::read_content(*entity, limits));
  }
}

}  // namespace pouch::fuzz

#ifdef POUCH_FUZZ_ENTRY
extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
  pouch::fuzz::content_target({reinterpret_cast<const char*>(data), size});
  return 0;
}
#endif
