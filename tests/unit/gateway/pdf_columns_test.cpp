#include "gateway/extract/pdf_columns.hpp"

#include <catch2/catch.hpp>

using pouch::gateway::with_columns;

TEST_CASE("pdf columns: the margin that all lines have goes, indents stay") {
  CHECK(with_columns("    Form: request\n\n      two\n") == "Form: request\n\n  two\n");
  CHECK(with_columns("a\n  b") == "a\n  b\n");
  CHECK(with_columns("").empty());
  CHECK(with_columns("  \n \n") == "\n\n");
}

TEST_CASE("pdf columns: a page that is not the first begins with a form feed, and nothing else") {
  CHECK(with_columns("a\fb\n") == "a\n\fb\n");
  CHECK(with_columns("a\n\fb\n\f") == "a\n\fb\n");
  CHECK(with_columns("a\n\f") == "a\n");
  CHECK(with_columns("\f\fa\n\f\fb\n\f") == "\f\fa\n\f\fb\n");  // of empty pages too
  CHECK(with_columns("Facts        one\n\fNotes\nReasons      x\n") ==
        "Facts\tone\n\fNotes\t\nReasons\tx\n");  // a table goes on behind it
}

TEST_CASE("pdf columns: three spaces part columns, two do not") {
  CHECK(with_columns("To   BG\n") == "To\tBG\n");
  CHECK(with_columns("a justified  line\n") == "a justified  line\n");
  CHECK(with_columns("To:      BG\n") == "To:\tBG\n");
}

TEST_CASE("pdf columns: a label without a value keeps its TAB in a table only") {
  CHECK(with_columns("Facts        one\n             two\nNotes\nReasons      x\n") ==
        "Facts\tone\n             two\nNotes\t\nReasons\tx\n");
  CHECK(with_columns("Чињенице     one\nНотес\n") == "Чињенице\tone\nНотес\t\n");
  CHECK(with_columns("Facts:       one\nand two\n") == "Facts:\tone\nand two\n");
  CHECK(with_columns("Facts        one\n\nNotes\n") == "Facts\tone\n\nNotes\n");
  CHECK(with_columns("To    BG\nlonger than the column\n") == "To\tBG\nlonger than the column\n");
}
