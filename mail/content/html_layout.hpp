// Lays the elements of an HTML page out as lines of text: blocks, paragraphs, lists, tables (cells
// of a row joined by TAB), quotations ("> "). Knows nothing of the parser. White space as browsers
// collapse it; no-break spaces are left for clean_text.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "mail/content/html_events.hpp"
#include "mail/content/html_style.hpp"

namespace pouch::mail {

class HtmlLayout {
 public:
  void open(const HtmlElement& element);
  void close();  // the innermost open element
  void text(std::string_view utf8);
  std::size_t size() const { return size_; }  // octets laid out so far
  std::string finish();

 private:
  struct Frame {
    Style style;
    std::size_t indent = 0;     // to restore
    std::size_t row_start = 0;  // to restore
    bool cell_waits = false;    // to restore
    std::size_t size = 0;       // of the text when it was opened
    int next_number = 1;        // of a list
  };
  struct TextLine {
    std::size_t quotes = 0;
    std::string text;
  };

  void begin_block(const Frame& frame);
  void begin_item(const HtmlElement& element);
  void begin_cell();
  void end_block(const Frame& frame);
  void want_blank_line();
  void put(char c);
  void begin_text();  // before the first character of a line
  void resume_row();  // goes on in the row's last line, after a TAB
  void break_line();  // also an empty one
  void end_line();    // when it has text
  void start_line();
  bool line_is_empty() const { return line_.size() == mark_; }

  std::vector<Frame> frames_;
  std::vector<TextLine> lines_;
  std::string line_;
  std::size_t mark_ = 0;  // octets of line_ that are indent, list marker or earlier cells
  std::size_t indent_ = 0;
  std::size_t quotes_ = 0;
  std::size_t hidden_ = 0;
  std::size_t preformatted_ = 0;
  std::size_t tight_ = 0;      // cells and list items open: paragraphs there have no blank lines
  std::size_t row_start_ = 0;  // first line of the innermost row
  std::size_t size_ = 0;
  bool cell_waits_ = false;  // a cell that is not the first of its row has had no text yet
  bool space_waits_ = false;
  bool blank_line_waits_ = false;
  bool skip_line_feed_ = false;  // the first one in <pre>
};

}  // namespace pouch::mail
