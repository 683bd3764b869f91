#include <catch2/catch.hpp>

#include "mail/text/file_name.hpp"

namespace pouch::mail {
namespace {

using namespace std::string_literals;

TEST_CASE("ordinary names stay as they are, in any script") {
  for (const std::string_view name : {"raport.pdf", "слика 1.png", "Țepeș – raport.pdf", "a.tar.gz",
                                      "no-extension", "(1) [x] {y}.txt"}) {
    CHECK(safe_file_name(name) == name);
  }
}

TEST_CASE("paths are cut off") {
  CHECK(safe_file_name("../../etc/passwd") == "passwd");
  CHECK(safe_file_name("C:\\Users\\ana\\raport.pdf") == "raport.pdf");
  CHECK(safe_file_name("/") == "attachment");
  CHECK(safe_file_name("a/..") == "attachment");
  CHECK(safe_file_name("a/../") == "attachment");
}

TEST_CASE("names that mean something to a system lose their meaning") {
  CHECK(safe_file_name("") == "attachment");
  CHECK(safe_file_name(".") == "attachment");
  CHECK(safe_file_name("..") == "attachment");
  CHECK(safe_file_name(".bashrc") == "bashrc");
  CHECK(safe_file_name("raport.pdf. . ") == "raport.pdf");
  CHECK(safe_file_name("CON") == "_CON");
  CHECK(safe_file_name("nul.txt") == "_nul.txt");
  CHECK(safe_file_name("Com1.log") == "_Com1.log");
  CHECK(safe_file_name("console.log") == "console.log");
  CHECK(safe_file_name("a<b>c:d|e?f*g\"h") == "a_b_c_d_e_f_g_h");
}

TEST_CASE("controls, bidi marks and invisible characters are gone") {
  CHECK(safe_file_name("a\xE2\x80\xAEgpj.exe") == "agpj.exe");
  CHECK(safe_file_name("a\r\nb\x1B.txt") == "a b.txt");
  CHECK(safe_file_name("a\0b.txt"s) ==
        "a\xEF\xBF\xBD"
        "b.txt");
  CHECK(safe_file_name("a\xE2\x80\x8B.txt") == "a.txt");
  CHECK(safe_file_name("a\xFF.txt") == "a\xEF\xBF\xBD.txt");
}

TEST_CASE("a name of 150 octets stays, a longer one is cut between characters, extension kept") {
  CHECK(safe_file_name(std::string(146, 'a') + ".pdf") == std::string(146, 'a') + ".pdf");
  CHECK(safe_file_name(std::string(147, 'a') + ".pdf") == std::string(146, 'a') + ".pdf");
  std::string cyrillic;
  for (int i = 0; i < 100; ++i) cyrillic += "ж";
  const std::string cut = safe_file_name(cyrillic + "x.pdf");
  CHECK(cut.size() == 150);
  CHECK(cut.ends_with("ж.pdf"));
  CHECK(safe_file_name("a." + std::string(300, 'x')).size() == 150);
}

}  // namespace
}  // namespace pouch::mail
