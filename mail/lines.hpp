// Lines of received bytes. LF and CRLF both end a line, mixed or not: about half of the decrypted
// mails have one, half the other. A CR alone ends nothing.
#pragma once

#include <string_view>

namespace pouch::mail {

struct Line {
  std::string_view text;  // without its line end
  std::size_t end = 0;    // offset of the next line
};

// The line that begins at `offset`, which is less than bytes.size().
constexpr Line line_at(std::string_view bytes, std::size_t offset) {
  const auto feed = bytes.find('\n', offset);
  if (feed == std::string_view::npos) return {bytes.substr(offset), bytes.size()};
  std::string_view text = bytes.substr(offset, feed - offset);
  if (text.ends_with('\r')) text.remove_suffix(1);
  return {text, feed + 1};
}

// Where the line before the one at `offset` ends, its line end left out.
constexpr std::size_t before_line_end(std::string_view bytes, std::size_t offset) {
  if (offset > 0 && bytes[offset - 1] == '\n') --offset;
  if (offset > 0 && bytes[offset] == '\n' && bytes[offset - 1] == '\r') --offset;
  return offset;
}

}  // namespace pouch::mail
