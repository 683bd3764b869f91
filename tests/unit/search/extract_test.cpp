#include <catch2/catch.hpp>
#include <tuple>

#include "search/files/extract.hpp"
#include "search/names/fold.hpp"
#include "tests/unit/search/shorthand.hpp"

using namespace pouch::search;

namespace {
std::string text(const std::string& type, const std::string& name, const std::string& bytes,
                 std::size_t limit = 1U << 20) {
  return extract_text(type, name, bytes, limit);
}

std::vector<std::string> folded(const std::string& text) {
  std::vector<std::string> all;
  for (const auto& word : words(text)) {
    all.push_back(fold_word(std::string_view(text).substr(word.begin, word.end - word.begin)));
  }
  return all;
}
}  // namespace

TEST_CASE("text attachments are read by type, untyped ones by name") {
  CHECK(text("text/plain", "", "lorry") == "lorry");
  CHECK(text("TEXT/CSV", "x", "a;b") == "a;b");
  CHECK(text("application/json", "", "{\"a\":1}") == "{\"a\":1}");
  CHECK(text("application/octet-stream", "CROSSINGS.CSV", "a;b") == "a;b");
  CHECK(text("", "notes.txt", "lorry") == "lorry");
  for (const auto& [type, name] :
       std::vector<std::pair<std::string, std::string>>{{"application/pdf", "a.pdf"},
                                                        {"image/png", "a.txt"},
                                                        {"application/octet-stream", "a.exe"},
                                                        {"application/octet-stream", "txt"},
                                                        {"application/octet-stream", ".txt"},
                                                        {"", ""},
                                                        {"text", "a"}}) {
    INFO(type << " " << name);
    CHECK(text(type, name, "lorry").empty());
  }
}

TEST_CASE("the charset that a part names counts") {
  const std::string bytes =
      "\x8A\xE8"
      "epan \xE8\x9D"
      "uk";  // windows-1250, too short to be detected
  CHECK(extract_text("text/csv", "a.csv", bytes, 100, "windows-1250") == "Ščepan čťuk");
  CHECK(extract_text("text/plain", "", std::string("l\0o\0r\0", 6), 100, "utf-16le") == "lor");
  // A byte-order mark says more, UTF-8 is told by itself, and nobody believes what does not fit.
  CHECK(extract_text("text/plain", "", "\xEF\xBB\xBFŠ", 100, "windows-1250") == "Š");
  CHECK(extract_text("text/plain", "", "Š", 100, "us-ascii") == "Š");
  CHECK(extract_text("text/plain", "", "Š", 100, "no-such-charset") == "Š");
}

TEST_CASE("a .csv is CSV whatever its label") {
  for (const std::string type : {"application/vnd.ms-excel", "text/csv", "application/zip", ""}) {
    INFO(type);
    CHECK(text(type, "Crossings.CSV", "a;b") == "a;b");
  }
}

TEST_CASE("each kind of file gets the reader that its ending names, else its label") {
  const std::vector<std::tuple<std::string, std::string, FileKind>> table{
      {"application/octet-stream", "a.XLSX", FileKind::kXlsx},
      {"application/zip", "a.ods", FileKind::kOdt},
      {"application/msword", "a.rtf", FileKind::kRtf},
      {"text/rtf", "", FileKind::kRtf},
      {"text/plain", "milan.vcf", FileKind::kCard},
      {"text/calendar", "", FileKind::kCard},
      {"application/octet-stream", "forwarded.eml", FileKind::kMail},
      {"message/rfc822", "", FileKind::kMail},
      {"application/x-zip-compressed", "a", FileKind::kZip},
      {"application/octet-stream", "IMG_0001.JPG", FileKind::kPhoto},
      {"image/jpeg", "a.txt", FileKind::kPhoto},
      {"application/x-msdownload", "a.exe", FileKind::kOther},
      {"application/octet-stream", "a.7z", FileKind::kOther},
      {"application/msword", "", FileKind::kOldOffice}};
  for (const auto& [type, name, kind] : table) {
    INFO(type << " " << name);
    CHECK(file_kind(type, name) == kind);
  }
}

TEST_CASE("the limit holds on either side and cuts no character") {
  CHECK(text("text/plain", "", "lorry", 5) == "lorry");
  CHECK(text("text/plain", "", "lorry", 4) == "lorr");
  CHECK(text("text/plain", "", "lorry", 0).empty());
  CHECK(text("text/plain", "", "ЛЛЛ", 5) == "ЛЛ");
  CHECK(text("text/plain", "", "ЛЛЛ", 6) == "ЛЛЛ");
}

TEST_CASE("texts of other charsets are found by their words") {
  // windows-1251, ISO-8859-2 with enough of them for the detector, UTF-16 with its mark
  const std::string cyrillic =
      "\xC2\xEE\xE7\xE8\xF2\xE5\xEB\xFF\xF2 \xEA\xE0\xE7\xE0, \xF7\xE5 \xEF\xFA\xF2\xF3\xE2\xE0 "
      "\xEA\xFA\xEC \xD1\xEE\xF4\xE8\xFF \xF1 \xEA\xE0\xEC\xE8\xEE\xED";
  const auto found = folded(text("text/plain", "", cyrillic));
  CHECK(std::count(found.begin(), found.end(), "kamion") == 1);
  CHECK(folded(text("text/plain", "", std::string("\xFF\xFEl\0o\0r\0r\0y\0", 12))) ==
        std::vector<std::string>{"lorry"});
  CHECK(folded(text("text/plain", "", std::string("\xFE\xFF\0l\0o\0r\0r\0y", 12))) ==
        std::vector<std::string>{"lorry"});
  CHECK(folded(text("text/plain", "", "\xEF\xBB\xBFlorry")) == std::vector<std::string>{"lorry"});
  CHECK_NOTHROW(text("text/plain", "", std::string("\xFF\xFEl", 3)));
  CHECK_NOTHROW(text("text/plain", "", std::string(100000, '\xFF')));
  CHECK_NOTHROW(text("text/plain", "", std::string(100000, '\0')));
}
