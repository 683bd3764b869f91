#include "mail/structure/mime_header.hpp"

#include "tests/unit/mail/scanned.hpp"

namespace pouch::mail {
namespace {

std::string parameter(std::string_view field, std::string_view name) {
  const std::string text = "Content-Type: " + std::string(field) + "\n\n";
  return std::string(scanned(text).parameter(name));
}

std::string file_name(std::string_view disposition) {
  const std::string text = "Content-Disposition: " + std::string(disposition) + "\n\n";
  return scanned(text).file_name();
}

std::string type_refused(std::string_view field) {
  return refused("Content-Type: " + std::string(field) + "\n\n");
}

TEST_CASE("type and subtype are read in lower case, comments and blanks skipped") {
  for (const std::string field :
       {"Multipart/Mixed; boundary=x", "multipart / mixed ; boundary = x",
        "multipart/mixed (a comment; boundary=y); boundary=x",
        "(c)multipart(c)/(c)mixed(c);boundary=x", "multipart/mixed;\r\n\tboundary=x",
        "multipart/mixed;; boundary=x;",
        "multipart/mixed (nested (comment) \\) here); boundary=x (c)"}) {
    const std::string text = "Content-Type: " + field + "\n\n--x\n\na\n--x--";
    const auto entity = scanned(text);
    CHECK(entity.is("multipart", "mixed"));
    CHECK(entity.parts.size() == 1);
  }
}

TEST_CASE("a quoted value may hold a semicolon, an equals sign, escaped characters") {
  CHECK(parameter("text/plain; charset=\"a;b\"", "charset") == "a;b");
  CHECK(parameter("text/plain; charset=\"a\\\"b\\\\c\"", "charset") == "a\"b\\c");
  CHECK(parameter("text/plain; charset=\"x=y\"; format=flowed", "format") == "flowed");
}

TEST_CASE("an unquoted value with equals signs or slashes, as many clients write it, is read") {
  CHECK(parameter("text/plain; x=----=_Part_1/2", "x") == "----=_Part_1/2");
  CHECK(parameter(
            "multipart/encrypted; boundary=x; protocol=application/pgp-encrypted\n\n--x\n\n--x--",
            "protocol") == "application/pgp-encrypted");
}

TEST_CASE("refuses a Content-Type that cannot be read for sure") {
  for (const std::string field :
       {"", "text", "text/", "/plain", "text/plain/html", "text plain", "text/plain; charset",
        "text/plain; charset=", "text/plain; charset=utf-8 boundary=x", "text/plain, text/html",
        "text/plain; charset=\"utf-8", "text/plain (unclosed", "text/plain; charset=\"a\"b",
        "text/plain; =x", "te\xC3\xA4t/plain", "text/plain; charset=a\"b\""}) {
    INFO(field);
    CHECK(type_refused(field) == "Content-Type not legal");
  }
}

TEST_CASE("refuses two values of one parameter") {
  const std::string rule = "Content-Type: two values of a parameter";
  CHECK(type_refused("multipart/mixed; boundary=a; boundary=b") == rule);
  CHECK(type_refused("multipart/mixed; boundary=a; BOUNDARY=A") == rule);
  CHECK(type_refused("multipart/mixed; boundary=a; boundary*0=b") == rule);
  CHECK(type_refused("multipart/mixed; boundary*0=a; boundary*0=b") == rule);
  CHECK(type_refused("multipart/mixed; boundary*0=a; boundary*=utf-8''b") == rule);
  CHECK(type_refused("multipart/mixed; boundary*=utf-8''a; boundary*=utf-8''b") == rule);
  CHECK(type_refused("text/plain; charset=a; charset*0*=us-ascii''b") == rule);
}

TEST_CASE("a parameter that stands twice with one value is one") {
  const auto read = read_content_type("multipart/mixed; boundary=a; BOUNDARY=\"a\"");
  const auto* value = std::get_if<MimeValue>(&read);
  REQUIRE(value != nullptr);
  CHECK(value->parameters == Parameters{{"boundary", "a"}});
}

TEST_CASE("a boundary in pieces (RFC 2231) is joined") {
  const std::string text =
      "Content-Type: multipart/mixed; boundary*1=d; boundary*0=\"abc\"\n\n--abcd\n\na\n--abcd--";
  CHECK(scanned(text).parts.size() == 1);
}

TEST_CASE("refuses pieces with one missing, or numbered wrongly") {
  CHECK(type_refused("multipart/mixed; boundary*1=a") ==
        "Content-Type: parameter with a section missing");
  CHECK(type_refused("multipart/mixed; boundary*0=a; boundary*2=b") ==
        "Content-Type: parameter with a section missing");
  for (const std::string name : {"boundary*00", "boundary*-1", "boundary*x", "boundary**",
                                 "boundary*1000", "boundary*0*0"}) {
    INFO(name);
    CHECK(type_refused("multipart/mixed; " + name + "=a") ==
          "Content-Type: parameter name not legal");
  }
}

TEST_CASE("encoded file names are decoded, also in pieces and in old charsets") {
  CHECK(file_name("attachment; filename*=UTF-8''%D1%81%D0%BB%D0%B8%D0%BA%D0%B0%201.png") ==
        "слика 1.png");
  CHECK(file_name("attachment; filename*0*=utf-8'ro'%C8%9A; filename*1=epe; "
                  "filename*2*=%C8%99.pdf") == "Țepeș.pdf");
  CHECK(file_name("attachment; filename*=koi8-r''%D3%CE%C9%CD%CF%CB.jpg") == "снимок.jpg");
  CHECK(file_name("attachment; filename*=\"windows-1250''Ni%9A.txt\"") == "Niš.txt");
  // A character cut in two by the pieces.
  CHECK(file_name("attachment; filename*0*=utf-8''a%C8; filename*1*=%99.txt") == "aș.txt");
}

TEST_CASE("of an encoded and a plain file name the encoded one is meant") {
  CHECK(file_name("attachment; filename=\"?.txt\"; filename*=utf-8''%C3%A4.txt") == "ä.txt");
}

TEST_CASE("broken encodings of file names are shown as they can be") {
  CHECK(file_name("attachment; filename*=utf-8''100%") == "100%");
  CHECK(file_name("attachment; filename*=utf-8''%zz%4") == "%zz%4");
  CHECK(file_name("attachment; filename*=plain.txt") == "plain.txt");
  CHECK(file_name("attachment; filename*=utf-7''+ADw-") == "+ADw-");
  CHECK(file_name("attachment; filename*=utf-8''a%FF") == "a\xEF\xBF\xBD");
}

TEST_CASE("encoded words in file names are decoded although RFC 2047 forbids them") {
  CHECK(file_name("attachment; filename=\"=?UTF-8?B?yJplcGXImS5wZGY=?=\"") == "Țepeș.pdf");
  const std::string text = "Content-Type: image/png; name=\"=?koi8-r?Q?=D3=CE.jpg?=\"\n\n";
  CHECK(scanned(text).file_name() == "сн.jpg");
}

TEST_CASE("unquoted file names with blanks and brackets are read to the semicolon") {
  CHECK(file_name("attachment; filename=my report (1).pdf; size=12") == "my report (1).pdf");
  const std::string text = "Content-Type: image/png; name=a b.png\n\n";
  CHECK(scanned(text).file_name() == "a b.png");
}

TEST_CASE("the disposition's file name goes before the type's") {
  const std::string text =
      "Content-Type: image/png; name=a.png\nContent-Disposition: inline; filename=b.png\n\n";
  const auto entity = scanned(text);
  CHECK(entity.file_name() == "b.png");
  CHECK(entity.disposition == "inline");
}

TEST_CASE("a disposition with dates and sizes, as Exchange writes it, is read") {
  CHECK(
      file_name("attachment;\r\n\tfilename=\"PGP-MIME version identification\"; size=13;\r\n\t"
                "creation-date=\"Mon, 23 Nov 2026 20:17:33 GMT\";\r\n\tmodification-date=\"x\"") ==
      "PGP-MIME version identification");
  CHECK(file_name("attachment; filename=\"a.asc\"; maxlinelen=\"78\"") == "a.asc");
}

TEST_CASE("refuses a disposition that is none") {
  CHECK(refused("Content-Disposition: filename=x\n\n") == "Content-Disposition not legal");
  CHECK(refused("Content-Disposition:\n\n") == "Content-Disposition not legal");
}

TEST_CASE("the transfer encoding is one word") {
  const std::string text = "Content-Transfer-Encoding: (c) Base64 (c)\n\n";
  CHECK(scanned(text).encoding == "base64");
  CHECK(scanned("\n").encoding == "7bit");
  for (const std::string value : {"", "base64 7bit", "base64; x=y", "base64,7bit"}) {
    INFO(value);
    CHECK(refused("Content-Transfer-Encoding: " + value + "\n\n") ==
          "Content-Transfer-Encoding not legal");
  }
}

TEST_CASE("thousands of parameters take no more than their field") {
  std::string field = "text/plain";
  for (int i = 0; i < 1500; ++i) field += ";a" + std::to_string(i) + "=b";
  CHECK(parameter(field, "a1499") == "b");
}

}  // namespace
}  // namespace pouch::mail
