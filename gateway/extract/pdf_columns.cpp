#include "gateway/extract/pdf_columns.hpp"

#include <algorithm>
#include <vector>

#include "mail/text/charset.hpp"

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

// Where the second column of a line begins; 0 when it has one column.
std::size_t second_column(std::string_view line) {
  const auto gap = line.find(std::string(kGap, ' '));
  if (line.empty() || line.front() == ' ' || gap == line.npos || line[gap - 1] == ':') {
    return 0;
  }
  return mail::utf8_length(line.substr(0, line.find_first_not_of(' ', gap)));
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
  std::size_t column = 0;  // of the values, in a table whose labels have no colons
  for (auto line : lines) {
    line.remove_prefix(std::min(margin, line.size()));
    text += parted(line);
    const bool indented = line.empty() || line.front() == ' ';
    const auto second = second_column(line);
    // A label without a value: what belongs to the value above would stand under it.
    if (!indented && second == 0 && line.back() != ':' && mail::utf8_length(line) < column) {
      text += '\t';
    } else if (!indented || line.empty()) {
      column = second;
    }
    text += '\n';
  }
  return text;
}

}  // namespace pouch::gateway
