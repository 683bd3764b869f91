// The mail itself: dot-stuffing, size, durability, and the sequences by which mail is smuggled
// (SECURITY class 24).
#include "tests/unit/mail/dialogue.hpp"

namespace pouch::mail {
namespace {

using namespace test;
using Codes = std::vector<std::string>;

TEST_CASE("data: dots at the start of a line lose one, others none") {
  Dialogue talk;
  talk.ready();
  talk.data("..\r\n...\r\n..x\r\nx.\r\nx..\r\n\r\n..\r\n.\r\n");
  REQUIRE(talk.sink.taken.size() == 1);
  CHECK(talk.sink.taken[0].bytes == ".\r\n..\r\n.x\r\nx.\r\nx..\r\n\r\n.\r\n");
}

TEST_CASE("data: an empty mail and eight-bit octets are taken as they are") {
  Dialogue empty;
  empty.ready();
  CHECK(empty.data(".\r\n").starts_with("250"));
  CHECK(empty.sink.taken.at(0).bytes.empty());
  std::string all;
  for (int octet = 0; octet < 256; ++octet) {
    if (octet != '\r' && octet != '\n') all += static_cast<char>(octet);
  }
  Dialogue talk;
  talk.ready();
  talk.data(all + "\r\n.\r\n");
  CHECK(talk.sink.taken.at(0).bytes == all + "\r\n");
}

TEST_CASE("data: the size limit holds below, at and above, with and without stuffing") {
  auto settings = Dialogue::plain();
  settings.message_limit = 100;
  for (const auto& [octets, code] : std::vector<std::pair<std::size_t, const char*>>{
           {99, "250"}, {100, "250"}, {101, "552"}, {102, "552"}, {103, "552"}, {5000, "552"}}) {
    for (const bool stuffed : {false, true}) {
      Dialogue talk(settings);
      talk.ready();
      const auto mail = (stuffed ? "." : "x") + std::string(octets - 3, 'x') + "\r\n";
      INFO(octets << stuffed);
      CHECK(codes(talk.data((stuffed ? "." : "") + mail + ".\r\n")) == Codes{code});
      CHECK(talk.sink.taken.size() == (std::string(code) == "250" ? 1 : 0));
      if (!talk.sink.taken.empty()) CHECK(talk.sink.taken[0].bytes == mail);
      // The connection is as good as before.
      CHECK(talk.code("MAIL FROM:<b@x.example>") == "250");
    }
  }
}

TEST_CASE("data: a mail far over the limit is not kept in memory") {
  auto settings = Dialogue::plain();
  settings.message_limit = 1000;
  Dialogue talk(settings);
  talk.ready();
  talk.data("");
  const std::string block(64 << 10, 'x');
  for (int i = 0; i < 100; ++i) {
    CHECK(talk.say(block).empty());
    CHECK(talk.session.held() <= 1002);
  }
  CHECK(codes(talk.say("\r\n.\r\n")) == Codes{"552"});
}

TEST_CASE("data: a whole mail waits for its answer, and what was sent behind it waits with it") {
  Dialogue talk;
  talk.ready();
  talk.data("");
  CHECK(talk.session.feed("x\r\n.\r\nNOOP\r\n").empty());
  REQUIRE(talk.session.waits());
  CHECK(talk.session.mail().bytes == "x\r\n");
  CHECK(talk.session.mail().envelope.from == "a@x.example");
  CHECK(talk.session.feed("QUIT\r\n").empty());
  CHECK(talk.session.held() == 3 + 12);
  CHECK(codes(talk.session.answer({452, "4.3.1", "no"})) == Codes{"452", "250", "221"});
  CHECK_FALSE(talk.session.waits());
  CHECK(talk.session.closing());
}

TEST_CASE("data: what the acceptor says is what the client hears") {
  for (const auto& answer : {Reply{452, "4.3.1", "disk full"}, Reply{554, "5.7.1", "no"}}) {
    Dialogue talk;
    talk.ready();
    talk.sink.answer = answer;
    CHECK(talk.data("x\r\n.\r\n") ==
          std::to_string(answer.code) + " " + answer.enhanced + " " + answer.text + "\r\n");
  }
}

// Whatever is sent: up to CRLF.CRLF it is mail, never a command; a bare CR or LF refuses it.
TEST_CASE("data: no sequence but CRLF dot CRLF ends a mail") {
  const std::string smuggled =
      "MAIL FROM:<evil@x.example>\r\nRCPT TO:<victim@pouch.example>\r\nDATA\r\nsmuggled\r\n";
  for (const auto* end :
       {"\n.\n", "\n.\r\n", "\r\n.\n", "\r.\r", "\r.\r\n", "\r\n.\r", "\r\r\n.\r\r\n", "\n\n.\r\n",
        "\r\n.\r\r\n", "\n.\r", "\r\n.\n\r\n", "\r\n.\r.\r\n", "\r\n.x\r\n.\n"}) {
    Dialogue talk;
    talk.ready();
    const auto replies = talk.data("hello" + std::string(end) + smuggled + ".\r\nNOOP\r\n");
    INFO(Catch::Detail::stringify(std::string(end)) << " -> " << replies);
    CHECK(codes(replies) == Codes{"550", "250"});
    CHECK(talk.sink.taken.empty());
    CHECK(talk.sink.asked == Codes{"us@pouch.example"});
    CHECK_FALSE(talk.session.closing());
  }
}

TEST_CASE("data: a NUL before the dot keeps it from being an end and the mail is whole") {
  Dialogue talk;
  talk.ready();
  const std::string body("a\r\n\0.\r\nb\r\n", 10);
  CHECK(codes(talk.data(body + ".\r\n")) == Codes{"250"});
  CHECK(talk.sink.taken.at(0).bytes == body);
}

TEST_CASE("data: bare line ends anywhere refuse the mail in any chunks, and only that mail") {
  for (const auto* bare : {"a\nb", "a\rb", "\n", "a\r\rb\r\n", "a\n", "\r\n.a\nb", "a\r\n\rb"}) {
    const auto whole = std::string(bare) + "\r\n.\r\n";
    for (const std::size_t size : {1u, 2u, 100u}) {
      Dialogue talk;
      talk.ready();
      talk.data("");
      std::string replies;
      for (std::size_t at = 0; at < whole.size(); at += size) {
        replies += talk.say(std::string_view(whole).substr(at, size));
      }
      INFO(Catch::Detail::stringify(std::string(bare)));
      CHECK(codes(replies) == Codes{"550"});
      CHECK(replies.find("5.6.11") != std::string::npos);
      CHECK(talk.sink.taken.empty());
      CHECK(codes(talk.say("MAIL FROM:<b@x.example>\r\nRCPT TO:<us@pouch.example>\r\nDATA\r\n"
                           "good\r\n.\r\n")) == Codes{"250", "250", "354", "250"});
      CHECK(talk.sink.taken.at(0).bytes == "good\r\n");
    }
  }
}

TEST_CASE("data: pipelined mails are taken one after the other, each with its own envelope") {
  Dialogue talk;
  std::string all = "EHLO me\r\n";
  for (int i = 0; i < 20; ++i) {
    const auto n = std::to_string(i);
    all += "MAIL FROM:<s" + n + "@x.example>\r\nRCPT TO:<r" + n + "@pouch.example>\r\nDATA\r\n" +
           n + "\r\n.\r\n";
  }
  const auto replies = codes(talk.say(all));
  CHECK(replies.size() == 81);
  REQUIRE(talk.sink.taken.size() == 20);
  for (int i = 0; i < 20; ++i) {
    const auto& taken = talk.sink.taken[static_cast<std::size_t>(i)];
    CHECK(taken.bytes == std::to_string(i) + "\r\n");
    CHECK(taken.envelope.from == "s" + std::to_string(i) + "@x.example");
    CHECK(taken.envelope.to == Codes{"r" + std::to_string(i) + "@pouch.example"});
  }
}

}  // namespace
}  // namespace pouch::mail
