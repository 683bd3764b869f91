#include "gateway/archive/attached_text.hpp"

#include <catch2/catch.hpp>
#include <fstream>
#include <iterator>

#include "tests/unit/gateway/extracting.hpp"

using namespace pouch;
using namespace pouch::gateway;

namespace {

std::string fixture(const std::string& name) {
  std::ifstream file(POUCH_FIXTURES "/attached/" + name, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

mail::Attachment file(const std::string& name, const std::string& type, const std::string& bytes,
                      const std::string& charset = "") {
  mail::Attachment attachment;
  attachment.name = name;
  attachment.media_type = type;
  attachment.bytes = bytes;
  attachment.charset = charset;
  return attachment;
}

std::vector<AttachedText> texts(const std::vector<mail::Attachment>& attachments) {
  mail::Content content;
  content.attachments = attachments;
  static const Extracting extracting;
  FileTexts files;
  return attached_texts(content, files);
}

std::string text(const mail::Attachment& attachment) {
  const auto all = texts({attachment});
  return all.size() == 1 && all[0].failure.empty() ? all[0].text : std::string();
}

std::string failure(const mail::Attachment& attachment) {
  const auto all = texts({attachment});
  return all.size() == 1 && all[0].text.empty() ? all[0].failure : std::string();
}

const std::string kForm = "Form: request\nTo: BG\n";

}  // namespace

TEST_CASE("attached: every kind in which people send a form gives its text") {
  for (const std::string name :
       {"lines.docx", "lines.odt", "lines.pdf", "table.docx", "table.odt", "table.pdf"}) {
    INFO(name);
    const auto found = text(file(name, "application/octet-stream", fixture(name)));
    const bool table = name.find("table") == 0;
    CHECK(found.find(table ? "Form\trequest\nTo\tBG, RS\n" : "Form: request\nTo: BG, RS\n") !=
          std::string::npos);
    CHECK(found.find("Милан Ђорђевић") != std::string::npos);
  }
  CHECK(text(file("request.rtf", "application/msword",
                  "{\\rtf1 Form: request\\par\nTo: BG\\par\n}")) == kForm);
  CHECK(text(file("request.txt", "text/plain", kForm)) == kForm);
  CHECK(text(file("REQUEST.TXT", "application/octet-stream", kForm)) == kForm);
  CHECK(text(file("request.text", "", kForm)) == kForm);
  CHECK(text(file("request", "text/plain", kForm)) == kForm);
}

TEST_CASE("attached: what is no form's file is left alone") {
  for (const auto& [name, type] :
       std::vector<std::pair<std::string, std::string>>{{"a.csv", "text/plain"},
                                                        {"a.json", "application/json"},
                                                        {"a.json", "text/plain"},
                                                        {"a.log", "text/plain"},
                                                        {"a.xml", "text/xml"},
                                                        {"a.html", "text/html"},
                                                        {"a.jpg", "image/jpeg"},
                                                        {"a.zip", "application/zip"},
                                                        {"a.xlsx", "application/zip"},
                                                        {"a.ods", ""},
                                                        {"a.vcf", "text/plain"},
                                                        {"a.txt", "image/png"},
                                                        {"a.eml", "message/rfc822"},
                                                        {"a.asc", "application/pgp-keys"}}) {
    INFO(name << " " << type);
    CHECK(texts({file(name, type, kForm)}).empty());
  }
  CHECK(texts({file("blank.txt", "text/plain", " \n\t\n")}).empty());
}

TEST_CASE("attached: a text is read in the charset that its part names, or its mark") {
  CHECK(text(file("a.txt", "text/plain",
                  "\x8A\xE8"
                  "epan\n",
                  "windows-1250")) == "Ščepan\n");
  CHECK(text(file("a.txt", "text/plain", "\xCC\xE8\xEB\xE0\xED\r\n", "windows-1251")) == "Милан\n");
  CHECK(text(file("a.txt", "text/plain", std::string("\xFF\xFE\x1C\x04:\0\r\0\n\0", 10))) ==
        "М:\n");
  CHECK(text(file("a.txt", "text/plain", std::string("\xFE\xFF\x04\x1C\0:", 6), "us-ascii")) ==
        "М:");
  CHECK(text(file("a.txt", "text/plain",
                  "\xEF\xBB\xBF"
                  "М:\n",
                  "windows-1251")) == "М:\n");
  CHECK(failure(file("a.txt", "text/plain",
                     "\x8A\xE8"
                     "epan")) ==
        "the mail does not say in which charset the file is: save it as UTF-8");
  CHECK(failure(file("a.txt", "text/plain", "\xFF\xFF", "us-ascii")) ==
        "the file is not in the charset us-ascii, as the mail says: save it as UTF-8");
  CHECK_FALSE(failure(file("a.txt", "text/plain", "+ADw-", "utf-7")).empty());
}

TEST_CASE("attached: the text is clean as a mail's own") {
  CHECK(text(file("a.txt", "text/plain",
                  "To:\xC2\xA0"
                  "B\xE2\x80\x8BG\xE2\x80\xAE\r\nx\ry")) == "To: BG\nx\ny");
}

TEST_CASE("attached: says for each file why it cannot be read") {
  CHECK(failure(file("a.docx", "", "lorry")) == "the file is not what its name says");
  CHECK(failure(file("a.pdf", "", "lorry")) == "the file is damaged, or locked with a password");
  CHECK(failure(file("a.doc", "", "lorry")) ==
        "files of this kind are not read: save it as .docx or .txt");
  CHECK(failure(file("a.rtf", "", "lorry")) == "the file is not what its name says");
  const auto both = texts({file("a.docx", "", "lorry"), file("b.txt", "text/plain", kForm)});
  REQUIRE(both.size() == 2);
  CHECK(both[0].name == "a.docx");
  CHECK(both[0].text.empty());
  CHECK(both[1].name == "b.txt");
  CHECK(both[1].text == kForm);
}

TEST_CASE("attached: size and number have limits, one below and one above") {
  CHECK(text(file("a.txt", "text/plain", std::string(kAttachedOctets, 'a'))).size() ==
        kAttachedOctets);
  CHECK(failure(file("a.txt", "text/plain", std::string(kAttachedOctets + 1, 'a'))) ==
        "the file is too long for a form");
  CHECK(failure(file("a.docx", "", std::string(kFileOctets, 'a'))) ==
        "the file is not what its name says");
  CHECK(failure(file("a.docx", "", std::string(kFileOctets + 1, 'a'))) == "the file is too large");
  std::vector<mail::Attachment> many(kAttachedTexts, file("a.txt", "text/plain", kForm));
  CHECK(texts(many).back().failure.empty());
  many.insert(many.begin(), file("photo.jpg", "image/jpeg", "x"));  // does not count
  CHECK(texts(many).back().failure.empty());
  many.push_back(many.back());
  many.push_back(many.back());
  CHECK(texts(many).size() == kAttachedTexts + 1);
  CHECK(texts(many).back().failure == "there are too many files to look into");
}
