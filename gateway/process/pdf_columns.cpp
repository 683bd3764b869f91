#include "gateway/process/pdf_columns.hpp"

#include <algorithm>
#include <vector>

namespace pouch::gateway {
namespace {

constexpr std::size_t kGap = 3;  // fewer are found in justified lines

std::vector<std::string_view> lines_of(std::string_view text) {
  std::vector<std::string_view> lines;
  while (!text.empty()) {
    const auto line = text.substr(0, text.find_first_of("\n\f"));
    text.remove_prefix(std::min(line.size() + 1, text.size()));
    const auto last = line.find_last_not_of(" \t\r");
    lines.push_back(line.substr(0, last == line.npos ? 0 : last + 1));
  }
  return lines;
}

std::string parted(std::string_view line) {
  std::string result;
  std::size_t spaces = 0;
  for (const char c : line) {
    if (c == ' ') {
      ++spaces;
      continue;
    }
    result += spaces >= kGap && !result.empty() ? "\t" : std::string(spaces, ' ');
    spaces = 0;
    result += c;
  }
  return result;
}

}  // namespace

std::string with_columns(std::string_view drawn) {
  const auto lines = lines_of(drawn);
  auto margin = drawn.size();
  for (const auto& line : lines) {
    margin = line.empty() ? margin : std::min(margin, line.find_first_not_of(' '));
  }
  std::string text;
  for (const auto& line : lines) {
    text.append(line.empty() ? std::string() : parted(line.substr(margin))).append("\n");
  }
  return text;
}

}  // namespace pouch::gateway
