#include "gateway/verbs/terminal.hpp"

#include <unistd.h>

#include <cstdio>

namespace pouch::gateway {
namespace {

// Octets of the UTF-8 character at the beginning; 0: there is none (RFC 3629 section 4).
std::size_t character(std::string_view text, char32_t& code) {
  const auto at = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
  const std::size_t size = at(0) < 0x80   ? 1
                           : at(0) < 0xC2 ? 0
                           : at(0) < 0xE0 ? 2
                           : at(0) < 0xF0 ? 3
                           : at(0) < 0xF5 ? 4
                                          : 0;
  if (size == 0 || text.size() < size) {
    return 0;
  }
  code = size == 1 ? at(0) : at(0) & (0xFFU >> (size + 1));
  for (std::size_t i = 1; i < size; ++i) {
    if ((at(i) & 0xC0U) != 0x80) {
      return 0;
    }
    code = (code << 6) | (at(i) & 0x3FU);
  }
  const bool overlong = (size == 3 && code < 0x800) || (size == 4 && code < 0x10000);
  return overlong || code > 0x10FFFF || (code >= 0xD800 && code < 0xE000) ? 0 : size;
}

bool steers(char32_t code) {
  return code < 0x20 || (code >= 0x7F && code < 0xA0) ||
         code == 0x61C ||  // UAX #9 section 2: marks, embeddings, overrides, isolates
         code == 0x200E || code == 0x200F || (code >= 0x2028 && code <= 0x202E) ||
         (code >= 0x2066 && code <= 0x2069);
}

std::string shown(std::string_view text, bool keep_lines) {
  static constexpr const char* kHex = "0123456789ABCDEF";
  std::string result;
  while (!text.empty()) {
    char32_t code = 0;
    const auto size = character(text, code);
    const bool layout = keep_lines && (code == '\n' || code == '\t');
    if (size != 0 && (layout || !steers(code))) {
      result += text.substr(0, size);
    } else {
      for (const char c : text.substr(0, size == 0 ? 1 : size)) {
        const auto octet = static_cast<unsigned char>(c);
        result += std::string("\\x") + kHex[octet >> 4] + kHex[octet & 15];
      }
    }
    text.remove_prefix(size == 0 ? 1 : size);
  }
  return result;
}

void put(std::FILE* out, std::string_view text, bool escaped) {
  const auto safe = escaped ? visible(text) : std::string(text);
  std::fwrite(safe.data(), 1, safe.size(), out);
}

}  // namespace

std::string visible(std::string_view text) { return shown(text, true); }
std::string visible_line(std::string_view text) { return shown(text, false); }

bool is_terminal() { return isatty(STDOUT_FILENO) == 1; }

void write_data(std::string_view text) { put(stdout, text, is_terminal()); }
void write_bytes(std::string_view text) { put(stdout, text, false); }
void tell(std::string_view text) { put(stderr, text, isatty(STDERR_FILENO) == 1); }

}  // namespace pouch::gateway
