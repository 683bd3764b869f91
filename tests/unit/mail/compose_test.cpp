// Letters that Pouch writes: no value makes a header field (SECURITY class 23), lines are bounded,
// the outside says no more than the number (class 30), attachments come back octet for octet.
#include <catch2/catch.hpp>

#include <algorithm>
#include <cstdint>
#include <map>
#include <random>
#include <set>

#include "mail/compose/compose.hpp"
#include "mail/content/content.hpp"
#include "mail/text/charset.hpp"
#include "mail/text/transfer.hpp"
#include "tests/unit/mail/scanned.hpp"

namespace pouch::mail {
namespace {

constexpr const char* kNumber = "[SEL-2026-004217-42]";

Draft letter() {
  Draft draft;
  draft.from = {"Pouch", "requests@pouch.example"};
  draft.to = {{"Focal point of Bulgaria", "nfp@mvr.bg.example"}};
  draft.outer_subject = kNumber;
  draft.subject = std::string(kNumber) + " Request for assistance, RO to BG, urgent";
  draft.message_id = "<1.a@pouch.example>";
  draft.date = std::chrono::sys_seconds(std::chrono::seconds(1795500000));
  draft.text = "hello\n";
  return draft;
}

std::string sealed(const Draft& draft) {
  return compose_sealed(draft, "-----BEGIN PGP MESSAGE-----\n\nxxxx\n-----END PGP MESSAGE-----\n");
}

const std::vector<std::string>& hostile() {
  static const std::vector<std::string> values{"x\r\nBcc: evil@x.example",
                                               "x\nBcc: evil@x.example",
                                               "x\rBcc: evil@x.example",
                                               "x\r\n\r\nbody",
                                               "x\r\n --b\r\n",
                                               std::string("x\0y", 3),
                                               "\x1B[2Jx",
                                               "\x7F\x01\x02",
                                               "=?utf-8?Q?x=0D=0ABcc:_evil@x.example?=",
                                               "x\xE2\x80\xA8"
                                               "Bcc: y\xC2\x85z",
                                               "\"; name=\"y\r\nX: y",
                                               "\\\"\\\\",
                                               "ends in a backslash\\",
                                               "милан Țepeș Γεωργίου",
                                               "a\xCC\x81 \xF0\x9F\x9A\x9A",
                                               std::string(5000, 'x'),
                                               std::string(3000, ' '),
                                               std::string(500, '"'),
                                               "../../etc/passwd",
                                               "a;b=c",
                                               "(comment) <a@b>",
                                               "",
                                               " ",
                                               "  two  blanks  ",
                                               "\t\ttabs",
                                               "x\r\n\tfolded",
                                               "Subject: x"};
  return values;
}

std::string repeated(const std::string& text, int times) {
  std::string result;
  for (int i = 0; i < times; ++i) result += text;
  return result;
}

// Values made of what hurts, by a fixed seed.
std::string random_value(std::mt19937& random) {
  static const std::vector<std::string> pieces{
      "\r\n", "\n", "\r", ":", "Bcc: x@y", " ", "ж", "=?",  "?=",  "\"", ";", "<",
      ">",    "\\", "--", "a", "\t",       "😀", "(", "%0A", "=0A", ",",  "ș", "."};
  std::string value;
  const auto count = random() % 60;
  for (unsigned i = 0; i < count; ++i) value += pieces[random() % pieces.size()];
  return value;
}

void check_wire(std::string_view wire) {
  std::size_t at = 0;
  while (at < wire.size()) {
    const auto end = wire.find("\r\n", at);
    REQUIRE(end != std::string_view::npos);
    const auto line = wire.substr(at, end - at);
    const bool clean = line.size() <= 998 && line.find_first_of("\r\n") == std::string_view::npos &&
                       line.find('\0') == std::string_view::npos;
    if (!clean) FAIL("line of " << line.size() << " octets: " << line.substr(0, 100));
    at = end + 2;
  }
}

// RFC 5322 section 2.1.1: 78 for the header; no octet beyond ASCII, no control but the blanks.
void check_header(const Entity& entity) {
  std::size_t at = 0;
  const auto header = entity.header;
  while (at < header.size()) {
    const auto end = std::min(header.find("\r\n", at), header.size());
    const auto line = header.substr(at, end - at);
    if (line.size() > 78) FAIL("header line of " << line.size() << " octets: " << line);
    for (const char c : line) {
      if (static_cast<unsigned char>(c) < 0x20 || static_cast<unsigned char>(c) >= 0x7F) {
        FAIL("octet " << static_cast<int>(static_cast<unsigned char>(c)) << " in " << line);
      }
    }
    at = end + 2;
  }
  for (const auto& part : entity.parts) check_header(part);
}

std::multiset<std::string> names(const Entity& entity) {
  std::multiset<std::string> result;
  for (const auto& field : entity.fields) result.emplace(field.name);
  for (const auto& part : entity.parts) result.merge(names(part));
  return result;
}

std::multiset<std::string> names_of(const std::string& wire) {
  check_wire(wire);
  Limits wide;
  wide.header_field = wide.header_block = 1u << 20;
  const auto entity = scanned(wire, wide);
  check_header(entity);
  return names(entity);
}

// Every value that comes from outside, set to this one.
Draft with_all(const std::string& value) {
  auto draft = letter();
  draft.subject = draft.outer_subject = value;
  draft.from.display = draft.outer_name = value;
  draft.to[0].display = value;
  draft.reply_to = {{value, "case@pouch.example"}};
  draft.text = value;
  draft.attachments = {{value, value, value}};
  return draft;
}

// RFC 2045 section 6.8, octet by octet.
std::string reference_base64(std::string_view bytes) {
  constexpr std::string_view kDigits =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::string result;
  std::size_t on_line = 0;
  for (std::size_t at = 0; at < bytes.size(); at += 3) {
    std::uint32_t bits = 0;
    for (std::size_t i = 0; i < 3; ++i) {
      bits = bits << 8 | (at + i < bytes.size() ? static_cast<unsigned char>(bytes[at + i]) : 0);
    }
    for (std::size_t i = 0; i < 4; ++i) {
      result += at + i > bytes.size() ? '=' : kDigits[bits >> (18 - 6 * i) & 63];
    }
    on_line += 4;
    if (on_line == 76) {
      result += "\r\n";
      on_line = 0;
    }
  }
  return result + "\r\n";
}

TEST_CASE(
    "compose: files in pieces are on the wire what they were whole, at every size of a block") {
  std::mt19937 random(4);
  constexpr std::size_t kBlock = 28500;
  for (const std::size_t size : {std::size_t{0}, std::size_t{1}, std::size_t{2}, std::size_t{56},
                                 std::size_t{57}, std::size_t{58}, kBlock - 1, kBlock, kBlock + 1,
                                 2 * kBlock, 3 * kBlock + 57, std::size_t{1'000'003}}) {
    INFO(size);
    std::string bytes(size, '\0');
    std::generate(bytes.begin(), bytes.end(), [&] { return static_cast<char>(random()); });
    auto draft = letter();
    draft.attachments = {{"a.bin", "application/octet-stream", bytes},
                         {"b.txt", "text/plain", Bytes("b"), "utf-8"}};
    std::string whole;
    std::size_t largest = 0;
    write_protected(draft, [&](std::string_view piece) {
      whole += piece;
      largest = std::max(largest, piece.size());
    });
    CHECK(whole.size() == protected_size(draft));
    CHECK(largest < 64u << 10);
    const auto body = whole.find("base64\r\n\r\n") + 10;
    const auto expected = reference_base64(bytes) + "--=_";
    CHECK(whole.substr(body, expected.size()) == expected);
  }
}

TEST_CASE("compose: what stands around a ciphertext is a sealed letter's beginning and end") {
  const auto frame = frame_of(letter());
  const auto whole = frame.before + "-----BEGIN PGP MESSAGE-----\r\n" + frame.after;
  const auto mark = whole.substr(whole.find("boundary=\"") + 10, 32);
  CHECK(whole.find("\r\nContent-Type: application/pgp-encrypted\r\n") != std::string::npos);
  CHECK(frame.before.ends_with("filename=\"encrypted.asc\"\r\n\r\n"));
  CHECK(frame.after == "\r\n--" + mark + "--\r\n");
  const auto sealed_letter = sealed(letter());
  CHECK(sealed_letter.size() ==
        frame.before.size() + frame.after.size() +
            std::string("-----BEGIN PGP MESSAGE-----\r\n\r\nxxxx\r\n-----END PGP MESSAGE-----\r\n")
                .size());
}

TEST_CASE("compose: no value adds a header field, a part or a line that is too long") {
  const auto plain_names = names_of(compose_plain(with_all("x")));
  const auto sealed_names = names_of(sealed(with_all("x")));
  const auto inner_names = names_of(compose_protected(with_all("x")));
  auto values = hostile();
  for (const auto& value : hostile()) values.push_back(repeated(value, 3));
  std::mt19937 random(4217);
  for (int i = 0; i < 500; ++i) values.push_back(random_value(random));
  for (const auto& value : values) {
    INFO(Catch::Detail::stringify(value.substr(0, 200)));
    const auto draft = with_all(value);
    CHECK(names_of(compose_plain(draft)) == plain_names);
    CHECK(names_of(sealed(draft)) == sealed_names);
    CHECK(names_of(compose_protected(draft)) == inner_names);
  }
}

TEST_CASE("compose: text of any script comes back as it was given") {
  const std::vector<std::string> values{
      "Request, RO to BG",
      "Молба за помощ до България: товарен автомобил CA 1234 AB, спешно",
      "Țepeș și Ђорђевић Γεωργίου",
      "=?utf-8?Q?not_an_encoded_word?=",
      "\xF0\x9F\x9A\x9A lorry",
      std::string(300, 'x'),
      "one " + std::string(120, 'y') + " two",
      repeated("ж", 500)};
  for (const auto& value : values) {
    INFO(value);
    auto draft = letter();
    draft.subject = value;
    draft.to[0].display = value;
    const bool name = is_utf8(value.substr(0, 60)) && value.find("=?") == std::string::npos;
    draft.attachments = {{name ? value.substr(0, 60) + ".csv" : "ж.csv", "text/csv", "a"}};
    const auto wire = compose_protected(draft);
    const auto entity = scanned(wire);
    const auto headers = std::get<Headers>(read_headers(entity, Limits(), true));
    CHECK(headers.subject == value);
    REQUIRE(headers.to.size() == 1);
    CHECK(headers.to[0].display == value);
    CHECK(entity.parts.at(1).file_name() == draft.attachments[0].name);
  }
}

TEST_CASE("compose: an address or identifier that is none is a broken invariant, not a field") {
  const std::vector<std::string> broken{"a@x.example\r\nBcc: evil@x.example",
                                        "a b@x.example",
                                        "",
                                        "a@x.example>",
                                        "<a@x.example",
                                        std::string("a\0@x", 4)};
  for (const auto& value : broken) {
    INFO(value);
    auto draft = letter();
    draft.to[0].spec = value;
    CHECK_THROWS_AS(compose_plain(draft), std::invalid_argument);
    draft = letter();
    draft.from.spec = value;
    CHECK_THROWS_AS(sealed(draft), std::invalid_argument);
    draft = letter();
    draft.reply_to = {{"", value}};
    CHECK_THROWS_AS(compose_protected(draft), std::invalid_argument);
    draft = letter();
    draft.references = {"<" + value + ">"};
    CHECK_THROWS_AS(compose_plain(draft), std::invalid_argument);
  }
}

TEST_CASE("compose: the identifiers of any mail that could be read can be answered") {
  // What read_headers gives is what comes back in In-Reply-To and References.
  for (const auto& identifier :
       {std::string("<1@x.example>"), "<" + std::string(200, 'x') + "@x.example>",
        "<" + std::string(950, 'x') + "@x.example>", "<" + std::string(3000, 'x') + "@x.example>",
        std::string("<милан@x.example>"), std::string("<a b@x.example>"), std::string("<a@x>"),
        std::string("<a\"b@x>"), std::string("<<a@x>>"), std::string("<a@x> <b@x>"),
        std::string("<\xFF@x>")}) {
    INFO(identifier.substr(0, 80));
    const auto mail = "From: a@x.example\r\nMessage-ID: " + identifier +
                      "\r\nReferences: " + identifier + " " + identifier + "\r\n\r\nx\r\n";
    const auto entity = scanned(mail);
    const auto read = read_headers(entity, Limits(), true);
    if (std::holds_alternative<HeaderRefusal>(read)) continue;
    const auto& headers = std::get<Headers>(read);
    auto draft = letter();
    draft.in_reply_to = headers.message_id;
    draft.references = headers.references;
    draft.references.push_back(headers.message_id);
    for (const auto& wire : {compose_plain(draft), compose_protected(draft), sealed(draft)}) {
      check_wire(wire);
      CHECK(std::all_of(wire.begin(), wire.end(),
                        [](char c) { return static_cast<unsigned char>(c) < 0x80; }));
    }
  }
}

TEST_CASE(
    "compose: the outside says the number, the inside the full subject with protected headers") {
  auto draft = letter();
  draft.text = "canary\n";
  draft.attachments = {{"canary.csv", "text/csv", "canary"}};
  draft.subject = std::string(kNumber) + " canary";
  const auto outside_wire = sealed(draft);
  CHECK(outside_wire.find("canary") == std::string::npos);
  const auto outside = scanned(outside_wire);
  CHECK(std::get<Headers>(read_headers(outside, Limits(), true)).subject == kNumber);
  CHECK(outside.is("multipart", "encrypted"));
  CHECK(outside.parameter("protocol") == "application/pgp-encrypted");
  REQUIRE(outside.parts.size() == 2);
  CHECK(outside.parts[0].is("application", "pgp-encrypted"));
  CHECK(outside.parts[0].body == "Version: 1\r\n");
  CHECK(outside.values("Bcc").empty());

  const auto inside_wire = compose_protected(draft);
  const auto inside = scanned(inside_wire);
  CHECK(inside.parameter("protected-headers") == "v1");
  CHECK(inside.parameter("hp") == "cipher");
  const auto headers = std::get<Headers>(read_headers(inside, Limits(), true));
  CHECK(headers.subject == draft.subject);
  CHECK(headers.from.spec == draft.from.spec);
  CHECK(headers.message_id == draft.message_id);
  REQUIRE(headers.to.size() == 1);
  CHECK(headers.to[0].spec == draft.to[0].spec);
}

TEST_CASE("compose: who wrote it stands inside, what all may read stands outside") {
  auto draft = letter();
  draft.from.display = "Focal point of Bulgaria via Pouch";
  draft.outer_name = "Pouch, answer";
  const auto outside_wire = sealed(draft), inside_wire = compose_protected(draft);
  CHECK(outside_wire.starts_with("From: \"Pouch, answer\" <requests@pouch.example>\r\n"));
  CHECK(outside_wire.find("via") == std::string::npos);
  const auto name = [](const std::string& wire) {
    return std::get<Headers>(read_headers(scanned(wire), Limits(), true)).from;
  };
  CHECK(name(outside_wire).display == "Pouch, answer");
  CHECK(name(inside_wire).display == draft.from.display);
  CHECK(name(inside_wire).spec == name(outside_wire).spec);
  draft.outer_name.clear();
  CHECK(name(sealed(draft)).display == draft.from.display);
}

// RFC 9788 section 2.2: the inside says of each protected field what the outside says.
TEST_CASE("compose: HP-Outer tells every field of the outside as it stands there") {
  auto draft = letter();
  draft.in_reply_to = "<0@x.example>";
  draft.references = {"<0@x.example>"};
  draft.outer_name = "Pouch, request";
  draft.to.push_back({"Милан", "other@mvr.bg.example"});
  const auto outside_wire = sealed(draft), inside_wire = compose_protected(draft);
  const auto outside = scanned(outside_wire), inside = scanned(inside_wire);
  std::multiset<std::string> told, stand;
  const auto unfolded = [](std::string_view value) {
    std::string result;
    for (const char c : value) {
      if (c != '\r' && c != '\n') result += c;
    }
    return result;
  };
  for (const auto value : inside.values("HP-Outer")) told.insert(unfolded(value));
  for (const auto& field : outside.fields) {
    const auto name = std::string(field.name);
    if (name == "MIME-Version" || name == "Content-Type") continue;
    stand.insert(" " + name + ":" + unfolded(field.value));
  }
  CHECK(told == stand);
}

TEST_CASE("compose: what machines write says so, what carries a person's words does not") {
  auto draft = letter();
  CHECK(sealed(draft).find("Auto-Submitted") == std::string::npos);
  draft.automatic = true;
  CHECK(sealed(draft).find("\r\nAuto-Submitted: auto-replied\r\n") != std::string::npos);
}

TEST_CASE("compose: boundaries are random, never the same twice and in no content") {
  std::set<std::string> seen;
  std::vector<int> digits(16);
  for (int i = 0; i < 500; ++i) {
    for (const auto& wire : {sealed(letter()), compose_protected(letter())}) {
      const auto entity = scanned(wire);
      const auto mark = std::string(entity.parameter("boundary"));
      CHECK(mark.size() >= 32);
      CHECK(mark.size() <= 70);
      CHECK(seen.insert(mark).second);
      for (const char c : mark.substr(2)) {
        ++digits[static_cast<std::size_t>(c <= '9' ? c - '0' : c - 'a' + 10)];
      }
    }
  }
  for (const int count : digits) CHECK(count > 1500);  // 1875 expected
}

TEST_CASE("compose: attachments come back octet for octet, whatever is in them") {
  std::string all;
  for (int i = 0; i < 3; ++i) {
    for (int octet = 0; octet < 256; ++octet) all += static_cast<char>(octet);
  }
  for (const auto& bytes :
       {all, std::string(), std::string("\r\n.\r\n--b--\r\n"), std::string(100, '\0'),
        std::string("no line end"), all.substr(0, 57), all.substr(0, 58), all.substr(0, 56)}) {
    auto draft = letter();
    draft.attachments = {{"a.bin", "application/octet-stream", bytes}, {"b", "text/plain", bytes}};
    const auto wire = compose_protected(draft);
    const auto content = read_content(scanned(wire), Limits());
    CHECK(content.text == "hello\n");
    REQUIRE(content.attachments.size() == 2);
    CHECK(content.attachments[0].bytes == bytes);
    CHECK(content.attachments[1].bytes == bytes);
    CHECK(content.attachments[1].media_type == "text/plain");
  }
}

TEST_CASE("compose: a text keeps the charset that its part named, when it names one") {
  for (const auto& [stated, written] :
       std::map<std::string, std::string>{{"windows-1250", "windows-1250"},
                                          {"ISO-8859-2", "ISO-8859-2"},
                                          {"", ""},
                                          {"x\r\nBcc: a@b.example", ""},
                                          {"a;b", ""},
                                          {"\"a\"", ""},
                                          {std::string(41, 'a'), ""}}) {
    INFO(stated);
    auto draft = letter();
    draft.attachments = {{"a.csv", "text/csv", "\x8A", stated},
                         {"a.bin", "application/octet-stream", "\x8A", stated}};
    const auto wire = compose_protected(draft);
    const auto content = read_content(scanned(wire), Limits());
    REQUIRE(content.attachments.size() == 2);
    CHECK(content.attachments[0].charset == written);
    CHECK(content.attachments[0].name == "a.csv");
    CHECK(content.attachments[1].charset.empty());
  }
}

TEST_CASE("compose: an attachment's type is taken when it is one, and never a container") {
  for (const auto& [stated, written] :
       std::map<std::string, std::string>{{"text/csv", "text/csv"},
                                          {"application/vnd.ms-excel", "application/vnd.ms-excel"},
                                          {"multipart/mixed", "application/octet-stream"},
                                          {"message/rfc822", "application/octet-stream"},
                                          {"", "application/octet-stream"},
                                          {"text", "application/octet-stream"},
                                          {"text/html; charset=x\r\nX: y", "text/html"},
                                          {"text/x\r\nX-Evil: y", "application/octet-stream"}}) {
    INFO(stated);
    auto draft = letter();
    draft.attachments = {{"a", stated, "x"}};
    const auto wire = compose_protected(draft);
    const auto entity = scanned(wire);
    const auto& part = entity.parts.at(1);
    CHECK(part.type + "/" + part.subtype == written);
    CHECK(part.values("X-Evil").empty());
    CHECK(part.values("X").empty());
  }
}

TEST_CASE("compose: text comes back line for line") {
  for (const auto& text :
       {std::string("one\ntwo\n"), std::string("From here\n.\n..\n-- \nAna\n"),
        std::string("trailing blanks  \n\ttabs\t\n\n\nend\n"),
        "long " + std::string(2000, 'x') + "\n", repeated("Țepeș Ђорђевић Γεωργίου ", 50) + "\n",
        std::string("=3D = =\n=\n")}) {
    INFO(text.substr(0, 80));
    auto draft = letter();
    draft.text = text;
    const auto wire = compose_protected(draft);
    check_wire(wire);
    const auto entity = scanned(wire);
    std::string back;
    REQUIRE(decode_transfer(entity.parts.at(0).encoding, entity.parts.at(0).body, back));
    back.erase(std::remove(back.begin(), back.end(), '\r'), back.end());
    CHECK(back.starts_with(text));
    CHECK(back.size() <= text.size() + 1);
  }
}

TEST_CASE("compose: dates are those of RFC 5322 in UTC") {
  auto draft = letter();
  draft.date = std::chrono::sys_seconds(std::chrono::seconds(1795507509));
  CHECK(compose_plain(draft).find("\r\nDate: Tue, 24 Nov 2026 08:05:09 +0000\r\n") !=
        std::string::npos);
}

}  // namespace
}  // namespace pouch::mail
