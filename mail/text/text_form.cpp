#include "mail/text/text_form.hpp"

#include "mail/ascii.hpp"
#include "mail/text/charset.hpp"

namespace pouch::mail {
namespace {

struct Character {
  char32_t point = 0;
  std::size_t size = 1;
};

// `utf8` is valid.
Character character_at(std::string_view utf8, std::size_t at) {
  const auto octet = [&](std::size_t i) { return static_cast<unsigned char>(utf8[at + i]); };
  const char32_t lead = octet(0);
  if (lead < 0x80) return {lead, 1};
  const std::size_t size = lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
  if (at + size > utf8.size()) return {lead, 1};
  char32_t point = lead & (0xFFU >> (size + 1));
  for (std::size_t i = 1; i < size; ++i) point = (point << 6) | (octet(i) & 0x3FU);
  return {point, size};
}

constexpr bool between(char32_t c, char32_t low, char32_t high) { return c >= low && c <= high; }

bool is_invisible(char32_t c) {
  return between(c, 0x200B, 0x200F) ||  // zero-width space and joiners, direction marks
         between(c, 0x202A, 0x202E) ||  // direction embeddings and overrides
         between(c, 0x2060, 0x2064) ||  // word joiner, invisible operators
         between(c, 0x2066, 0x206F) ||  // direction isolates, deprecated format controls
         c == 0xFEFF || c == 0x061C || c == 0x00AD || c == 0x034F || c == 0x180E ||
         between(c, 0xE0000, 0xE007F);  // tags
}

bool is_control_point(char32_t c) { return c < 0x20 || between(c, 0x7F, 0x9F); }

bool is_no_break_space(char32_t c) { return c == 0xA0 || c == 0x2007 || c == 0x202F; }

}  // namespace

std::string to_line_feeds(std::string_view utf8) {
  std::string out;
  out.reserve(utf8.size());
  for (std::size_t at = 0; at < utf8.size();) {
    const auto [point, size] = character_at(utf8, at);
    if (point == '\r') {
      if (at + 1 == utf8.size() || utf8[at + 1] != '\n') out += '\n';
    } else if (point == 0x2028 || point == 0x2029 || point == 0x85) {
      out += '\n';
    } else {
      out.append(utf8.substr(at, size));
    }
    at += size;
  }
  return out;
}

std::string clean_text(std::string_view utf8) {
  const std::string lines = to_line_feeds(utf8);
  const std::string_view text = lines;
  std::string out;
  out.reserve(text.size());
  for (std::size_t at = 0; at < text.size();) {
    const auto [point, size] = character_at(text, at);
    if (is_no_break_space(point)) {
      out += ' ';
    } else if (point == '\n' || point == '\t' ||
               (!is_control_point(point) && !is_invisible(point))) {
      out.append(text.substr(at, size));
    }
    at += size;
  }
  return to_nfc(out);
}

std::string clean_line(std::string_view utf8) {
  std::string out = clean_text(utf8);
  for (char& c : out) {
    if (c == '\n' || c == '\t') c = ' ';
  }
  return std::string(trim(out));
}

}  // namespace pouch::mail
