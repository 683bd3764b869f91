#include "gateway/figures/text_tables.hpp"

#include <algorithm>

namespace pouch::gateway::figures {
namespace {

constexpr std::string_view kIndent = "  ";

std::vector<std::size_t> widths_of(const Table& table) {
  std::vector<std::size_t> widths;
  for (std::size_t at = 0; at < table.columns.size(); ++at) {
    std::size_t width = table.columns[at].title.size();
    for (const auto& row : table.rows) {
      width = std::max(width, words_of(row[at]).size());
    }
    widths.push_back(width);
  }
  return widths;
}

// Names to the left, numbers to the right.
std::string aligned(const std::string& text, std::size_t width, bool left) {
  const std::string space(width - std::min(width, text.size()), ' ');
  return left ? text + space : space + text;
}

std::string line_of(const Table& table, const std::vector<std::string>& cells,
                    const std::vector<std::size_t>& widths) {
  std::string line;
  for (std::size_t at = 0; at < cells.size(); ++at) {
    line += std::string(kIndent) + aligned(cells[at], widths[at], table.columns[at].is_key);
  }
  line.erase(line.find_last_not_of(' ') + 1);
  return line + "\n";
}

std::string text_of(const Table& table) {
  std::string text = "\n" + table.title + "\n" + std::string(kIndent) + table.note + "\n";
  if (table.rows.empty()) {
    return text + std::string(kIndent) + "none\n";
  }
  const auto widths = widths_of(table);
  std::vector<std::string> titles;
  for (const auto& column : table.columns) {
    titles.push_back(column.title);
  }
  text += line_of(table, titles, widths);
  for (const auto& row : table.rows) {
    std::vector<std::string> cells;
    for (const auto& cell : row) {
      cells.push_back(words_of(cell));
    }
    text += line_of(table, cells, widths);
  }
  return text;
}

}  // namespace

std::string text_of(const Report& report) {
  auto text = scope_of(report) + "\n";
  for (const auto& table : report.tables) {
    text += text_of(table);
  }
  text += "\nHow it is counted\n";
  for (const auto& sentence : definitions(report)) {
    text += std::string(kIndent) + sentence + "\n";
  }
  return text;
}

}  // namespace pouch::gateway::figures
