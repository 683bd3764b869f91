#include "search/files/page_text.hpp"

#include <algorithm>

namespace pouch::search {
namespace {

constexpr std::string_view kSoftHyphen = "\xC2\xAD";
constexpr std::string_view kBlank = " \t\n";

void trim(std::string& text) {
  text.erase(std::min(text.find_last_not_of(kBlank) + 1, text.size()));
  text.erase(0, std::min(text.find_first_not_of(kBlank), text.size()));
}

// Lines of nothing in a cell would end the value that stands there.
void drop_blank_lines(std::string& cell) {
  std::string kept;
  for (std::string_view rest = cell; !rest.empty();) {
    const auto line = rest.substr(0, rest.find('\n'));
    if (line.find_first_not_of(kBlank) != line.npos) {
      kept.append(kept.empty() ? "" : "\n").append(line);
    }
    rest.remove_prefix(std::min(line.size() + 1, rest.size()));
  }
  cell = std::move(kept);
  trim(cell);
}

// Empty cells before the first and between others are for the looks of a page.
std::string line_of(std::vector<std::string>& cells) {
  std::string line;
  for (auto& cell : cells) {
    drop_blank_lines(cell);
    if (!cell.empty()) {
      line.append(line.empty() ? "" : "\t").append(cell);
    }
  }
  if (!line.empty() && cells.back().empty()) {
    line += '\t';
  }
  return line;
}

}  // namespace

std::string& PageText::target() {
  const auto inner =
      std::find_if(rows_.rbegin(), rows_.rend(), [](const Level& level) { return level.in_cell; });
  return inner == rows_.rend() ? page_ : inner->row.back();
}

void PageText::put(std::string_view utf8) {
  target().append(utf8);
  size_ += utf8.size();
}

void PageText::text(std::string_view utf8) {
  for (auto at = utf8.find(kSoftHyphen); at != utf8.npos; at = utf8.find(kSoftHyphen)) {
    put(utf8.substr(0, at));
    utf8.remove_prefix(at + kSoftHyphen.size());
  }
  put(utf8);
}

void PageText::break_line() { put("\n"); }

void PageText::begin_paragraph() {
  const auto& text = target();
  if (!joined_ && !text.empty() && text.back() != '\n') {
    break_line();
  }
  joined_ = false;
}

void PageText::end_paragraph() {
  joined_ = joins_;
  if (!joins_) {
    break_line();
  }
  joins_ = false;
}

void PageText::join_next() { joins_ = true; }

void PageText::begin_row() {
  begin_paragraph();
  rows_.emplace_back();
}

void PageText::end_row() {
  if (rows_.empty()) {
    return;
  }
  const auto line = line_of(rows_.back().row);
  rows_.pop_back();
  joined_ = false;
  if (!line.empty()) {
    target().append(line);
    break_line();
  }
}

void PageText::begin_cell() {
  if (!rows_.empty()) {
    rows_.back().row.emplace_back();
    rows_.back().in_cell = true;
    ++size_;
  }
}

void PageText::end_cell() {
  if (!rows_.empty()) {
    rows_.back().in_cell = false;
  }
  joined_ = false;
}

std::string PageText::finish() {
  while (!rows_.empty()) {
    end_row();
  }
  return std::move(page_);
}

}  // namespace pouch::search
