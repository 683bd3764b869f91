#include <catch2/catch.hpp>

#include "search/files/office.hpp"
#include "search/files/package.hpp"
#include "search/files/tag_bounds.hpp"
#include "search/files/xml_events.hpp"
#include "tests/unit/search/zip_files.hpp"

using namespace pouch::search;
using namespace pouch::search::testing;

namespace {

std::string failure(const std::string& file) {
  const auto read = docx_text(file, 1U << 20);
  CHECK((read.failure.empty() || read.text.empty()));
  return read.failure;
}

const std::string kGood = "<w:p><w:r><w:t>lorry</w:t></w:r></w:p>";
const std::string kDamaged = "the file is damaged";
const std::string kLarge = "the file is too large";

std::string repeated(const std::string& text, std::size_t times) {
  std::string result;
  for (std::size_t i = 0; i < times; ++i) result += text;
  return result;
}

}  // namespace

TEST_CASE("refuses a package that is no package, is cut off or changed") {
  CHECK(failure(docx(kGood)).empty());
  CHECK(failure("") == kDamaged);
  CHECK(failure("lorry") == "the file is not what its name says");
  const auto file = docx(kGood);
  for (std::size_t size = 0; size < file.size(); size += 7) {
    INFO(size);
    CHECK_FALSE(failure(file.substr(0, size)).empty());
  }
  auto changed = file;
  changed[60] = static_cast<char>(changed[60] ^ 0x55);
  CHECK(failure(changed) == kDamaged);
  CHECK_FALSE(failure("junk before it" + file).empty());
}

TEST_CASE("refuses what is locked with a password, and says so") {
  CHECK(failure(zipped({{"word/document.xml", "<a/>"}}, true)) ==
        "the file is locked with a password");
  CHECK(failure("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1 and so on") ==
        "the file is locked with a password, or in the old format of Word (.doc)");
  const auto locked = zipped({{"META-INF/manifest.xml",
                               "<m:manifest xmlns:m=\"urn:m\"><m:file-entry><m:encryption-data/>"
                               "</m:file-entry></m:manifest>"},
                              {"content.xml", "\x01\x02"}});
  CHECK(odt_text(locked, 100).failure == "the file is locked with a password");
}

TEST_CASE("refuses two parts of one name, and headers that differ from the directory") {
  const auto two = zipped({{"word/document.xml", "<a/>"}, {"word/documenx.xml", "<b/>"}});
  CHECK_FALSE(failure(replaced(two, "word/documenx.xml", "word/document.xml")).empty());
  CHECK_FALSE(failure(replaced(two, "word/documenx.xml", "WORD/document.xml")).empty());
  auto other = docx(kGood);
  other.replace(other.find("word/document.xml"), 17, "word/documenu.xml");
  CHECK(failure(other) == kDamaged);
}

TEST_CASE("a package unpacks to a bounded size, one below and one above") {
  const std::string open =
      "<w:document xmlns:w=\"http://purl.oclc.org/ooxml/wordprocessingml/main\">";
  const std::string close = "</w:document>";
  const auto of_size = [&](std::size_t size) {
    return zipped({{"word/document.xml",
                    open + std::string(size - open.size() - close.size(), ' ') + close}});
  };
  CHECK(failure(of_size(kRatioCounts)).empty());
  CHECK(failure(of_size(kRatioCounts + 1)) == kLarge);  // of spaces: far over the ratio
  // Not to be packed: the ratio says nothing, the size of a part does.
  std::string noise = open;
  std::uint32_t state = 1;
  while (noise.size() < kPartOctets - close.size()) {
    state = state * 1664525 + 1013904223;
    noise += static_cast<char>('a' + (state >> 24) % 26);
  }
  CHECK(failure(zipped({{"word/document.xml", noise + close}})).empty());
  CHECK(failure(zipped({{"word/document.xml", noise + " " + close}})) == kLarge);
}

TEST_CASE("a package, and its list of parts, have bounded sizes, one below and one above") {
  CHECK(failure("PK" + std::string(kPackageOctets - 2, 'P')) == kDamaged);
  CHECK(failure("PK" + std::string(kPackageOctets - 1, 'P')) == kLarge);
  const auto listed = [](std::size_t size) {
    const std::string list = "<Relationships/>";
    return zipped({{"_rels/.rels", list + std::string(size - list.size(), ' ')},
                   {"word/document.xml", "<a/>"}});
  };
  CHECK(failure(listed(kListOctets)).empty());
  CHECK(failure(listed(kListOctets + 1)) == kLarge);
}

TEST_CASE("a package has a bounded number of entries, one below and one above") {
  Parts parts{{"word/document.xml", "<a/>"}};
  while (parts.size() < kPackageEntries) parts.push_back({"x" + std::to_string(parts.size()), ""});
  CHECK(failure(zipped(parts)).empty());
  parts.push_back({"one-too-many", ""});
  CHECK(failure(zipped(parts)) == kLarge);
}

TEST_CASE("names in a package are no paths") {
  for (const std::string name : {"../../etc/passwd", "/etc/passwd", "..\\word\\document.xml"}) {
    CHECK(failure(zipped({{name, "<a/>"}})) == "the file holds no text document");
  }
}

TEST_CASE("XML is bounded in depth and attributes, one below and one above") {
  const auto deep = [](std::size_t depth) {  // of which two are around it
    return docx(repeated("<w:p>", depth - 2) + repeated("</w:p>", depth - 2));
  };
  CHECK(failure(deep(kXmlDepth)).empty());
  CHECK_FALSE(failure(deep(kXmlDepth + 1)).empty());
  const auto wide = [](std::size_t count) {
    std::string tag = "<w:p";
    for (std::size_t i = 0; i < count; ++i) tag += " a" + std::to_string(i) + "=\"\"";
    return docx(tag + "/>");
  };
  CHECK(failure(wide(kXmlAttributes)).empty());
  CHECK_FALSE(failure(wide(kXmlAttributes + 1)).empty());
  CHECK_FALSE(failure(wide(200000)).empty());
}

TEST_CASE("XML with a document type, unknown entities or errors is refused whole") {
  const auto of = [](const std::string& xml) {
    return failure(zipped({{"word/document.xml", xml}}));
  };
  CHECK_FALSE(of("<!DOCTYPE a [<!ENTITY b \"c\">]><a>&b;</a>").empty());
  CHECK_FALSE(of("<!DOCTYPE a SYSTEM \"file:///etc/passwd\"><a/>").empty());
  CHECK_FALSE(of("<!DOCTYPE a><a/>").empty());
  CHECK(of("<a>&nbsp;</a>") == kDamaged);
  CHECK(of("<a><b></a>") == kDamaged);
  CHECK(of("<a>\xFF</a>") == kDamaged);
  CHECK(of(std::string("<a>\0</a>", 8)) == kDamaged);
  CHECK(of("<a/><a/>") == kDamaged);
  CHECK(of("").find("no text") != std::string::npos);
}

TEST_CASE("what a sink throws comes out of the XML reader") {
  struct Thrower : XmlSink {
    void open(const XmlElement& /*element*/) override { throw std::length_error("enough"); }
    void close() override {}
    void text(std::string_view /*utf8*/) override {}
    bool full() const override { return false; }
  } thrower;
  CHECK_THROWS_AS(read_xml("<a/>", thrower), std::length_error);
}

TEST_CASE("a tag with too many attributes is told") {
  CHECK_FALSE(has_long_tag("<a b=1 c='>' d>x", 3));
  CHECK(has_long_tag("<a b=1 c='>' d>x", 2));
  CHECK_FALSE(has_long_tag("1 < 2 <3 <a", 0));
  CHECK_FALSE(has_long_tag("<a b=\"c d e\"f>", 2));
  CHECK(has_long_tag("<a b=\"c d e\"f>", 1));
}
