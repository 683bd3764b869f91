#include "gateway/store/contents_codec.hpp"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include "gateway/fault.hpp"
#include "tests/unit/gateway/old_bodies.hpp"

using namespace pouch::gateway;

namespace {

Contents sample() {
  Contents contents{"Предмет", "text\r\nwith lines", R"({"form":"request"})", {}};
  contents.parts.push_back({"a.bin", "application/octet-stream", std::string("\0\xFF\r\n\0", 5)});
  contents.parts.push_back({"", "", ""});
  contents.parts.push_back({"original.pgp", "application/pgp", "x", true, false});
  contents.parts.push_back({"two", "text/plain", "y", false, true, "", "windows-1250"});
  return contents;
}

void check_same(const Contents& left, const Contents& right) {
  CHECK(left.subject == right.subject);
  CHECK(left.text == right.text);
  CHECK(left.form_json == right.form_json);
  REQUIRE(left.parts.size() == right.parts.size());
  for (std::size_t i = 0; i < left.parts.size(); ++i) {
    CHECK(left.parts[i].name == right.parts[i].name);
    CHECK(left.parts[i].media_type == right.parts[i].media_type);
    CHECK(left.parts[i].bytes == right.parts[i].bytes);
    CHECK(left.parts[i].evidence == right.parts[i].evidence);
    CHECK(left.parts[i].charset == right.parts[i].charset);
    CHECK(left.parts[i].signed_separately == right.parts[i].signed_separately);
  }
}

}  // namespace

TEST_CASE("contents of an older version come back as they were, octet for octet") {
  check_same(decode_contents(encode_old_contents(sample())), sample());
  check_same(decode_contents(encode_old_contents({})), {});
}

TEST_CASE("text that is not UTF-8 comes back as it was") {
  Contents contents{"\xFF\xFE", std::string("nul\0nul", 7), "\x80", {}};
  contents.parts.push_back({"\xC0\x80.txt", "x/\xFF", "z"});
  check_same(decode_contents(encode_old_contents(contents)), contents);
}

TEST_CASE("every attachment octet survives") {
  Contents contents;
  std::string all;
  for (int i = 0; i < 256; ++i) {
    all += static_cast<char>(i);
  }
  contents.parts.push_back({"all", "x/y", all});
  check_same(decode_contents(encode_old_contents(contents)), contents);
}

TEST_CASE("what is cut short, longer or something else is a permanent fault without content") {
  const auto bytes = encode_old_contents(sample());
  std::vector<std::string> damaged = {"", "{}", std::string(1, '\xA0'), bytes + "x"};
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    damaged.push_back(bytes.substr(0, i));
  }
  damaged.push_back(encode_message_facts(Message{0, {CaseNumber("SEL", 2026, 1), 1}}));
  for (const auto& blob : damaged) {
    try {
      decode_contents(blob);
      FAIL("decoded a damaged blob");
    } catch (const Fault& fault) {
      CHECK_FALSE(fault.transient());
      CHECK(std::string(fault.what()).find("lines") == std::string::npos);
    }
  }
}

TEST_CASE("facts that are cut short, longer or of another kind are a permanent fault") {
  Message message{0, {CaseNumber("SEL", 2026, 1), 1}};
  message.form = "request";
  message.audience.ground = Ground::kForm;
  message.audience.to = {{"nfp-bg", "Focal point of Bulgaria", "BG", Role::kAskedDesk}};
  message.audience.narrowed = {{"nfp-rs", "Focal point of Serbia", "H2"}};
  message.inherited = {"H1"};
  Case subject{CaseNumber("SEL", 2026, 1)};
  subject.handling = {"H1", "H3"};
  const auto facts = encode_message_facts(message), of_case = encode_case_facts(subject);
  const auto text = encode_text({"subject", std::string(70'000, 'x'), "{}"});
  Message read{0, message.number};
  decode_message_facts(facts, read);
  CHECK(read.audience == message.audience);
  CHECK(read.inherited == message.inherited);
  CHECK(decode_text(text).text.size() == 70'000);
  const auto cut = [](const std::string& whole, std::size_t at) {
    return at < whole.size() ? whole.substr(0, at) : whole + "x";
  };
  for (std::size_t i = 0; i <= facts.size(); ++i) {
    CHECK_THROWS_AS(decode_message_facts(cut(facts, i), read), Fault);
  }
  for (std::size_t i = 0; i <= of_case.size(); ++i) {
    CHECK_THROWS_AS(decode_case_facts(cut(of_case, i), subject), Fault);
  }
  for (std::size_t i = 0; i <= text.size(); i += i < 100 ? 1 : 997) {
    CHECK_THROWS_AS(decode_text(text.substr(0, i - (i == text.size() ? 1 : 0))), Fault);
  }
  CHECK_THROWS_AS(decode_text(facts), Fault);
  CHECK_THROWS_AS(decode_message_facts(text, read), Fault);
  CHECK_THROWS_AS(decode_text("\xBF\xFF"), Fault);  // of a length that is not told
  CHECK_THROWS_AS(decode_text(std::string(100'000, '\x81')), Fault);
}

TEST_CASE("contents of a format that is not known are refused") {
  auto bytes = encode_old_contents({});
  const auto version = bytes.find(std::string("\x61v\x01", 3));
  REQUIRE(version != std::string::npos);
  bytes[version + 2] = 2;
  CHECK_THROWS_AS(decode_contents(bytes), Fault);
}

TEST_CASE("text and facts of files come back, whatever their octets") {
  const MessageText text{"\xFF\xFE", std::string("nul\0nul", 7), "\x80"};
  const auto read = decode_text(encode_text(text));
  CHECK(read.subject == text.subject);
  CHECK(read.text == text.text);
  CHECK(read.form_json == text.form_json);
  const PartFacts facts{0,    "\xC0\x80.txt", "x/\xFF", (1ULL << 40U) + 1, "ab", true,
                        true, "mail 1",       "utf-8"};
  const auto other = decode_part_facts(encode_part_facts(facts));
  CHECK(other.name == facts.name);
  CHECK(other.media_type == facts.media_type);
  CHECK(other.size == facts.size);
  CHECK(other.sha256 == "ab");
  CHECK(other.evidence);
  CHECK(other.signed_separately);
  CHECK(other.origin == "mail 1");
  CHECK(other.charset == "utf-8");
  CHECK_THROWS_AS(decode_text(encode_old_contents({})), Fault);
  CHECK_THROWS_AS(decode_contents(encode_text(text)), Fault);
  CHECK_THROWS_AS(decode_part_facts(encode_text(text)), Fault);
}

TEST_CASE("the facts of cases and messages come back") {
  Case subject{CaseNumber("SEL", 2026, 1)};
  subject.priority = "URGENT";
  subject.crime_area = "DRUG";
  subject.classification = "RESTRICTED";
  subject.handling = {"H1", "H3"};
  Case read{CaseNumber("SEL", 2026, 1)};
  decode_case_facts(encode_case_facts(subject), read);
  CHECK(read.priority == "URGENT");
  CHECK(read.crime_area == "DRUG");
  CHECK(read.classification == "RESTRICTED");
  CHECK(read.handling == subject.handling);

  Message message{0, {CaseNumber("SEL", 2026, 1), 1}};
  message.form = "request";
  message.body_sha256 = "abc";
  Message other{0, {CaseNumber("SEL", 2026, 1), 1}};
  decode_message_facts(encode_message_facts(message), other);
  CHECK(other.form == "request");
  CHECK(other.body_sha256 == "abc");
  CHECK(other.audience == Audience{});
  CHECK_THROWS_AS(decode_message_facts(encode_case_facts(subject), other), Fault);
}

TEST_CASE("every role and ground of an audience comes back by its name") {
  const CaseNumber number("SEL", 2026, 1);
  for (int role = 0; role <= static_cast<int>(Role::kParty); ++role) {
    for (int ground = 0; ground <= static_cast<int>(Ground::kParties); ++ground) {
      Message written{0, {number, 1}}, read{0, {number, 1}};
      written.audience.ground = static_cast<Ground>(ground);
      written.audience.to = {{"nfp-bg", "Focal point of Bulgaria", "BG", static_cast<Role>(role)}};
      decode_message_facts(encode_message_facts(written), read);
      CHECK(read.audience == written.audience);
    }
  }
}

TEST_CASE("facts of a message that an older version wrote have no audience") {
  std::string bytes;
  nlohmann::json::to_cbor({{"v", 1}, {"form", "reply"}, {"body_sha256", "abc"}}, bytes);
  Message read{0, {CaseNumber("SEL", 2026, 1), 1}};
  decode_message_facts(bytes, read);
  CHECK(read.form == "reply");
  CHECK(read.audience == Audience{});
}

TEST_CASE("a role, a ground or a reason to keep that is not known is refused") {
  Message written{0, {CaseNumber("SEL", 2026, 1), 1}};
  written.audience.to = {{"nfp-bg", "", "BG", Role::kLiaison}};
  for (const auto* word : {"liaison", "nobody"}) {
    auto bytes = encode_message_facts(written);
    bytes[bytes.find(word)] = 'X';
    Message read{0, {CaseNumber("SEL", 2026, 1), 1}};
    CHECK_THROWS_AS(decode_message_facts(bytes, read), Fault);
  }
  auto kept = encode_kept({});
  kept[kept.find("mending")] = 'X';
  KeptParts read;
  CHECK_THROWS_AS(decode_kept(kept, read), Fault);
}
