// Text out of RTF, as Word, WordPad and LibreOffice write it, and as nobody should.
#include "search/files/rtf.hpp"

#include <catch2/catch.hpp>

using namespace pouch::search;

namespace {

std::string text(const std::string& body) {
  const auto read = rtf_text("{\\rtf1\\ansi\\ansicpg1252" + body + "}", 1U << 20);
  CHECK(read.failure.empty());
  return read.text;
}

std::string failure(const std::string& file) {
  const auto read = rtf_text(file, 1U << 20);
  CHECK((read.failure.empty() || read.text.empty()));
  return read.failure;
}

std::string repeated(const std::string& text, std::size_t times) {
  std::string result;
  for (std::size_t i = 0; i < times; ++i) result += text;
  return result;
}

}  // namespace

TEST_CASE("rtf: paragraphs are lines, formatting is no text") {
  CHECK(text(" Form: request\\par\nTo: BG\\line next") == "Form: request\nTo: BG\nnext");
  CHECK(text("{\\b\\fs24 Lor}{\\i ry}") == "Lorry");
  CHECK(text(" a\\tab b\\emdash c\\~d\\_e\\{\\}\\\\") == "a\tb\u2014c d-e{}\\");
  CHECK(text("\\ltrpar\\f0\\fs20 x\\\ny") == "x\ny");
}

TEST_CASE("rtf: a form in a table reads as label, TAB, value") {
  CHECK(text("\\trowd\\cellx100\\cellx200\\intbl Form\\cell request\\cell\\row"
             "\\intbl Own notes\\cell \\cell\\row after") == "Form\trequest\nOwn notes\t\nafter");
}

TEST_CASE("rtf: letters of every script") {
  CHECK(text("\\uc1 \\u1052?\\u1080?\\u1083?\\u1072?\\u1085?") == "Милан");
  CHECK(text("\\uc0\\u-10179\\u-8448 x") == "\U0001F700x");
  CHECK(text("\\uc2\\u1052\\'cc\\'cc!") == "М!");
  CHECK(text("\\u1052\\'cc{\\u1080?}!") == "Ми!");
  CHECK(text("\\'e9t\\'e9") == "été");
  CHECK(text("{\\fonttbl{\\f0 Times;}{\\f1\\fcharset204 Times Cyr;}{\\f2\\fcharset161 G;}}"
             "\\f1 \\'cc\\'e8\\'eb\\'e0\\'ed {\\f2 \\'c3\\'e5} \\f0 \\'e9") == "Милан Γε é");
  CHECK(rtf_text("{\\rtf1\\ansi\\ansicpg1250 \\'8a\\'e8epan}", 100).text == "Ščepan");
}

TEST_CASE("rtf: what its writer does not see is left out") {
  CHECK(text("{\\info{\\title secret}}{\\*\\generator x;}{\\stylesheet{\\s0 Normal;}}a") == "a");
  CHECK(text("a{\\v hidden}b{\\v0 c}{\\deleted d}") == "abc");
  CHECK(text("{\\header h}{\\footnote f}{\\pict 89504e47}a") == "a");
  CHECK(text("{\\field{\\*\\fldinst HYPERLINK x}{\\fldrslt here}}") == "here");
  CHECK(text(std::string("a{\\pict\\bin4 }}}}}b")) == "ab");
}

TEST_CASE("rtf: a file that is none, or ends too early, is told") {
  CHECK(failure("lorry") == "the file is not what its name says");
  CHECK(failure("MZ\x90") == "the file is not what its name says");
  CHECK(failure("{\\rtf1 lorry") == "the file is damaged");
  CHECK(failure("{\\rtf1 {lorry}") == "the file is damaged");
  CHECK(failure("{\\rtf1 lorry}").empty());
}

TEST_CASE("rtf: groups are bounded in depth, one below and one above") {
  const auto deep = [](std::size_t depth) {
    return "{\\rtf1 " + repeated("{", depth - 1) + repeated("}", depth);
  };
  CHECK(failure(deep(kRtfDepth)).empty());
  CHECK(failure(deep(kRtfDepth + 1)) == "the file is built in a way that is not accepted");
  CHECK_FALSE(failure("{\\rtf1 " + std::string(5'000'000, '{')).empty());
}

TEST_CASE("rtf: the limit holds, and odd numbers do no harm") {
  CHECK(rtf_text("{\\rtf1 " + std::string(100000, 'x') + "}", 1000).text.size() <= 1001);
  CHECK(text("\\u99999999999999999999?\\uc-5\\f-1\\bin-7 a\\'zz\\'") == "azz");
  CHECK(failure("{\\rtf1\\bin99999999 a}") == "the file is damaged");
  std::string fonts = "{\\fonttbl";
  for (int i = 0; i < 100000; ++i) fonts += "{\\f" + std::to_string(i) + "\\fcharset204 x;}";
  CHECK(text(fonts + "}a") == "a");
}
