#include "gateway/extract/pdf_columns.hpp"

#include <algorithm>
#include <utility>
#include <vector>

#include "mail/text/charset.hpp"

namespace pouch::gateway {
namespace {

constexpr std::size_t kGap = 3;  // fewer are found in justified lines

struct DrawnLine {
  std::string_view text;
  std::size_t pages = 0;  // that ended before it, behind the line above
};

std::vector<DrawnLine> lines_of(std::string_view text) {
  std::vector<DrawnLine> lines;
  std::size_t pages = 0;
  while (!text.empty()) {
    const auto line = text.substr(0, text.find_first_of("\n\f"));
    const bool ends_page = line.size() < text.size() && text[line.size()] == '\f';
    text.remove_prefix(std::min(line.size() + 1, text.size()));
    if (!ends_page || !line.empty()) {
      const auto last = line.find_last_not_of(" \t\r");
      lines.push_back({line.substr(0, last == line.npos ? 0 : last + 1), std::exchange(pages, 0)});
    }
    pages += ends_page ? 1 : 0;
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
  for (const auto& [line, pages] : lines) {
    margin = line.empty() ? margin : std::min(margin, line.find_first_not_of(' '));
  }
  std::string text;
  std::size_t column = 0;  // of the values, in a table whose labels have no colons
  for (auto [line, pages] : lines) {
    text.append(pages, '\f');
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
