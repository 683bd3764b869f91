#include <cstdlib>

#include "mail/structure/scan.hpp"
#include "tests/fuzz/targets.hpp"

namespace pouch::fuzz {
namespace {

bool within(std::string_view inner, std::string_view outer) {
  return inner.empty() || (inner.data() >= outer.data() &&
                           inner.data() + inner.size() <= outer.data() + outer.size());
}

// Slices lie within each other and parts do not overlap.
void check(const mail::Entity& entity) {
  bool good = within(entity.header, entity.whole) && within(entity.body, entity.whole) &&
              within(entity.preamble, entity.body) && within(entity.epilogue, entity.body);
  const char* end = entity.body.data();
  for (const auto& part : entity.parts) {
    good =
        good && within(part.whole, entity.body) && (part.whole.empty() || part.whole.data() >= end);
    if (!part.whole.empty()) end = part.whole.data() + part.whole.size();
    check(part);
  }
  if (!good || (entity.is_multipart() && entity.parts.empty())) std::abort();
}

}  // namespace

void scan_target(std::string_view input) {
  const mail::Limits limits;
  const auto strict = mail::scan(input, limits);
  const auto tolerant = mail::scan(input, limits, mail::Scanning::kTolerant);
  const auto root = mail::scan(input, limits, mail::Scanning::kRoot);
  if (const auto* entity = std::get_if<mail::Entity>(&strict)) {
    check(*entity);
    // What is read strictly is read by the others too.
    if (!std::holds_alternative<mail::Entity>(tolerant)) std::abort();
    if (!std::holds_alternative<mail::Entity>(root)) std::abort();
  }
  if (const auto* entity = std::get_if<mail::Entity>(&tolerant)) check(*entity);
}

}  // namespace pouch::fuzz

#ifdef POUCH_FUZZ_ENTRY
extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
  pouch::fuzz::scan_target({reinterpret_cast<const char*>(data), size});
  return 0;
}
#endif
