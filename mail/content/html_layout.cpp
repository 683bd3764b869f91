#include "mail/content/html_layout.hpp"

#include <algorithm>

#include "mail/ascii.hpp"

namespace pouch::mail {
namespace {

constexpr std::string_view kNoBreakSpace = "\xC2\xA0";
constexpr std::string_view kRule = "----------";

bool is_html_space(char c) { return is_blank(c) || c == '\n' || c == '\r' || c == '\f'; }

void drop_trailing_spaces(std::string& text) {
  for (;;) {
    if (text.ends_with(' ')) {
      text.pop_back();
    } else if (text.ends_with(kNoBreakSpace)) {
      text.resize(text.size() - kNoBreakSpace.size());
    } else {
      return;
    }
  }
}

bool is_empty(std::string_view text) {
  return text.find_first_not_of(" \t") == std::string_view::npos;
}

int number_or(std::string_view digits, int otherwise) {
  if (digits.empty() || digits.size() > 6 || !std::all_of(digits.begin(), digits.end(), is_digit)) {
    return otherwise;
  }
  int value = 0;
  for (const char c : digits) value = value * 10 + (c - '0');
  return value;
}

}  // namespace

void HtmlLayout::open(const HtmlElement& element) {
  Frame frame;
  frame.style = style_of(element.name, element.css_class, element.css);
  frame.style.hidden = frame.style.hidden || element.hidden;
  frame.indent = indent_;
  frame.row_start = row_start_;
  frame.cell_waits = cell_waits_;
  frame.size = size_;
  frame.next_number = number_or(element.start, 1);
  if (frame.style.hidden) ++hidden_;
  if (hidden_ == 0) {
    begin_block(frame);
    if (frame.style.display == Display::kItem) begin_item(element);
  }
  if (frame.style.preformatted) {
    ++preformatted_;
    skip_line_feed_ = true;
  }
  frames_.push_back(frame);
}

void HtmlLayout::begin_block(const Frame& frame) {
  switch (frame.style.display) {
    case Display::kInline:
      return;
    case Display::kBreak:
      break_line();
      return;
    case Display::kBlock:
    case Display::kItem:
      end_line();
      return;
    case Display::kParagraph:
      end_line();
      want_blank_line();
      return;
    case Display::kRule:
      end_line();
      for (const char c : kRule) put(c);
      end_line();
      return;
    case Display::kList:
      end_line();
      // A list right in a list (Outlook, Gmail) is one level deeper all the same.
      if (!frames_.empty() && frames_.back().style.display == Display::kList) indent_ += 2;
      return;
    case Display::kRow:
      end_line();
      // A table that begins in a cell without text goes on in that cell's line.
      if (!cell_waits_) row_start_ = lines_.size();
      return;
    case Display::kCell:
      begin_cell();
      return;
    case Display::kQuote:
      end_line();
      want_blank_line();
      ++quotes_;
      start_line();
      return;
  }
}

void HtmlLayout::begin_item(const HtmlElement& element) {
  std::string marker = "- ";
  if (!frames_.empty() && frames_.back().style.ordered) {
    Frame& list = frames_.back();
    const int number = number_or(element.value, list.next_number);
    list.next_number = number + 1;
    marker = std::to_string(number) + ". ";
  }
  ++tight_;
  line_ = std::string(indent_, ' ') + marker;
  mark_ = line_.size();
  indent_ += marker.size();
}

void HtmlLayout::begin_cell() {
  end_line();
  ++tight_;
  blank_line_waits_ = false;
  cell_waits_ = lines_.size() > row_start_ || cell_waits_;
}

void HtmlLayout::close() {
  if (frames_.empty()) return;
  const Frame frame = frames_.back();
  frames_.pop_back();
  if (frame.style.preformatted) --preformatted_;
  if (hidden_ == 0) end_block(frame);
  if (frame.style.hidden) --hidden_;
}

void HtmlLayout::end_block(const Frame& frame) {
  switch (frame.style.display) {
    case Display::kInline:
    case Display::kBreak:
    case Display::kRule:
      return;
    case Display::kBlock:
      end_line();
      return;
    case Display::kParagraph:
      end_line();
      want_blank_line();
      return;
    case Display::kList:
      end_line();
      indent_ = frame.indent;
      start_line();
      return;
    case Display::kItem:
      end_line();
      --tight_;
      indent_ = frame.indent;
      start_line();
      return;
    case Display::kCell:
      end_line();
      --tight_;
      return;
    case Display::kRow:
      end_line();
      // A label whose cell is empty is still told from a line of text.
      if (cell_waits_ && !frame.cell_waits && lines_.size() > row_start_ &&
          !is_empty(lines_.back().text)) {
        lines_.back().text += '\t';
      }
      row_start_ = frame.row_start;
      cell_waits_ = frame.cell_waits && size_ == frame.size;
      return;
    case Display::kQuote:
      end_line();
      --quotes_;
      start_line();
      want_blank_line();
      return;
  }
}

void HtmlLayout::want_blank_line() {
  if (tight_ == 0) blank_line_waits_ = true;
}

void HtmlLayout::text(std::string_view utf8) {
  if (hidden_ > 0) return;
  for (const char c : utf8) {
    if (preformatted_ > 0) {
      const bool skipped = skip_line_feed_ && c == '\n';
      skip_line_feed_ = false;
      if (skipped || c == '\r') continue;
      if (c == '\n') {
        break_line();
      } else {
        put(c);
      }
    } else if (is_html_space(c)) {
      space_waits_ = true;
    } else {
      if (space_waits_ && !line_is_empty()) put(' ');
      space_waits_ = false;
      put(c);
    }
  }
}

void HtmlLayout::put(char c) {
  if (line_is_empty()) begin_text();
  line_ += c;
  ++size_;
}

void HtmlLayout::begin_text() {
  if (cell_waits_) {
    resume_row();
  } else if (blank_line_waits_ && !lines_.empty() && !is_empty(lines_.back().text)) {
    lines_.push_back({std::min(quotes_, lines_.back().quotes), ""});
  }
  blank_line_waits_ = false;
}

void HtmlLayout::resume_row() {
  cell_waits_ = false;
  while (lines_.size() > row_start_ + 1 && is_empty(lines_.back().text)) lines_.pop_back();
  if (lines_.size() <= row_start_) return;
  // The row's first cells may be nothing but space for the page's looks. What the line has already
  // is its indent, or the marker of a list that begins in this cell.
  if (!is_empty(lines_.back().text)) {
    line_.erase(0, line_.find_first_not_of(' '));
    line_.insert(0, lines_.back().text + '\t');
  }
  lines_.pop_back();
  mark_ = line_.size();
}

void HtmlLayout::break_line() {
  if (line_is_empty() && cell_waits_) resume_row();
  drop_trailing_spaces(line_);
  size_ += line_.size() + 2 * quotes_ + 1;
  lines_.push_back({quotes_, line_});
  start_line();
}

void HtmlLayout::end_line() {
  if (!line_is_empty()) break_line();
  space_waits_ = false;
}

void HtmlLayout::start_line() {
  line_.assign(indent_, ' ');
  mark_ = line_.size();
  space_waits_ = false;
}

std::string HtmlLayout::finish() {
  while (!frames_.empty()) close();
  end_line();
  while (!lines_.empty() && is_empty(lines_.back().text)) lines_.pop_back();
  std::string out;
  bool started = false;
  for (const auto& line : lines_) {
    started = started || !is_empty(line.text);
    if (!started) continue;
    for (std::size_t i = 0; i < line.quotes; ++i) out += "> ";
    if (!is_empty(line.text)) out += line.text;
    out += '\n';
  }
  return out;
}

}  // namespace pouch::mail
