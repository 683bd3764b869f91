#include "mail/structure/headers.hpp"

#include <catch2/catch.hpp>

namespace pouch::mail {
namespace {

// "display|spec" of each, joined by newlines; "refused" when it cannot be read for sure.
std::string read(std::string_view raw) {
  const auto list = parse_addresses(raw, Limits{});
  if (!list) return "refused";
  std::string out;
  for (const auto& address : *list) {
    if (!out.empty()) out += '\n';
    out += address.display + '|' + address.spec;
  }
  return out;
}

TEST_CASE("addresses with and without a name") {
  CHECK(read("ana@police.ro.example") == "|ana@police.ro.example");
  CHECK(read(" <ana@police.ro.example>") == "|ana@police.ro.example");
  CHECK(read("Ana Ionescu <ana@police.ro.example>") == "Ana Ionescu|ana@police.ro.example");
  CHECK(read("\"Ionescu, Ana\" <ana@police.ro.example>") == "Ionescu, Ana|ana@police.ro.example");
  CHECK(read("ana@police.ro.example (Ana Ionescu)") == "Ana Ionescu|ana@police.ro.example");
  CHECK(read("J. R. Petrov <p@x.example>") == "J. R. Petrov|p@x.example");
  CHECK(read("a@x.example,\r\n b@x.example") == "|a@x.example\n|b@x.example");
}

TEST_CASE("comments are no part of an address") {
  CHECK(read("(c) Ana (eve@evil.example) Ionescu (c) < (c) a@x.example (c) > (c)") ==
        "Ana Ionescu|a@x.example");
  CHECK(read("a@x.example (nested (comment) with \\) inside)") ==
        "nested (comment) with ) inside|a@x.example");
}

TEST_CASE("names in encoded words are decoded for showing") {
  CHECK(read("=?utf-8?B?0JzQuNC70LDQvQ==?= =?utf-8?Q?_=D0=88.?= <m@x.example>") ==
        "Милан Ј.|m@x.example");
  CHECK(read("\"=?windows-1251?Q?=CC=E8=EB=E0=ED?=\" <m@x.example>") == "Милан|m@x.example");
}

TEST_CASE("an address in a display name stays a name") {
  CHECK(read("\"boss@corp.example\" <eve@evil.example>") == "boss@corp.example|eve@evil.example");
  CHECK(read("\"x\\\" <boss@corp.example>, \\\"\" <eve@evil.example>") ==
        "x\" <boss@corp.example>, \"|eve@evil.example");
}

TEST_CASE("controls and bidi marks in a display name are not shown") {
  CHECK(read("\"a\xE2\x80\xAE"
             "b\xE2\x80\x8B\" <a@x.example>") == "ab|a@x.example");
}

TEST_CASE("a name in octets of another charset leaves the address what it is") {
  CHECK(read("\xC0\xED\xE0 <ana@police.ro.example>") == "\uFFFD\uFFFD\uFFFD|ana@police.ro.example");
  CHECK(read("\"\xC0, \xED\" <a@x.example>, b@x.example") ==
        "\uFFFD, \uFFFD|a@x.example\n|b@x.example");
  CHECK(read("a@x.example (\xE0)") == "\uFFFD|a@x.example");
  CHECK(read("\xC0 <\xE0@x.example>") == "refused");
  CHECK(read("\xC0 <\"\xE0\"@x.example>") == "refused");
  CHECK(read("\xC0 <a@x\xE0.example>") == "refused");
  CHECK(read("\xC0 <a@x.example> <b@x.example>") == "refused");
  CHECK(read(std::string("A\0 <a@x.example>", 17)) == "refused");
}

TEST_CASE("groups give their members") {
  CHECK(read("Desk: a@x.example, Bo <b@x.example>;, c@x.example") ==
        "|a@x.example\nBo|b@x.example\n|c@x.example");
  CHECK(read("undisclosed-recipients:;").empty());
}

TEST_CASE("an empty list, and empty elements, are read") {
  CHECK(read("").empty());
  CHECK(read(", a@x.example,, b@x.example ,") == "|a@x.example\n|b@x.example");
}

TEST_CASE("the domain comes out as A-labels in lower case, the local part as written") {
  CHECK(read("Ana@Police.RO.Example") == "|Ana@police.ro.example");
  CHECK(read("ana@полиция.example") == "|ana@xn--h1aahle9bwd.example");
  CHECK(read("ana@POLICIJA\xC5\xA0.example") == "|ana@xn--policija-dxb.example");
  CHECK(read("јана@x.example") == "|јана@x.example");
  CHECK(read("a@[192.0.2.1]") == "|a@[192.0.2.1]");
}

TEST_CASE("quotes around a local part stay only where they are needed") {
  CHECK(read("\"ana\"@x.example") == "|ana@x.example");
  CHECK(read("\"ana b\"@x.example") == "|\"ana b\"@x.example");
  CHECK(read("<\"a\\\"b\"@x.example>") == "|\"a\\\"b\"@x.example");
}

TEST_CASE("whatever has two readings is refused") {
  for (const std::string_view raw : {
           "<a@evil.example> boss@corp.example",  // mimetic: <a@evil>boss at corp
           "boss@corp.example <a@evil.example>",  // unquoted address as a name
           "a@b@c.example",
           "<a@b@c.example>",
           "<@relay.example,@other.example:a@x.example>",  // obsolete route
           "a @x.example",
           "a@ x.example",
           "a.(comment)b@x.example",
           "a(comment)@x.example",
           "a@x.example b@x.example",
           "a@x.example; b@x.example",
           "<a@x.example",
           "a@x.example>",
           "<<a@x.example>>",
           "<>",
           "Ana <>",
           "Ana",
           "Ana <ana>",
           "@x.example",
           "a@",
           "a@.x.example",
           "a@x..example",
           "a@x.example.",
           ".a@x.example",
           "a.@x.example",
           "a..b@x.example",
           "\"\"@x.example",
           "\"open <a@x.example>",
           "(open <a@x.example>",
           "Group: a@x.example",
           "Group: Inner: a@x.example;;",
           ": a@x.example;",
           "To: :",
           ":",
           ";",
           "a@[192.0.2.1",
           "a@[]",
           "a@x.example\r\nBcc: e@evil.example",
           "a@x.example\rBcc: e@evil.example",
           "a\x01@x.example",
           "a@x\xFF.example",
           "\xFF@x.example",
           "a@x\\.example",
           "a@xn--\xC3\xA4.example",
           "a@\xE2\x80\xAE.example",
       }) {
    INFO(raw);
    CHECK(read(raw) == "refused");
  }
}

TEST_CASE("NUL in a display name is refused") {
  CHECK_FALSE(parse_addresses(std::string_view("\"a\0b\" <a@x.example>", 19), Limits{}));
}

TEST_CASE("an address is the same with a tag behind its local part") {
  CHECK(same_but_for_tag("gw@x.example", "gw@x.example"));
  CHECK(same_but_for_tag("GW+d7-abc@X.example", "gw@x.example"));
  CHECK(same_but_for_tag("gw+@x.example", "gw@x.example"));
  CHECK(same_but_for_tag("gw+a+b@x.example", "gw@x.example"));
  CHECK(same_but_for_tag("hq+gw@x.example", "hq+gw@x.example"));
  CHECK(same_but_for_tag("hq+gw+tag@x.example", "hq+gw@x.example"));
  CHECK_FALSE(same_but_for_tag("hq+other@x.example", "hq+gw@x.example"));
  CHECK_FALSE(same_but_for_tag("hq@x.example", "hq+gw@x.example"));
  CHECK_FALSE(same_but_for_tag("gwx+a@x.example", "gw@x.example"));
  CHECK_FALSE(same_but_for_tag("gw+a@y.example", "gw@x.example"));
  CHECK_FALSE(same_but_for_tag("gw-a@x.example", "gw@x.example"));
  CHECK_FALSE(same_but_for_tag("gw+a", "gw@x.example"));
  CHECK_FALSE(same_but_for_tag("+a@x.example", "@x.example"));
  CHECK_FALSE(same_but_for_tag("", ""));
}

TEST_CASE("two spellings of one mailbox are the same, others are not") {
  CHECK(same_address("Ana@X.example", "ana@x.EXAMPLE"));
  CHECK(same_address("ana@полиция.example", "ana@XN--h1aahle9bwd.example"));
  CHECK_FALSE(same_address("ana@x.example", "ana@y.example"));
  CHECK_FALSE(same_address("ana@x.example", "anna@x.example"));
  CHECK_FALSE(same_address("ana+tag@x.example", "ana@x.example"));
  CHECK_FALSE(same_address("a.na@x.example", "ana@x.example"));
  CHECK_FALSE(same_address("", ""));
  CHECK_FALSE(same_address("ana", "ana"));
  CHECK_FALSE(same_address("@x.example", "@x.example"));
}

TEST_CASE("look-alikes never meet") {
  CHECK_FALSE(same_address("\xD0\xB0na@x.example", "ana@x.example"));         // Cyrillic а
  CHECK_FALSE(same_address("ana@\xD1\x85.example", "ana@x.example"));         // Cyrillic х
  CHECK_FALSE(same_address("an\xC3\xA0@x.example", "an\xC3\x80@x.example"));  // à, À: no folding
  CHECK_FALSE(same_address("\xEF\xBD\x81na@x.example", "ana@x.example"));     // full-width a
  CHECK_FALSE(same_address("\xC4\xB1@x.example", "i@x.example"));             // dotless i
}

}  // namespace
}  // namespace pouch::mail
