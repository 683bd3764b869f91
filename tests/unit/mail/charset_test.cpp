#include "mail/text/charset.hpp"

#include <catch2/catch.hpp>

#include "mail/text/text_form.hpp"

namespace pouch::mail {
namespace {

using namespace std::string_literals;

std::string utf8(std::string_view bytes, std::string_view charset) {
  std::string out = "untouched";
  return to_utf8(bytes, charset, out) ? out : "refused";
}

TEST_CASE("the charsets of the region are decoded") {
  CHECK(utf8("Ni\x9A", "windows-1250") == "Niš");
  CHECK(utf8("\xCC\xE8\xEB\xE0\xED", "windows-1251") == "Милан");
  CHECK(utf8("\x90\xEE\x90", "Windows-1251") == "ђођ");
  CHECK(utf8("\xC3\xE5\xF9\xF1\xE3\xDF\xEF\xF5", "windows-1253") == "Γεωργίου");
  CHECK(utf8("I\xDEIK \xFD", "windows-1254") == "IŞIK ı");
  CHECK(utf8("\xE0", "windows-1257") == "ą");
  CHECK(utf8("Ni\xB9", "iso-8859-2") == "Niš");
  CHECK(utf8("\xBC\xD8\xDB\xD0\xDD", "ISO-8859-5") == "Милан");
  CHECK(utf8("\xC3\xE5\xF9", "iso-8859-7") == "Γεω");
  CHECK(utf8("I\xDEIK", "iso-8859-9") == "IŞIK");
  CHECK(utf8("\xA4", "iso-8859-15") == "€");
  CHECK(utf8("\xDE"
             "epe\xBA \xA4",
             "iso-8859-16") == "Țepeș €");
  CHECK(utf8("\xED\xC9\xCC\xC1\xCE", "koi8-r") == "Милан");
  CHECK(utf8("\xA7", "koi8-u") == "ї");
}

TEST_CASE("UTF-8 is read strictly") {
  CHECK(utf8("Țepeș", "UTF-8") == "Țepeș");
  CHECK(utf8("", "utf-8").empty());
  for (const std::string& bytes :
       {"\xC0\x80"s, "\xC1\xBF"s, "\xE0\x80\xAF"s, "\xED\xA0\x80"s, "\xF4\x90\x80\x80"s,
        "\xF8\x88\x80\x80\x80"s, "\x80"s, "\xC8"s, "a\0b"s,
        "\xFF\xFE"
        "a\0"s}) {
    CHECK(utf8(bytes, "utf-8") == "refused");
  }
}

TEST_CASE("undeclared and ASCII text may be UTF-8, nothing else") {
  CHECK(utf8("Țepeș", "us-ascii") == "Țepeș");
  CHECK(utf8("Țepeș", "") == "Țepeș");
  CHECK(utf8("Ni\x9A", "us-ascii") == "refused");
  CHECK(utf8("Ni\x9A", "") == "refused");
  CHECK(utf8("\xFE\xFF\0a"s, "") == "refused");
}

TEST_CASE("refuses charsets that hide text, and unknown ones") {
  for (const std::string_view charset : {"utf-7",
                                         "UTF-7",
                                         "unicode-1-1-utf-7",
                                         "iso-2022-jp",
                                         "iso-2022-kr",
                                         "hz-gb-2312",
                                         "scsu",
                                         "bocu-1",
                                         "cesu-8",
                                         "utf-32",
                                         "imap-mailbox-name",
                                         "ibm-37",
                                         "ibm-500",
                                         "ebcdic-cp-us",
                                         "nonsense",
                                         "utf-8,version=1",
                                         "windows-1252,swaplfnl",
                                         "../etc/passwd",
                                         "lmbcs-1",
                                         "x-iscii-be"}) {
    INFO(charset);
    CHECK(utf8("+ADw-abc", charset) == "refused");
  }
}

TEST_CASE("declared UTF-16 is read, with NUL and lone surrogates refused") {
  CHECK(utf8("\xFF\xFE"
             "a\0\x1A\x02"s,
             "utf-16") == "aȚ");
  CHECK(utf8("\0a"s, "utf-16be") == "a");
  CHECK(utf8("\0\0"s, "utf-16be") == "refused");
  CHECK(utf8("\xD8\x00\x00\x61"s, "utf-16be") == "refused");
  CHECK(utf8("\0a\0"s, "utf-16be") == "refused");
}

TEST_CASE("octets that a charset does not have are refused") {
  CHECK(utf8("a\x98", "windows-1251") == "refused");
  CHECK(utf8("a\x81", "windows-1252") == "refused");
  CHECK(utf8("a\x81", "iso-8859-1") == "refused");
  CHECK(utf8("a\x85", "iso-8859-5") == "refused");
  CHECK(utf8("a\x85", "iso-8859-16") == "refused");
  CHECK(utf8("a\0"s, "windows-1252") == "refused");
}

TEST_CASE("an ISO page with Windows' quotation marks is the Windows page") {
  CHECK(utf8("\x93"
             "a\x94",
             "iso-8859-1") == "“a”");
  CHECK(utf8("\x84Ni\x9A\x93", "iso-8859-2") == "„Niš“");
  CHECK(utf8("\x93\xA2\x94", "iso-8859-7") == "“Ά”");
  CHECK(utf8("\x96\xFD", "iso-8859-9") == "–ı");
}

TEST_CASE("UTF-8 under the name of an 8-bit charset is told from two letters on, or one dash") {
  CHECK(utf8("Милан", "windows-1251") == "Милан");
  for (const std::string charset :
       {"iso-8859-1", "iso-8859-2", "iso-8859-5", "iso-8859-7", "iso-8859-9", "iso-8859-15",
        "iso-8859-16", "windows-1250", "windows-1251", "windows-1252", "windows-1253",
        "windows-1254", "windows-1257", "koi8-r", "koi8-u"}) {
    INFO(charset);
    CHECK(utf8("Țepeș Niš", charset) == "Țepeș Niš");
    CHECK(utf8("Giurgiu – Ruse", charset) == "Giurgiu – Ruse");
  }
  CHECK(utf8("\xC3\xA4", "windows-1252") == "Ã¤");
  CHECK(utf8("Милан", "utf-7") == "refused");
}

TEST_CASE("octets that are well-formed UTF-8 by chance stay what was declared") {
  CHECK(utf8("\xC2\xB8\xC2\xBE", "iso-8859-5") == "ТИТО");
  CHECK(utf8("\xC2\xB0\xC2\xB0", "iso-8859-5") == "ТАТА");
  CHECK(utf8("\xE0\xA0\xA1", "cp866") == "раб");
  CHECK(utf8("\xAB"
             "FO\xD6\xBB",
             "iso-8859-1") == "«FOÖ»");
}

TEST_CASE("octets that the declared charset has not, and that are UTF-8, are UTF-8") {
  CHECK(utf8("Ni\xC4\x8D", "iso-8859-5") == "Nič");
  CHECK(utf8("\xC4\x8D", "windows-1252") == "č");
  CHECK(utf8("Ni\x98\xC4\x8D", "windows-1251") == "refused");
}

TEST_CASE("a charset that says it is not known is none") {
  for (const std::string charset : {"unknown-8bit", "x-unknown", "unknown", "default"}) {
    CHECK(utf8("Țepeș", charset) == "Țepeș");
    CHECK(utf8("Ni\x9A", charset) == "refused");
  }
}

TEST_CASE("the names that clients and servers give the region's charsets are known") {
  for (const std::string charset : {"cp1250", "CP-1250", "win-1250", "x-cp1250", "windows1250",
                                    "windows-1250", "x-windows-1250"}) {
    INFO(charset);
    CHECK(utf8("Ni\x9A", charset) == "Niš");
  }
  for (const std::string charset : {"cp1251", "win1251", "x-cp1251", "ansi-1251", "windows1251"}) {
    INFO(charset);
    CHECK(utf8("\xCC\xE8", charset) == "Ми");
  }
  for (const std::string charset : {"latin2", "l2", "iso8859-2", "iso_8859-2", "iso_8859-2:1987",
                                    "iso-8859-2", "csISOLatin2", "8859_2"}) {
    INFO(charset);
    CHECK(utf8("Ni\xB9", charset) == "Niš");
  }
  CHECK(utf8("\xED", "koi8r") == "М");
  CHECK(utf8("\xED", "koi8_r") == "М");
  CHECK(utf8("\xC3", "greek") == "Γ");
  CHECK(utf8("\xDE", "latin5") == "Ş");
  CHECK(utf8("\x9A", "cp852") == "Ü");
  CHECK(utf8("\x8C", "x-mac-cyrillic") == "М");
}

TEST_CASE("what is only shown is repaired") {
  CHECK(repair_utf8("a\xFF"
                    "b") ==
        "a\xEF\xBF\xBD"
        "b");
  CHECK(repair_utf8("a\0b"s) ==
        "a\xEF\xBF\xBD"
        "b");
  CHECK(repair_utf8("Țepeș") == "Țepeș");
}

TEST_CASE("domains become A-labels in lower case") {
  CHECK(domain_to_ascii("Police.RO") == "police.ro");
  CHECK(domain_to_ascii("полиция.bg") == "xn--h1aahle9bwd.bg");
  CHECK(domain_to_ascii("faß.de") == "xn--fa-hia.de");
  CHECK_FALSE(domain_to_ascii(""));
  CHECK_FALSE(domain_to_ascii("a\xFF"));
  CHECK_FALSE(domain_to_ascii("ä..de"));
  CHECK_FALSE(domain_to_ascii(std::string(300, 'a') + "ä"));
}

TEST_CASE("clean text has LF, no invisible characters, plain spaces, NFC") {
  CHECK(clean_text("\xEF\xBB\xBF"
                   "a\r\nb\rc\nd") == "a\nb\nc\nd");
  CHECK(clean_text("a\xE2\x80\xA8"
                   "b\xE2\x80\xA9"
                   "c\xC2\x85"
                   "d") == "a\nb\nc\nd");
  CHECK(clean_text("H\xE2\x80\x8B"
                   "1\xE2\x80\x8D\xE2\x81\xA0\xC2\xAD") == "H1");
  CHECK(clean_text("\xE2\x80\xAE"
                   "a\xE2\x81\xA6"
                   "b\xD8\x9C\xE2\x80\x8E") == "ab");
  CHECK(clean_text("a\xC2\xA0\xE2\x80\x87\xE2\x80\xAF"
                   "b") == "a   b");
  CHECK(clean_text("a\tb\x01\x1B\x7F\xC2\x9B") == "a\tb");
  CHECK(clean_text("e\xCC\x81") == "é");
  CHECK(clean_text("“Form”\xEF\xBC\x9A ok") == "“Form”\xEF\xBC\x9A ok");
}

}  // namespace
}  // namespace pouch::mail
