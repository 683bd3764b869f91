// Tables of office programs: cells as people see them, one row a line.
#include <catch2/catch.hpp>

#include "search/files/office.hpp"
#include "search/files/package.hpp"
#include "tests/unit/search/zip_files.hpp"

using namespace pouch::search;
using namespace pouch::search::testing;

namespace {

const std::string kSpace = " xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\"";

std::string sheet(const std::string& rows) {
  return "<worksheet" + kSpace + "><sheetData>" + rows + "</sheetData></worksheet>";
}

Parts workbook(const std::string& rows, const std::string& more = {}) {
  return {
      {"xl/workbook.xml", "<workbook" + kSpace + ">" + more +
                              "<sheets><sheet name=\"Crossings\"/></sheets></workbook>"},
      {"xl/worksheets/sheet1.xml", sheet(rows)},
      {"xl/sharedStrings.xml",
       "<sst" + kSpace +
           "><si><t>Plate</t></si><si><r><t>CA 12</t></r><r><t>34 AB</t></r>"
           "<rPh><t>reading</t></rPh></si></sst>"},
      {"xl/styles.xml",
       "<styleSheet" + kSpace +
           "><numFmts><numFmt numFmtId=\"164\" formatCode=\"dd.mm.yyyy\"/>"
           "<numFmt numFmtId=\"165\" formatCode=\"0.00&quot; days&quot;\"/></numFmts><cellXfs>"
           "<xf numFmtId=\"0\"/><xf numFmtId=\"164\"/><xf numFmtId=\"22\"/><xf numFmtId=\"165\"/>"
           "</cellXfs></styleSheet>"}};
}

std::string text(const Parts& parts) {
  const auto read = xlsx_text(zipped(parts), 1U << 20);
  CHECK(read.failure == "");
  return read.text;
}

std::string failure(const std::string& file) {
  const auto read = xlsx_text(file, 1U << 20);
  CHECK(read.text.empty());
  return read.failure;
}

}  // namespace

TEST_CASE("xlsx: rows are lines, cells are parted by TAB, strings are looked up") {
  CHECK(
      text(workbook("<row><c t=\"s\"><v>0</v></c><c t=\"s\"><v>1</v></c></row>"
                    "<row><c t=\"inlineStr\"><is><t>Милан</t></is></c><c><v>41.5</v></c></row>"
                    "<row><c t=\"str\"><f>A1</f><v>made</v></c><c t=\"s\"><v>99</v></c></row>")) ==
      "Crossings\nPlate\tCA 1234 AB\nМилан\t41.5\nmade\t\n");
}

TEST_CASE("xlsx: a day is a day, a long number keeps its digits") {
  CHECK(text(workbook("<row><c s=\"1\"><v>46329</v></c><c s=\"2\"><v>46329.5</v></c>"
                      "<c s=\"3\"><v>46329</v></c><c><v>3.81641234567E11</v></c></row>")) ==
        "Crossings\n2026-11-03\t2026-11-03 12:00\t46329\t381641234567\n");
  CHECK(text(workbook("<row><c s=\"1\"><v>44867</v></c></row>", "<workbookPr date1904=\"1\"/>")) ==
        "Crossings\n2026-11-03\n");
}

TEST_CASE("xlsx: sheets come in the order of their numbers") {
  auto parts = workbook("<row><c><v>1</v></c></row>");
  parts.push_back({"xl/worksheets/sheet10.xml", sheet("<row><c><v>10</v></c></row>")});
  parts.push_back({"xl/worksheets/sheet2.xml", sheet("<row><c><v>2</v></c></row>")});
  CHECK(text(parts) == "Crossings\n1\n2\n10\n");
}

TEST_CASE("xlsx: an .xlsx that is an .exe, locked, cut off or empty is told") {
  CHECK(failure("MZ\x90 a program") == "the file is not what its name says");
  CHECK(failure("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1 and so on").find("locked with a password") !=
        std::string::npos);
  CHECK(failure(zipped(workbook(""), true)) == "the file is locked with a password");
  const auto whole = zipped(workbook("<row><c><v>1</v></c></row>"));
  CHECK(failure(whole.substr(0, whole.size() / 2)) == "the file is damaged");
  CHECK(failure(zipped({{"a.txt", "x"}})) == "the file holds no table");
}

TEST_CASE("xlsx: entities, and sheets of millions of cells, are bounded") {
  CHECK_FALSE(failure(zipped({{"xl/worksheets/sheet1.xml",
                               "<!DOCTYPE a [<!ENTITY b \"ccc\">]><a>&b;</a>"}}))
                  .empty());
  std::string rows;
  rows.reserve(72U << 20);
  for (int i = 0; i < 5'000'000; ++i) rows += "<c><v>1</v></c>";
  CHECK(failure(zipped(workbook("<row>" + rows + "</row>"))) == "the file is too large");
}

TEST_CASE("xlsx: the limit ends the reading") {
  std::string rows;
  for (int i = 0; i < 20000; ++i) rows += "<row><c><v>12345</v></c></row>";
  const auto read = xlsx_text(zipped(workbook(rows)), 1000);
  CHECK(read.failure.empty());
  CHECK(read.text.size() < 1100);
}

TEST_CASE("ods: the cells of a table are read as those of a text document") {
  const auto file =
      zipped({{"content.xml",
               "<office:document-content "
               "xmlns:office=\"urn:oasis:names:tc:opendocument:xmlns:office:1.0\" "
               "xmlns:text=\"urn:oasis:names:tc:opendocument:xmlns:text:1.0\" "
               "xmlns:table=\"urn:oasis:names:tc:opendocument:xmlns:table:1.0\"><office:body>"
               "<office:spreadsheet><table:table table:name=\"A\"><table:table-row>"
               "<table:table-cell><text:p>Plate</text:p></table:table-cell>"
               "<table:table-cell><text:p>CA 1234 AB</text:p></table:table-cell></table:table-row>"
               "<table:table-row table:number-rows-repeated=\"1048575\"><table:table-cell "
               "table:number-columns-repeated=\"16384\"/></table:table-row></table:table>"
               "</office:spreadsheet></office:body></office:document-content>"}});
  CHECK(odt_text(file, 1000).text == "Plate\tCA 1234 AB\n");
}

TEST_CASE("a package tells the names of its parts as they were written, and gives each alone") {
  const auto file =
      zipped({{"Милан.txt", "a"}, {"../up.txt", "b"}, {"x/A.txt", "c"}, {"x/a.TXT", "d"}});
  const Package package(file);
  REQUIRE(package.names() ==
          std::vector<std::string>{"Милан.txt", "../up.txt", "x/A.txt", "x/a.TXT"});
  CHECK(package.unpacked(3, 10).bytes == "d");
  CHECK(package.unpacked(3, 0).failure == "the file is too large");
  CHECK(package.unpacked(0, 10).bytes == "a");
  const auto locked = zipped({{"a.txt", "secret"}}, true);
  const Package closed(locked);
  CHECK(closed.unpacked(0, 10).failure == "the file is locked with a password");
}
