// Lays an office document out as lines of text: a paragraph is a line, the cells of a table's row
// stand on one line parted by TAB, so that a form in a table of two columns reads as
// `Label<TAB>value`; a label whose cell is empty keeps its TAB. Soft hyphens go. Knows nothing of
// formats.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace pouch::search {

class PageText {
 public:
  void text(std::string_view utf8);
  void break_line();
  void begin_paragraph();
  void end_paragraph();
  void join_next();  // the paragraph that is open and the next one are one
  void begin_row();
  void end_row();
  void begin_cell();
  void end_cell();
  std::size_t size() const { return size_; }  // octets laid out so far
  std::string finish();

 private:
  using Row = std::vector<std::string>;  // its cells so far
  struct Level {
    Row row;
    bool in_cell = false;
  };
  std::string& target();
  void put(std::string_view utf8);

  std::string page_;
  std::vector<Level> rows_;  // open ones: a cell may hold a table
  std::size_t size_ = 0;
  bool joins_ = false, joined_ = false;
};

}  // namespace pouch::search
