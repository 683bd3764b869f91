#include <cstdlib>

#include "mail/structure/headers.hpp"
#include "mail/text/charset.hpp"
#include "tests/fuzz/targets.hpp"

namespace pouch::fuzz {
namespace {

// On one line, and valid.
void check(std::string_view text) {
  if (!mail::is_utf8(text)) std::abort();
  for (const char c : text) {
    if (static_cast<unsigned char>(c) < 32) std::abort();
  }
}

void check(const mail::Address& address) {
  check(address.display);
  check(address.spec);
  if (address.spec.find('@') == std::string::npos) std::abort();
  if (!mail::same_address(address.spec, address.spec)) std::abort();
}

}  // namespace

void headers_target(std::string_view input) {
  const mail::Limits limits;
  check(mail::decode_text(input, limits));
  if (const auto list = mail::parse_addresses(input, limits)) {
    for (const auto& address : *list) check(address);
  }
  const auto scanned = mail::scan(input, limits);
  const auto* entity = std::get_if<mail::Entity>(&scanned);
  if (entity == nullptr) return;
  const auto read = mail::read_headers(*entity, limits, true);
  const auto* headers = std::get_if<mail::Headers>(&read);
  if (headers == nullptr) return;
  check(headers->from);
  check(headers->subject);
  for (const auto& address : headers->to) check(address);
}

}  // namespace pouch::fuzz

#ifdef POUCH_FUZZ_ENTRY
extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
  pouch::fuzz::headers_target({reinterpret_cast<const char*>(data), size});
  return 0;
}
#endif
