#include "search/files/office.hpp"

#include <catch2/catch.hpp>
#include <fstream>

#include "search/files/extract.hpp"
#include "tests/unit/search/shorthand.hpp"
#include "tests/unit/search/zip_files.hpp"

using namespace pouch::search;
using namespace pouch::search::testing;

namespace {

constexpr std::size_t kEnough = 1U << 20;

std::string word(const std::string& body) {
  const auto read = docx_text(docx(body), kEnough);
  CHECK(read.failure.empty());
  return read.text;
}

std::string writer(const std::string& body) {
  const auto read = odt_text(odt(body), kEnough);
  CHECK(read.failure.empty());
  return read.text;
}

// A paragraph of one run.
std::string p(const std::string& text) {
  return "<w:p><w:r><w:t xml:space=\"preserve\">" + text + "</w:t></w:r></w:p>";
}
std::string cell(const std::string& paragraphs) { return "<w:tc>" + paragraphs + "</w:tc>"; }
std::string row(const std::string& cells) { return "<w:tr>" + cells + "</w:tr>"; }
std::string table(const std::string& rows) { return "<w:tbl>" + rows + "</w:tbl>"; }

std::string fixture(const std::string& name) {
  std::ifstream file(POUCH_FIXTURES "/attached/" + name, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

bool has(const std::string& text, const std::string& what) {
  return text.find(what) != std::string::npos;
}

}  // namespace

TEST_CASE("a form that an office program wrote as lines reads as lines") {
  for (const std::string name : {"lines.docx", "lines.odt"}) {
    INFO(name);
    const auto text = extract(file_kind("", name), fixture(name), {}, kEnough).text;
    CHECK(has(text, "Form: request\nTo: BG, RS\nOur reference: 4417/2026\n"));
    CHECK(has(text, "vehicle?\n2. Border crossings since 1 October 2026.\nFacts: On 3 November"));
    CHECK(has(text, "consignee Милан Ђорђевић.\nReasons: "));
  }
}

TEST_CASE("a form in a table reads as label, TAB, value") {
  for (const std::string name : {"table.docx", "table.odt"}) {
    INFO(name);
    const auto text = extract(file_kind("", name), fixture(name), {}, kEnough).text;
    CHECK(has(text, "Form\trequest\nTo\tBG, RS\nOur reference\t4417/2026\n"));
    CHECK(has(text, "Information wanted\t1. Who is the registered owner of the vehicle?\n2. Bor"));
    CHECK(has(text, "\nOwn notes\t\n"));
  }
}

TEST_CASE("runs of a paragraph are one line, breaks and tabs stand where they were") {
  CHECK(word("<w:p><w:r><w:t>Pla</w:t></w:r><w:r><w:t>te:</w:t></w:r><w:r><w:tab/>"
             "<w:t>CA</w:t><w:br/><w:t>B</w:t><w:cr/><w:t>C</w:t></w:r></w:p>" +
             p("D")) == "Plate:\tCA\nB\nC\nD\n");
  CHECK(word("<w:p><w:r><w:t>  trimmed \n </w:t></w:r><w:r><w:t xml:space=\"preserve\"> kept "
             "</w:t></w:r></w:p>") == "trimmed kept \n");
  CHECK(word("<w:p><w:pPr><w:tabs><w:tab w:val=\"left\" w:pos=\"1\"/></w:tabs></w:pPr><w:r>"
             "<w:t>a</w:t><w:noBreakHyphen/><w:t>b</w:t><w:softHyphen/><w:t>c\u00ADd</w:t></w:r>"
             "</w:p>") == "a-bcd\n");
  CHECK(word(p("a") + "<w:p/>" + p("b")) == "a\n\nb\n");
  CHECK(word(p("&lt;a&gt; &amp; &#1112;<![CDATA[<b>]]>")) == "<a> & ј<b>\n");
}

TEST_CASE("what was deleted or moved away with changes tracked is not text") {
  CHECK(word("<w:p><w:r><w:t>To: </w:t></w:r><w:del><w:r><w:delText>RS</w:delText></w:r></w:del>"
             "<w:ins><w:r><w:t>BG</w:t></w:r></w:ins><w:moveFrom><w:r><w:t>MK</w:t></w:r>"
             "</w:moveFrom><w:moveTo><w:r><w:t>, AL</w:t></w:r></w:moveTo></w:p>") ==
        "To:BG, AL\n");
  CHECK(word("<w:p><w:pPr><w:rPr><w:del/></w:rPr></w:pPr><w:r><w:t>one </w:t></w:r></w:p>" +
             p("line") + p("next")) == "oneline\nnext\n");
  CHECK(writer("<text:tracked-changes><text:changed-region><text:deletion><text:p>RS</text:p>"
               "</text:deletion></text:changed-region></text:tracked-changes><text:p>To: "
               "<text:change text:change-id=\"1\"/>BG</text:p>") == "To: BG\n");
}

TEST_CASE("what its writer does not see is not text") {
  CHECK(word("<w:p><w:r><w:rPr><w:vanish/></w:rPr><w:t>hidden</w:t></w:r><w:r><w:rPr>"
             "<w:vanish w:val=\"0\"/></w:rPr><w:t>shown</w:t></w:r></w:p>") == "shown\n");
  CHECK(word("<w:p><w:r><w:t>a</w:t></w:r><w:r><w:instrText>PAGE</w:instrText></w:r></w:p>") ==
        "a\n");
  CHECK(word("<w:p><w:r><mc:AlternateContent><mc:Choice><wps:txbx><w:txbxContent>" + p("box") +
             "</w:txbxContent></wps:txbx></mc:Choice><mc:Fallback><w:txbxContent>" + p("box") +
             "</w:txbxContent></mc:Fallback></mc:AlternateContent></w:r></w:p>") == "box\n\n");
  CHECK(writer("<text:p>a<text:note><text:note-citation>1</text:note-citation><text:note-body>"
               "<text:p>foot</text:p></text:note-body></text:note><office:annotation><text:p>remark"
               "</text:p></office:annotation>b</text:p><text:section text:display=\"none\"><text:p>"
               "hidden</text:p></text:section>") == "ab\n");
}

TEST_CASE("a content control gives what was filled in, and nothing of its prompt") {
  const auto control = [](const std::string& look, const std::string& content) {
    return "<w:sdt><w:sdtPr>" + look +
           "<w:dropDownList><w:listItem w:value=\"BG\"/></w:dropDownList></w:sdtPr><w:sdtContent>" +
           content + "</w:sdtContent></w:sdt>";
  };
  CHECK(word(control("", p("To: BG"))) == "To: BG\n");
  CHECK(word("<w:p><w:r><w:t>Plate:</w:t></w:r>" +
             control("<w:showingPlcHdr/>", "<w:r><w:t>Click here</w:t></w:r>") + "</w:p>") ==
        "Plate:\n");
  CHECK(word(table(row(cell(p("Plate")) + control("<w:showingPlcHdr/>", cell(p("Click here")))))) ==
        "Plate\t\n");
  CHECK(writer("<text:p>Plate: <text:placeholder text:placeholder-type=\"text\">&lt;plate&gt;"
               "</text:placeholder></text:p>") == "Plate: \n");
}

TEST_CASE("tables: empty cells, several paragraphs, tables in tables") {
  CHECK(word(table(row(cell(p("Facts")) + cell(p("one") + p("") + p("two"))) +
                   row(cell(p("Reasons")) + cell("<w:p/>")) + row(cell("<w:p/>") + cell(p("x"))) +
                   row(cell("<w:p/>") + cell("<w:p/>")))) == "Facts\tone\ntwo\nReasons\t\nx\n");
  const auto inner =
      table(row(cell(p("Plate")) + cell(p("CA 1"))) + row(cell(p("To")) + cell(p("BG"))));
  CHECK(word(table(row(cell(inner + "<w:p/>")))) == "Plate\tCA 1\nTo\tBG\n");
  CHECK(word(p("above") + table(row(cell(p("a")) + cell(p("b")) + cell(p("c")))) + p("below")) ==
        "above\na\tb\tc\nbelow\n");
}

TEST_CASE("white space of an .odt is what its writer sees") {
  CHECK(writer("<text:p>  a \n\t b<text:s text:c=\"3\"/>c<text:tab/>d<text:line-break/>e</text:p>"
               "<text:h>head</text:h>stray<text:p/>") == "a b   c\td\ne\nhead\n\n");
  CHECK(writer("<text:p>a<text:s text:c=\"999999999999\"/>b</text:p>").size() < 200);
  CHECK(writer("<text:list><text:list-item><text:p>1</text:p></text:list-item></text:list><text:p>"
               "<draw:frame><draw:text-box><text:p>box</text:p></draw:text-box></draw:frame></"
               "text:p>") == "1\nbox\n\n");
}

TEST_CASE("the document is where the package says, headers and footers are left out") {
  const std::string body =
      "<w:document xmlns:w=\"http://purl.oclc.org/ooxml/wordprocessingml/main\"><w:p><w:r><w:t>"
      "body</w:t></w:r></w:p></w:document>";
  const auto relation = [](const std::string& type, const std::string& target) {
    return "<Relationship Id=\"" + target + "\" Type=\"http://x.example/relationships/" + type +
           "\" Target=\"" + target + "\"/>";
  };
  const auto file = zipped(
      {{"_rels/.rels", "<Relationships>" + relation("header", "word/header1.xml") +
                           relation("officeDocument", "/Word/Document2.xml") + "</Relationships>"},
       {"word/header1.xml", replaced(body, "body", "header")},
       {"word/document.xml", replaced(body, "body", "other")},
       {"word/document2.xml", body}});
  CHECK(docx_text(file, kEnough).text == "body\n");
  const auto away =
      zipped({{"_rels/.rels", "<Relationships>" + relation("officeDocument", "../../etc/passwd") +
                                  "</Relationships>"}});
  CHECK(docx_text(away, kEnough).failure == "the file holds no text document");
}

TEST_CASE("a file's name tells an office document, whatever label it has") {
  CHECK(extract_text("application/octet-stream", "a.DOCX", docx(p("lorry")), 100) == "lorry\n");
  CHECK(extract_text("application/zip", "a.odt", odt("<text:p>lorry</text:p>"), 100) == "lorry\n");
  CHECK(extract_text("application/vnd.oasis.opendocument.text", "", odt("<text:p>lorry</text:p>"),
                     100) == "lorry\n");
  CHECK(extract_text("application/zip", "a.zip", docx(p("lorry")), 100).empty());
}

TEST_CASE("the limit of an office document's text holds on either side") {
  const auto file = docx(p("ЛЛЛ"));
  CHECK(extract(FileKind::kDocx, file, {}, 7).text == "ЛЛЛ\n");
  CHECK_FALSE(extract(FileKind::kDocx, file, {}, 7).cut);
  CHECK(extract(FileKind::kDocx, file, {}, 6).text == "ЛЛЛ");
  CHECK(extract(FileKind::kDocx, file, {}, 6).cut);
  CHECK(extract(FileKind::kDocx, file, {}, 5).text == "ЛЛ");
  CHECK(extract(FileKind::kDocx, docx(p(std::string(100, 'a')) + p("b")), {}, 50).cut);
}
