// What a stranger wrote, on the operator's terminal: nothing of it steers the terminal.
#include "gateway/verbs/terminal.hpp"
#include "gateway/verbs/progress.hpp"

#include <catch2/catch.hpp>
#include <vector>

using namespace pouch::gateway;

TEST_CASE("what could steer a terminal is made visible, all else stays as it is") {
  struct Row {
    const char* name;
    std::string text, shown;
  };
  for (const auto& row : std::vector<Row>{
           {"plain text", "Ana Ionescu <ana@x.example>", "Ana Ionescu <ana@x.example>"},
           {"letters of all members", "Țepeș Ђорђевић Γεωργίου", "Țepeș Ђорђевић Γεωργίου"},
           {"an emoji", "\xF0\x9F\x9A\x93", "\xF0\x9F\x9A\x93"},
           {"a colour", "\x1B[31mred", "\\x1B[31mred"},
           {"the window's title", "\x1B]0;owned\x07", "\\x1B]0;owned\\x07"},
           {"a backspace", "a\bb", "a\\x08b"},
           {"delete", "a\x7F", "a\\x7F"},
           {"CSI in one character of C1",
            "\xC2\x9B"
            "31m",
            "\\xC2\\x9B31m"},
           {"CSI as an octet that is no UTF-8",
            "\x9B"
            "31m",
            "\\x9B31m"},
           {"right-to-left override", "\xE2\x80\xAEgpj.exe", "\\xE2\\x80\\xAEgpj.exe"},
           {"an isolate", "\xE2\x81\xA6x", "\\xE2\\x81\\xA6x"},
           {"a line separator",
            "a\xE2\x80\xA8"
            "b",
            "a\\xE2\\x80\\xA8b"},
           {"half a character", "a\xC8", "a\\xC8"},
           {"an overlong escape", "\xC0\x9B", "\\xC0\\x9B"},
           {"an escape in three octets", "\xE0\x80\x9B", "\\xE0\\x80\\x9B"},
           {"a surrogate", "\xED\xA0\x80", "\\xED\\xA0\\x80"},
           {"nothing", "", ""}}) {
    INFO(row.name);
    CHECK(visible(row.text) == row.shown);
    CHECK(visible_line(row.text) == row.shown);
  }
  CHECK(visible("a\nb\tc") == "a\nb\tc");
  CHECK(visible("a\r\nb") == "a\\x0D\nb");
  CHECK(visible_line("a\nb\tc") == "a\\x0Ab\\x09c");
  CHECK(visible(std::string("a\0b", 3)) == "a\\x00b");
}

TEST_CASE("a long verb says how far it is, how fast, and how long it will take") {
  using std::chrono::seconds;
  CHECK(progress_line(0.25, 500, "mails", seconds(10)) ==
        "[#####...............] 25%, 500 mails, 50 a second, 30 s left");
  CHECK(progress_line(0, 0, "mails", seconds(0)) == "[....................] 0%, 0 mails");
  CHECK(progress_line(1, 9, "mails", seconds(3)) ==
        "[####################] 100%, 9 mails, 3 a second");
  CHECK(progress_line(0.01, 100, "mails", seconds(60)).ends_with(", 2 a second, 99 min left"));
  CHECK(progress_line(0.001, 10, "mails", seconds(60)).ends_with("16 h left"));
  CHECK(progress_line(7, 1, "mails", seconds(1)).starts_with("[####################] 100%"));
}
