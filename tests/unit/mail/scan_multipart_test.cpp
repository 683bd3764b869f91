#include "mail/structure/scan.hpp"

#include "tests/unit/mail/scanned.hpp"

namespace pouch::mail {
namespace {

std::string mixed(std::string_view body, std::string_view boundary = "x") {
  return "Content-Type: multipart/mixed; boundary=\"" + std::string(boundary) + "\"\n\n" +
         std::string(body);
}

std::string with_crlf(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (c == '\n') out += '\r';
    out += c;
  }
  return out;
}

TEST_CASE("a multipart is cut at its boundary lines") {
  const std::string text = mixed("before\n--x\n\none\n--x\nSubject: s\n\ntwo\n\n--x--\nafter\n");
  const auto entity = scanned(text);
  REQUIRE(entity.parts.size() == 2);
  CHECK(entity.parts[0].body == "one");
  CHECK(entity.parts[1].body == "two\n");
  CHECK(entity.preamble == "before");
  CHECK(entity.epilogue == "after\n");
}

TEST_CASE("a part's whole is what a signature covers: all but the line end before the boundary") {
  // RFC 3156 section 5: that line end belongs to the boundary.
  const std::string text = mixed("--x\nA: b\n\none\n\n--x\n\ntwo\n--x--\n");
  const std::string crlf = with_crlf(text);
  const auto entity = scanned(text);
  const auto other = scanned(crlf);
  CHECK(entity.parts[0].whole == "A: b\n\none\n");
  CHECK(other.parts[0].whole == "A: b\r\n\r\none\r\n");
  CHECK(other.parts[1].whole == "\r\ntwo");
}

TEST_CASE("line ends may differ from line to line") {
  const std::string text = mixed("--x\r\n\none\r\n--x\n\r\ntwo\n--x--\r\n");
  const auto entity = scanned(text);
  REQUIRE(entity.parts.size() == 2);
  CHECK(entity.parts[0].whole == "\none");
  CHECK(entity.parts[1].whole == "\r\ntwo");
}

TEST_CASE("a line that only begins with the boundary is text") {
  const std::string text =
      mixed("--x\n\n--xyz\n--x-\n--x--y\n--x --\n---x\n --x\ny--x\n--X\n--x--");
  const auto entity = scanned(text);
  REQUIRE(entity.parts.size() == 1);
  CHECK(entity.parts[0].body == "--xyz\n--x-\n--x--y\n--x --\n---x\n --x\ny--x\n--X");
}

TEST_CASE("a boundary is one only at the beginning of a line, however long the line before") {
  const std::string text = mixed("--x\n\n" + std::string(4093, 'a') + "--x\nb\r--x\nc\n--x--");
  const auto entity = scanned(text);
  REQUIRE(entity.parts.size() == 1);
  CHECK(entity.parts[0].body.ends_with("--x\nb\r--x\nc"));
}

TEST_CASE("blanks after a boundary are padding") {
  const std::string text = mixed("--x \t\n\none\n--x-- \t\r\n");
  CHECK(scanned(text).parts.at(0).body == "one");
}

TEST_CASE("the final boundary may be the end of the mail") {
  const std::string text = mixed("--x\n\none\n--x--");
  const auto entity = scanned(text);
  CHECK(entity.parts.at(0).body == "one");
  CHECK(entity.epilogue.empty());
}

TEST_CASE("boundary lines after the final one are epilogue") {
  const std::string text = mixed("--x\n\none\n--x--\n--x\n\nlate\n--x--\n");
  const auto entity = scanned(text);
  CHECK(entity.parts.size() == 1);
  CHECK(entity.epilogue == "--x\n\nlate\n--x--\n");
}

TEST_CASE("a part may be empty, or a header only") {
  const std::string text = mixed("--x\n--x\n\n--x\nContent-Type: image/png\n--x--");
  const auto entity = scanned(text);
  REQUIRE(entity.parts.size() == 3);
  CHECK(entity.parts[0].whole.empty());
  CHECK(entity.parts[1].whole.empty());
  CHECK(entity.parts[2].is("image", "png"));
}

TEST_CASE("refuses a multipart that does not end") {
  CHECK(refused(mixed("--x\n\none\n")) == "multipart not closed");
  CHECK(refused(mixed("no boundary at all")) == "multipart not closed");
  CHECK(refused(mixed("--x\n\none\n--x-- junk")) == "multipart not closed");
  CHECK(refused(mixed("--x\r\r\n\none\n--x--\r\r\n")) == "multipart not closed");
}

TEST_CASE("refuses an inner multipart that does not end, instead of losing the next part") {
  CHECK(refused(mixed("--x\nContent-Type: multipart/mixed; boundary=y\n\n--y\n\none\n--x\n\n"
                      "second\n--x--\n")) == "inner multipart not closed");
}

TEST_CASE("the outer boundary ends the inner parts, whatever they say") {
  const std::string text = mixed(
      "--x\nContent-Type: multipart/mixed; boundary=y\n\n--y\n\none\n--y--\n--x\n\ntwo\n--x--");
  const auto entity = scanned(text);
  REQUIRE(entity.parts.size() == 2);
  CHECK(entity.parts[0].parts.at(0).body == "one");
  CHECK(entity.parts[1].body == "two");
}

TEST_CASE("refuses a multipart without a part") {
  CHECK(refused(mixed("text\n--x--\n")) == "multipart without a part");
}

TEST_CASE("refuses a multipart without a boundary") {
  CHECK(refused("Content-Type: multipart/signed\n\n-- \nsignature\n") ==
        "multipart without a boundary");
  CHECK(refused("Content-Type: multipart/mixed; boundary=\"\"\n\n--\n") ==
        "multipart without a boundary");
}

TEST_CASE("a boundary has 1 to 70 characters of printable ASCII") {
  const std::string longest(70, 'b');
  CHECK(scanned(mixed("--" + longest + "\n\none\n--" + longest + "--", longest)).parts.size() == 1);
  CHECK(refused(mixed("--x\n\n--x--", std::string(71, 'b'))) == "boundary not legal");
  CHECK(refused(mixed("--x\n\n--x--", "x ")) == "boundary not legal");
  CHECK(refused(mixed("--x\n\n--x--", "x\xC3\xA4")) == "boundary not legal");
  CHECK(refused(mixed("--x\n\n--x--", "x\t")) == "boundary not legal");
  for (const std::string mark : {"@", "*", "#", "~", "{", "<>"}) {
    const auto boundary = "report1203" + mark + "mx.example";
    CHECK(
        scanned(mixed("--" + boundary + "\n\none\n--" + boundary + "--", boundary)).parts.size() ==
        1);
  }
}

Entity scanned_as(Scanning how, const std::string& text) {
  auto result = scan(text, Limits(), how);
  if (auto* refusal = std::get_if<ScanRefusal>(&result)) FAIL("refused: " << refusal->rule);
  return std::get<Entity>(std::move(result));
}

TEST_CASE("what servers do to a sealed mail or a report is tolerated where that is asked for") {
  const std::string open = mixed("--x\n\none\n--x\n\ntwo\n");
  const auto left_open = scanned_as(Scanning::kTolerant, open);
  REQUIRE(left_open.parts.size() == 2);
  CHECK(left_open.parts[1].body == "two\n");
  const std::string encoded =
      "Content-Transfer-Encoding: quoted-printable\n" + mixed("--x\n\na=3D\n--x--\n");
  CHECK(scanned_as(Scanning::kTolerant, encoded).parts.at(0).body == "a=3D");
  for (const auto& text : {open, encoded}) CHECK(refused(text) != "not refused");
  // A multipart in which nothing begins has no part there either.
  const std::string nothing = mixed("one\n");
  CHECK(std::holds_alternative<ScanRefusal>(scan(nothing, Limits(), Scanning::kTolerant)));
}

TEST_CASE("the parts of a root are cut without a look at what is in them") {
  const std::string odd = "Content-Type: multipart/mixed; boundary=y\n\n--y\n\nopen\n";
  const std::string twice = "Content-Type: text/plain\nContent-Type: text/html\n\nx\n";
  const std::string none = "no header at all\n";
  const std::string text = mixed("--x\n" + odd + "--x\n" + twice + "--x\n" + none +
                                 "--x\nContent-Type: image/png\n\np\n--x--\n");
  const auto root = scanned_as(Scanning::kRoot, text);
  REQUIRE(root.parts.size() == 4);
  CHECK(root.parts[0].whole == odd.substr(0, odd.size() - 1));
  CHECK(root.parts[0].parts.empty());
  CHECK_FALSE(root.parts[1].is("text", "plain"));
  CHECK(root.parts[2].whole == "no header at all");
  CHECK(root.parts[3].is("image", "png"));
  CHECK(std::holds_alternative<ScanRefusal>(scan(twice, Limits(), Scanning::kRoot)));
  CHECK(std::holds_alternative<ScanRefusal>(scan(odd, Limits(), Scanning::kRoot)));
}

TEST_CASE("a refusal names the part that broke the rule") {
  const std::string inner =
      "Content-Type: multipart/mixed; boundary=y\n\n--y\n\none\n--y\n"
      "Content-Type: text/plain\nContent-Type: text/html\n\ntwo\n--y--\n";
  const auto where = [](const std::string& text) {
    const auto result = scan(text, Limits());
    const auto* refusal = std::get_if<ScanRefusal>(&result);
    return refusal == nullptr ? "not refused" : refusal->part + ": " + refusal->rule;
  };
  CHECK(where(mixed("--x\n\nfirst\n--x\n" + inner + "--x--")) == "2.2: two Content-Type fields");
  CHECK(where(mixed("--x\nContent-Type: multipart/mixed; boundary=y\n\n--y\n\n--x--")) ==
        "1: inner multipart not closed");
  CHECK(where(mixed("--x\n\nfirst\n")) == ": multipart not closed");
}

TEST_CASE("refuses a boundary that an enclosing multipart uses, alone or as its end") {
  for (const std::string inner : {"x", "x--"}) {
    CHECK(refused(mixed("--x\nContent-Type: multipart/mixed; boundary=\"" + inner +
                        "\"\n\n--x\n\none\n--x--\n--x--")) ==
          "boundary of an enclosing multipart used again");
  }
  CHECK(refused(mixed("--x--\nContent-Type: multipart/mixed; boundary=x\n\n--x\n\n--x----\n",
                      "x--")) == "boundary of an enclosing multipart used again");
}

TEST_CASE("refuses a multipart with a transfer encoding") {
  CHECK(refused("Content-Type: multipart/mixed; boundary=x\nContent-Transfer-Encoding: base64\n\n"
                "--x\n\n--x--") == "multipart with a transfer encoding");
  const std::string text =
      "Content-Type: multipart/mixed; boundary=x\nContent-Transfer-Encoding: 8BIT\n\n--x\n\n--x--";
  CHECK(scanned(text).parts.size() == 1);
}

TEST_CASE("parts of a digest are messages unless they say otherwise") {
  const std::string text =
      "Content-Type: multipart/digest; boundary=x\n\n--x\n\nFrom: a@b\n\none\n"
      "--x\nContent-Type: text/plain\n\ntwo\n--x--";
  const auto entity = scanned(text);
  CHECK(entity.parts.at(0).is("message", "rfc822"));
  CHECK(entity.parts.at(1).is("text", "plain"));
}

TEST_CASE("a fault in a part's header refuses the whole mail") {
  CHECK(refused(mixed("--x\nno colon\n\n--x--")) == "header line without a colon");
  CHECK(refused(mixed("--x\nContent-Type: text/plain\nContent-Type: text/html\n\n--x--")) ==
        "two Content-Type fields");
}

std::string nested(std::size_t levels) {  // entities within each other, the innermost a text
  std::string text;
  for (std::size_t i = 1; i < levels; ++i) {
    const std::string boundary = "b" + std::to_string(i);
    text += "Content-Type: multipart/mixed; boundary=" + boundary + "e\n\n--" + boundary + "e\n";
  }
  text += "\ntext";
  for (std::size_t i = levels - 1; i > 0; --i) {
    text += "\n--b" + std::to_string(i) + "e--";
  }
  return text;
}

TEST_CASE("20 levels of entities are read, 21 refused") {
  const Limits limits;
  const std::string text = nested(20);
  CHECK(scanned(text, limits).is_multipart());
  CHECK(too_large(nested(21), limits) == "parts nested over 20 levels");
}

TEST_CASE("100,000 levels are refused like 21") {
  CHECK(too_large(nested(100000), Limits{}) == "parts nested over 20 levels");
}

TEST_CASE("200 entities are read, 201 refused") {
  std::string body;
  for (int i = 0; i < 199; ++i) body += "--x\n\na\n";
  const std::string text = mixed(body + "--x--");
  CHECK(scanned(text).parts.size() == 199);
  CHECK(too_large(mixed(body + "--x\n\na\n--x--"), Limits{}) == "message over 200 parts");
}

}  // namespace
}  // namespace pouch::mail
