#include <cstdlib>

#include "mail/openpgp/clearsigned.hpp"
#include "mail/openpgp/sealed_part.hpp"
#include "mail/openpgp/shape.hpp"
#include "tests/fuzz/targets.hpp"

namespace pouch::fuzz {

using mail::openpgp::FoundShape;

void shape_target(std::string_view input) {
  const mail::Limits limits;
  const bool clearsigned = mail::openpgp::is_whole_clearsigned(input);
  if (clearsigned && !mail::openpgp::mentions_clearsigned(input)) std::abort();
  if (clearsigned && mail::openpgp::is_whole_armour(input)) std::abort();
  const auto charset = mail::openpgp::armour_header(input, "Charset");
  if (charset.find('\n') != std::string::npos) std::abort();
  const auto scanned = mail::scan(input, limits, mail::Scanning::kTolerant);
  const auto* entity = std::get_if<mail::Entity>(&scanned);
  if (entity == nullptr) return;
  const auto found = mail::openpgp::find_shape(*entity, limits);
  const bool sealed =
      found.kind == FoundShape::Kind::kEncryptedMime || found.kind == FoundShape::Kind::kInline;
  if (sealed != !found.ciphertexts.empty()) std::abort();
  if (found.ciphertexts.size() > limits.ciphertexts) std::abort();
  if (found.kind == FoundShape::Kind::kEncryptedMime && found.ciphertexts.size() != 1) std::abort();
  for (const auto& one : found.ciphertexts) {
    const bool binary =
        !one.bytes.empty() && (static_cast<unsigned char>(one.bytes.view().front()) & 0x80);
    const bool known = binary || mail::openpgp::is_whole_armour(one.bytes);
    if (found.kind == FoundShape::Kind::kInline && !known) std::abort();
  }
  if ((found.kind == FoundShape::Kind::kClearsigned) !=
      mail::openpgp::is_whole_clearsigned(found.clearsigned)) {
    std::abort();
  }
  if ((found.kind == FoundShape::Kind::kMixed) == found.rule.empty()) std::abort();
  for (std::size_t i = 1; i < found.ciphertexts.size(); ++i) {
    const auto& name = found.ciphertexts[i].name;
    if (name.empty() || name.find_first_of("/\\\n") != std::string::npos) std::abort();
  }
}

}  // namespace pouch::fuzz

#ifdef POUCH_FUZZ_ENTRY
extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
  pouch::fuzz::shape_target({reinterpret_cast<const char*>(data), size});
  return 0;
}
#endif
