#include <cstdlib>
#include <string>

#include "mail/openpgp/literal.hpp"
#include "tests/fuzz/targets.hpp"

namespace pouch::fuzz {
namespace {

constexpr std::uint64_t kMost = 1u << 20;

struct Read {
  std::string text;
  bool failed = false;
};

// In pieces of one octet, two, and so on up to `longest`, again and again.
Read read_cut(std::string_view input, std::size_t longest) {
  Read result;
  mail::openpgp::LiteralReader reader(kMost, [&](std::string_view piece) { result.text += piece; });
  for (std::size_t size = 1; !input.empty(); size = size % longest + 1) {
    const auto piece = input.substr(0, size);
    reader.take(piece);
    input.remove_prefix(piece.size());
  }
  result.failed = reader.failed();
  return result;
}

Read read_whole(std::string_view input) {
  Read result;
  mail::openpgp::LiteralReader reader(kMost, [&](std::string_view piece) { result.text += piece; });
  reader.take(input);
  result.failed = reader.failed();
  return result;
}

}  // namespace

// Where the octets are cut says nothing: the text is the same, and so is whether it is a message.
void literal_target(std::string_view input) {
  const auto whole = read_whole(input), cut = read_cut(input, 7);
  if (whole.text.size() > kMost + input.size()) std::abort();
  // What fails may have said more or less of its beginning before.
  if (whole.failed != cut.failed || (!whole.failed && whole.text != cut.text)) std::abort();
}

}  // namespace pouch::fuzz

#ifdef POUCH_FUZZ_ENTRY
extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
  pouch::fuzz::literal_target({reinterpret_cast<const char*>(data), size});
  return 0;
}
#endif
