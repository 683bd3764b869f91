#include "mail/content/content.hpp"

#include "tests/unit/mail/scanned.hpp"

namespace pouch::mail {
namespace {

Content read(const std::string& text) { return read_content(scanned(text), Limits{}); }

std::string mixed(const std::string& parts, const std::string& subtype = "mixed") {
  return "Content-Type: multipart/" + subtype + "; boundary=" + subtype + "\n\n" + parts + "--" +
         subtype + "--\n";
}

std::string part(const std::string& fields, const std::string& body,
                 const std::string& subtype = "mixed") {
  return "--" + subtype + "\n" + fields + "\n" + body + "\n";
}

TEST_CASE("a plain mail's text comes out in UTF-8, NFC, with LF") {
  CHECK(read("Content-Type: text/plain; charset=windows-1251\n"
             "Content-Transfer-Encoding: quoted-printable\n\n=CC=E8=EB=E0=ED\r\nx\r\n")
            .text == "Милан\nx\n");
  CHECK(read("\nNi\xC5\xA1\n").text == "Niš\n");
}

TEST_CASE("a charset that cannot be read makes the mail unreadable, not wrong") {
  auto content = read("Content-Type: text/plain; charset=utf-7\n\n+ADw-\n");
  CHECK(content.unreadable == "the text (text/plain): the charset utf-7, which is not read here");
  CHECK(content.text.empty());
  CHECK(content.remedy.find("UTF-8") != std::string::npos);
  CHECK(read("Content-Type: text/plain; charset=utf-8\n\na\nb\xC0\x80\n").unreadable ==
        "the text (text/plain): it is not UTF-8, as it says, octet 4, line 2");
  CHECK(read("Content-Type: text/plain; charset=euc-jp\n\n\x8E\n").unreadable ==
        "the text (text/plain): it is not in its charset euc-jp");
  CHECK(read("\n\xFF\n").unreadable ==
        "the text (text/plain): no charset is named, and it is not UTF-8, octet 1, line 1");
  CHECK(read("Content-Type: text/plain; charset=\"x\xC3\xA4\"\n\na\n").unreadable ==
        "the text (text/plain): the charset x??, which is not read here");
}

TEST_CASE("a page's own word for its charset counts when the mail has none") {
  const auto text = [](const std::string& type, const std::string& head) {
    const auto content = read("Content-Type: " + type + "\n\n<html><head>" + head +
                              "</head><body>\xCC\xE8</body></html>");
    return content.unreadable.empty() ? content.text : content.unreadable;
  };
  CHECK(text("text/html", "<META CHARSET='windows-1251'>") == "Ми\n");
  CHECK(text("text/html",
             "<meta http-equiv=\"Content-Type\" content=\"text/html; "
             "charset=windows-1251\" />") == "Ми\n");
  const auto says = [&](const std::string& type, const std::string& head, const std::string& why) {
    INFO(type << " " << head.substr(0, 40));
    CHECK(text(type, head).find(why) != std::string::npos);
  };
  const std::string undeclared = "no charset is named, and it is not UTF-8";
  says("text/html; charset=utf-8", "<meta charset=windows-1251>", "it is not UTF-8, as it says");
  says("text/html", "<meta charset=utf-7>", "the charset utf-7");
  says("text/html", "<title>charset=windows-1251</title>", undeclared);
  says("text/html", std::string(1100, ' ') + "<meta charset=windows-1251>", undeclared);
  says("text/html", "</head><body><meta charset=windows-1251>", undeclared);
  says("text/plain", "<meta charset=windows-1251>", undeclared);
}

TEST_CASE("a charset in single quotes is understood") {
  CHECK(read("Content-Type: text/plain; charset='windows-1251'\n\n\xCC\xE8").text == "Ми");
}

TEST_CASE("what cannot be decoded is said with its part, the reason, octet and line") {
  const auto why = [](const std::string& text) { return read(text).unreadable; };
  CHECK(why("Content-Transfer-Encoding: base64\n\nYWJj\n||||\n") ==
        "the text (text/plain): a character that base64 does not have, octet 6, line 2");
  CHECK(why("Content-Transfer-Encoding: base64\n\nYQ==YQ==\n") ==
        "the text (text/plain): more after the end of its base64, octet 5, line 1");
  CHECK(why("Content-Transfer-Encoding: x-uuencode\n\nbegin\n") ==
        "the text (text/plain): its transfer encoding x-uuencode is not read here");
  CHECK(why("Content-Transfer-Encoding: quoted-printable\n\n=41\na=\nb=c\n") ==
        "the text (text/plain): a bare \"=\" in its quoted-printable text, octet 9, line 3");
  const auto image = [&](const std::string& encoding, const std::string& body) {
    return why(mixed(part("", "text") +
                     part("Content-Type: image/png; name=Marku.png\nContent-Transfer-Encoding: " +
                              encoding + "\n",
                          body)));
  };
  // No word of a text or a file's name: this goes into lists and logs.
  CHECK(image("base64", "YQ") ==
        "part 2 (image/png): base64 that ends before it is complete, octet 2, line 1");
  CHECK(image("uuencode", "begin 644 Marku.png") ==
        "part 2 (image/png): its transfer encoding uuencode is not read here");
}

TEST_CASE("the part of an unreadable text is told wherever it stands") {
  const auto html = part("Content-Type: text/html\nContent-Transfer-Encoding: quoted-printable\n",
                         "<a href=\"https://x\">", "alternative");
  const auto both = mixed(part("", "plain", "alternative") + html, "alternative");
  CHECK(read(both).unreadable ==
        "part 2 (text/html): a bare \"=\" in its quoted-printable text, octet 8, line 1");
}

TEST_CASE("of two alternatives the plain one is the text, the other stands beside it") {
  const auto content =
      read(mixed(part("", "plain", "alternative") +
                     part("Content-Type: text/html\n", "<p>html</p>", "alternative"),
                 "alternative"));
  CHECK(content.text == "plain");
  CHECK(content.html_text == "html\n");
  CHECK_FALSE(content.from_html);
  CHECK(content.attachments.empty());
}

TEST_CASE("HTML alone is the text") {
  const auto content = read("Content-Type: text/html; charset=utf-8\n\n<p>a</p><p>b</p>");
  CHECK(content.text == "a\n\nb\n");
  CHECK(content.html_text.empty());
  CHECK(content.from_html);
}

TEST_CASE("a blank plain part beside HTML is not the text") {
  const auto content = read(mixed(part("", " ", "alternative") + part("Content-Type: text/html\n",
                                                                      "<p>html</p>", "alternative"),
                                  "alternative"));
  CHECK(content.text == "html\n");
  CHECK(content.from_html);
  CHECK(content.attachments.empty());
}

TEST_CASE("HTML with its pictures in multipart/related, beside a plain part") {
  const std::string related = mixed(part("Content-Type: text/html\n", "<b>h</b>", "related") +
                                        part("Content-Type: image/png\n", "png", "related"),
                                    "related");
  const auto content =
      read(mixed("--alternative\n\nplain\n--alternative\n" + related, "alternative"));
  CHECK(content.text == "plain");
  CHECK(content.html_text == "h\n");
  REQUIRE(content.attachments.size() == 1);
  CHECK(content.attachments[0].name == "image-1.png");
  CHECK(content.attachments[0].bytes == "png");
}

TEST_CASE("later texts are attachments: never content, never lost") {
  const auto content = read(mixed(part("", "first") + part("", "Handling: H0") +
                                  part("Content-Type: text/html\n", "<p>third</p>") +
                                  part("Content-Type: text/plain; name=note.txt\n", "named") +
                                  part("Content-Disposition: attachment\n", "attached")));
  CHECK(content.text == "first");
  REQUIRE(content.attachments.size() == 4);
  CHECK(content.attachments[0].name == "text-2.txt");
  CHECK(content.attachments[0].bytes == "Handling: H0");
  CHECK(content.attachments[0].media_type == "text/plain");
  CHECK(content.attachments[1].name == "text-3.html");
  CHECK(content.attachments[2].name == "note.txt");
  CHECK(content.attachments[3].name == "part-1.txt");
}

const std::string kPicture = part("Content-Type: image/png; name=a.png\n", "png");

TEST_CASE("a text that Apple Mail parts by a dropped file goes on after it") {
  auto content =
      read(mixed(part("", "Form: request\nTo: BG\n") + kPicture +
                 part("Content-Type: text/plain; charset=windows-1251\n", "Facts: \xCC\xE8\n") +
                 kPicture + part("", "Reasons: x\n")));
  CHECK(content.text == "Form: request\nTo: BG\n\nFacts: Ми\n\nReasons: x\n");
  CHECK(content.attachments.size() == 2);
  content = read(mixed(part("", "whole", "alternative") + "--alternative\n" +
                           mixed(part("Content-Type: text/html\n", "<p>one") + kPicture +
                                 part("Content-Type: text/html\n", "<p>two")),
                       "alternative"));
  CHECK(content.text == "whole");
  CHECK(content.html_text == "one\n\ntwo\n");
  CHECK(content.attachments.size() == 1);
}

TEST_CASE("a text of another type, or named, or in another multipart does not go on") {
  const auto content =
      read(mixed(part("", "first") + kPicture + part("Content-Type: text/html\n", "html")));
  CHECK(content.text == "first");
  CHECK(content.attachments.size() == 2);
  CHECK(read(mixed(part("", "first") + kPicture +
                   part("Content-Type: text/plain; name=a.txt\n", "named")))
            .text == "first");
  CHECK(read(mixed(part("", "first") + kPicture +
                   part("Content-Disposition: attachment\n", "attached")))
            .text == "first");
  const std::string nested = mixed(part("", "deeper", "related"), "related");
  CHECK(read(mixed(part("", "first") + kPicture + "--mixed\n" + nested)).text == "first");
  CHECK(read(mixed(part("", "first") + kPicture + part("", "second") + part("", "third"))).text ==
        "first\n\nsecond");
}

TEST_CASE("texts that go on are within the limit of one text together") {
  Limits limits;
  limits.text = 20;
  const auto text = [&](std::size_t second) {
    const std::string mail =
        mixed(part("", std::string(10, 'a')) + kPicture + part("", std::string(second, 'b')));
    return read_content(scanned(mail), limits);
  };
  CHECK(text(10).unreadable.empty());
  CHECK(text(11).unreadable.find("its text is longer than 20 octets") != std::string::npos);
}

TEST_CASE("where a link leads is taken off when the text says it already") {
  const auto plain = [](const std::string& text) {
    return read(mixed(part("", text, "alternative") +
                          part("Content-Type: text/html\n", "<p>x", "alternative"),
                      "alternative"))
        .text;
  };
  CHECK(plain("E-mail: ana@x.example<mailto:ana@x.example>;") == "E-mail: ana@x.example;");
  CHECK(plain("www.x.example<http://www.x.example/> and https://y.example/<https://y.example>") ==
        "www.x.example and https://y.example/");
  CHECK(plain("Ana <mailto:ana@x.example> <a@b> <") == "Ana <mailto:ana@x.example> <a@b> <");
  CHECK(plain("eve@x.example<mailto:ana@x.example>") == "eve@x.example<mailto:ana@x.example>");
  CHECK(read("\na@b<mailto:a@b>").text == "a@b<mailto:a@b>");
}

TEST_CASE("a text that is an attachment is not the mail's text even when it stands first") {
  const auto content = read(mixed(
      part("Content-Disposition: attachment; filename=a.txt\n", "attached") + part("", "typed")));
  CHECK(content.text == "typed");
  CHECK(content.attachments.at(0).name == "a.txt");
  CHECK(read("Content-Disposition: attachment; filename=a.txt\n\nattached").text.empty());
}

TEST_CASE("a named text is the mail's text only when there is no other") {
  CHECK(read("Content-Type: text/plain; name=body.txt\n\ntyped").text == "typed");
  CHECK(read(mixed(part("Content-Type: text/plain; name=a.txt\n", "named") + part("", "typed")))
            .text == "typed");
}

TEST_CASE("an empty text before the real one is passed over") {
  const auto content = read(mixed(part("", "\n ") + part("", "typed") + part("", "\n")));
  CHECK(content.text == "typed");
  CHECK(content.attachments.empty());
}

TEST_CASE("preamble and epilogue are never content") {
  const auto content = read(
      "Content-Type: multipart/mixed; boundary=x\n\nHandling: H0\n--x\n\ntyped\n"
      "--x--\nHandling: H0\n--x\n\nHandling: H0\n--x--\n");
  CHECK(content.text == "typed");
  CHECK(content.attachments.empty());
}

TEST_CASE("an attached mail is an attachment as it is") {
  const std::string inner = "Content-Type: text/plain\n\nForm: request";
  const auto content =
      read(mixed(part("", "see below") + part("Content-Type: message/rfc822\n", inner)));
  CHECK(content.text == "see below");
  REQUIRE(content.attachments.size() == 1);
  CHECK(content.attachments[0].name == "message-1.eml");
  CHECK(content.attachments[0].bytes == inner);
}

TEST_CASE("the copy of the headers for old readers is not the text") {
  const auto content = read(
      "Content-Type: multipart/mixed; boundary=x; protected-headers=\"v1\"\nSubject: s\n\n"
      "--x\nContent-Type: text/rfc822-headers; protected-headers=\"v1\"\n"
      "Content-Disposition: inline\n\nSubject: s\n and more\n\n\n--x\n\ntyped\n--x--\n");
  CHECK(content.text == "typed");
  CHECK(content.attachments.empty());
  CHECK(
      read("Content-Type: text/plain; hp=\"cipher\"; hp-legacy-display=1\n\nSubject: s\n\ntyped\n")
          .text == "typed\n");
}

TEST_CASE("what only claims to be a copy of the headers stays") {
  const auto content = read(
      "Content-Type: multipart/mixed; boundary=x; protected-headers=\"v1\"\n\n"
      "--x\nContent-Type: text/plain; protected-headers=\"v1\"\n\nTo: BG\nForm: request\n--x\n\n"
      "second\n--x--\n");
  CHECK(content.text == "To: BG\nForm: request");
  CHECK(content.attachments.size() == 1);
  CHECK(read("Content-Type: text/plain; hp-legacy-display=1\n\nForm: request\n\ntyped\n").text ==
        "Form: request\n\ntyped\n");
}

TEST_CASE("a text of the limit is read, a longer one is unreadable, not cut") {
  Limits limits;
  limits.text = 10;
  const std::string ten = "\n0123456789";
  CHECK(read_content(scanned(ten), limits).text == "0123456789");
  const std::string eleven = "\n0123456789a";
  const auto content = read_content(scanned(eleven), limits);
  CHECK(content.text.empty());
  CHECK(content.unreadable == "the text (text/plain): its text is longer than 10 octets");
  CHECK_FALSE(content.remedy.empty());
}

TEST_CASE("protected headers on the text itself leave it the text") {
  CHECK(read("Content-Type: text/plain; protected-headers=\"v1\"\nSubject: s\n\ntyped\n").text ==
        "typed\n");
  CHECK(read(mixed(part("Content-Type: text/plain; protected-headers=\"v1\"\n", "typed") +
                   part("Content-Type: image/png\n", "x")))
            .text == "typed");
}

TEST_CASE("format=flowed is undone before no-break spaces become spaces") {
  CHECK(read("Content-Type: text/plain; charset=utf-8; format=flowed\r\n\r\n \xC2\xA0  1. Who \r\n"
             "is it\r\n-- \r\nAna\r\n")
            .text == "   1. Who is it\n-- \nAna\n");
  CHECK(read("Content-Type: text/plain; format=Flowed; DelSp=Yes\n\nlong \nword\n").text ==
        "longword\n");
  CHECK(read("Content-Type: text/plain; format=fixed\n\nlong \nword\n").text == "long \nword\n");
}

TEST_CASE("attachments keep their octets and get harmless names") {
  const auto content = read(mixed(
      part("", "text") + part("Content-Type: Application/PDF\nContent-Transfer-Encoding: base64\n"
                              "Content-Disposition: attachment; filename=\"../../r\\\\a.pdf\"\n",
                              "AP8NCg==")));
  REQUIRE(content.attachments.size() == 1);
  CHECK(content.attachments[0].name == "a.pdf");
  CHECK(content.attachments[0].media_type == "application/pdf");
  CHECK(content.attachments[0].bytes == std::string("\0\xFF\r\n", 4));
  CHECK_FALSE(content.attachments[0].signed_separately);
}

TEST_CASE("a mail that is nothing but a file has no text") {
  const auto content = read("Content-Type: application/pdf\n\n%PDF");
  CHECK(content.text.empty());
  CHECK(content.unreadable.empty());
  CHECK(content.attachments.at(0).name == "part-1.pdf");
}

TEST_CASE("a kind of text that is not known is plain text where there is no other text") {
  const auto content = read("Content-Type: text/markdown; charset=windows-1251\n\n\xCC\xE8\n");
  CHECK(content.text == "Ми\n");
  CHECK(content.attachments.empty());
  CHECK(read(mixed(part("Content-Type: text/x-org\n", "words") +
                   part("Content-Type: text/csv; name=a.csv\n", "a;b")))
            .text == "words");
  const auto beside = read(mixed(part("Content-Type: text/plain\n", "words") +
                                 part("Content-Type: text/markdown\n", "*more*")));
  CHECK(beside.text == "words");
  CHECK(beside.attachments.size() == 1);
  for (const auto* fields :
       {"Content-Type: text/calendar\n", "Content-Type: text/rtf\n", "Content-Type: text/vcard\n",
        "Content-Type: text/markdown; name=a.md\n",
        "Content-Type: text/markdown\nContent-Disposition: attachment\n"}) {
    INFO(fields);
    const auto file = read(std::string(fields) + "\nwords\n");
    CHECK(file.text.empty());
    CHECK(file.attachments.size() == 1);
  }
}

TEST_CASE("text with no MIME around it is strict UTF-8 or the charset that it names") {
  CHECK(read_plain_text("a\r\nȚepeș\xEF\xBB\xBF", "", {}).text == "a\nȚepeș");
  CHECK(read_plain_text("\xCC\xE8\xEB\xE0\xED", "windows-1251", {}).text == "Милан");
  CHECK(read_plain_text("\xCC\xE8", "", {}).unreadable ==
        "the text: no charset is named, and it is not UTF-8, octet 1, line 1");
  CHECK(read_plain_text("a", "utf-7", {}).unreadable ==
        "the text: the charset utf-7, which is not read here");
}

}  // namespace
}  // namespace pouch::mail
