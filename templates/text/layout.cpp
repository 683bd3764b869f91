#include "templates/text/layout.hpp"

#include "templates/text/fold.hpp"

namespace pouch::templates {

std::string broken(std::string_view text, std::size_t columns, std::string_view hang) {
  std::string result;
  std::size_t column = 0;
  for (const auto& line : split_lines(text, static_cast<std::size_t>(-1))) {
    if (!result.empty()) {
      result += "\n" + std::string(hang);
    }
    column = result.empty() ? 0 : hang.size();
    bool first = true;
    std::string_view rest = line.text;
    while (!rest.empty()) {
      const auto end = std::min(rest.find(' '), rest.size());
      const auto word = rest.substr(0, end);
      const auto width = characters(word);
      if (!first && column + 1 + width > columns) {
        result += "\n" + std::string(hang);
        column = hang.size();
      } else if (!first) {
        result += ' ';
        ++column;
      }
      result += word;
      column += width;
      first = false;
      rest.remove_prefix(std::min(end + 1, rest.size()));
    }
  }
  return result;
}

std::string prefixed(std::string_view text, std::string_view prefix) {
  return std::string(prefix) + broken(text, kMarkColumns, prefix) + "\n";
}

}  // namespace pouch::templates
