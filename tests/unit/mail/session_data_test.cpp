// The mail itself: dot-stuffing, size, durability, and the sequences by which mail is smuggled
// (SECURITY class 24).
#include <random>

#include "tests/unit/mail/dialogue.hpp"

namespace pouch::mail {
namespace {

using namespace test;
using Codes = std::vector<std::string>;

// What DATA is, octet by octet (RFC 5321 section 4.5.2), to measure the session against.
struct Plain {
  explicit Plain(std::string_view octets) {
    enum { kText, kCr, kCrLf, kDot, kDotCr } after = kCrLf;
    for (std::size_t i = 0; i < octets.size(); ++i) {
      const char c = octets[i];
      const bool in_pair = after == kCr || after == kDotCr;
      if (c == '\n' && after == kDotCr) {
        mail.pop_back();
        ended = true;
        behind = octets.substr(i + 1);
        return;
      }
      bare = bare || (c == '\n' ? after != kCr : in_pair);
      const bool stuffed = c == '.' && after == kCrLf;
      if (!stuffed) mail += c;
      after = c == '\r'   ? (after == kDot ? kDotCr : kCr)
              : c == '\n' ? (after == kCr ? kCrLf : kText)
              : stuffed   ? kDot
                          : kText;
    }
  }
  std::string mail;
  bool bare = false, ended = false;
  std::string_view behind;
};

constexpr std::size_t kPieces[] = {1, 2, 3, 7, 1460, 65536};

// All that the session answers to these octets, said in pieces.
std::string said(Dialogue& talk, std::string_view octets, std::size_t piece) {
  std::string replies;
  for (; !octets.empty(); octets.remove_prefix(std::min(piece, octets.size()))) {
    replies += talk.say(octets.substr(0, piece));
  }
  return replies;
}

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
    CHECK(talk.sink.kept <= 1002);
  }
  CHECK(codes(talk.say("\r\n.\r\n")) == Codes{"552"});
}

TEST_CASE("data: a whole mail waits for its answer, and what was sent behind it waits with it") {
  Dialogue talk;
  talk.ready();
  talk.data("");
  CHECK(talk.session.feed("x\r\n.\r\nNOOP\r\n").empty());
  REQUIRE(talk.session.waits());
  CHECK(static_cast<const MemoryMail&>(talk.session.mail().sink).bytes == "x\r\n");
  CHECK(talk.session.mail().octets == 3);
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

TEST_CASE("data: any octets in any pieces are the mail, the refusal and the rest that they are") {
  std::mt19937 random(20261129);
  auto settings = Dialogue::plain();
  settings.message_limit = 12;
  int taken = 0, refused = 0;
  for (int round = 0; round < 4000; ++round) {
    std::string octets;
    const auto tokens = 1 + random() % 14;
    for (std::size_t i = 0; i < tokens; ++i) {
      octets +=
          std::vector<std::string>{"\r", "\n", ".", "x", "\r\n", "\r\n.", "\r\n."}[random() % 7];
    }
    octets += "\r\n.\r\n";
    const Plain plain(octets);
    REQUIRE(plain.ended);
    const char* code = plain.mail.size() > settings.message_limit ? "552"
                       : plain.bare                               ? "550"
                                                                  : "250";
    INFO(Catch::Detail::stringify(octets));
    for (const auto piece : kPieces) {
      Dialogue talk(settings);
      talk.ready();
      talk.data("");
      const auto mail = octets.substr(0, octets.size() - plain.behind.size());
      REQUIRE(codes(said(talk, mail, piece)) == Codes{code});
      REQUIRE(talk.sink.taken.size() == (std::string(code) == "250" ? 1 : 0));
      if (!talk.sink.taken.empty()) REQUIRE(talk.sink.taken[0].bytes == plain.mail);
      REQUIRE(talk.sink.kept == 0);
    }
    (std::string(code) == "250" ? taken : refused) += 1;
  }
  CHECK(taken > 100);
  CHECK(refused > 100);
}

TEST_CASE("data: a long dialogue cut anyhow has the same answers and the same mails") {
  std::string octets = "EHLO me\r\n", large;
  for (int i = 0; large.size() < 200'000; ++i) {
    large +=
        std::string(static_cast<std::size_t>(i) % 90, 'a') + (i % 7 == 0 ? "\r\n..\r\n" : "\r\n");
  }
  for (const auto& mail : {std::string("one\r\n"), large, std::string("b\na\r\n"), std::string(),
                           std::string(300'000, 'y') + "\r\n", std::string("..\r\n")}) {
    octets += "MAIL FROM:<a@x.example>\r\nRCPT TO:<us@pouch.example>\r\nDATA\r\n" + mail +
              ".\r\nNOOP\r\n";
  }
  auto settings = Dialogue::plain();
  settings.message_limit = 250'000;
  Dialogue whole(settings);
  const auto replies = whole.say(octets);
  CHECK(codes(replies) == Codes{"250", "250", "250", "354", "250", "250", "250", "250",
                                "354", "250", "250", "250", "250", "354", "550", "250",
                                "250", "250", "354", "250", "250", "250", "250", "354",
                                "552", "250", "250", "250", "354", "250", "250"});
  REQUIRE(whole.sink.taken.size() == 4);
  for (const auto piece : kPieces) {
    Dialogue talk(settings);
    INFO(piece);
    CHECK((said(talk, octets, piece) == replies));
    REQUIRE(talk.sink.taken.size() == 4);
    for (std::size_t i = 0; i < 4; ++i) {
      CHECK((talk.sink.taken[i].bytes == whole.sink.taken[i].bytes));
    }
    CHECK(talk.sink.kept == 0);
  }
}

TEST_CASE("data: a sink that fails costs that mail, read to its end, and an answer") {
  for (const bool begins_none : {true, false}) {
    Dialogue talk;
    talk.ready();
    talk.sink.begins_none = begins_none;
    talk.sink.most = 5;
    const auto reply = talk.data("more than five\r\nRSET\r\n.\r\n");
    CHECK(reply == "451 4.3.0 cannot take mail now\r\n");
    CHECK(talk.sink.troubles == 1);
    CHECK(talk.sink.taken.empty());
    CHECK(talk.sink.kept == 0);
    talk.sink.begins_none = false;
    CHECK(codes(talk.say(
              "MAIL FROM:<b@x.example>\r\nRCPT TO:<us@pouch.example>\r\nDATA\r\nx\r\n.\r\n")) ==
          Codes{"250", "250", "354", "250"});
  }
}

TEST_CASE("data: of a mail that will be refused nothing is kept while the rest of it comes") {
  Dialogue talk;
  talk.ready();
  talk.data("begins well\r\n");
  CHECK(talk.sink.kept == 13);
  talk.say("bare\n");
  CHECK(talk.sink.kept == 0);
  talk.say(std::string(100'000, 'x'));
  CHECK(talk.sink.kept == 0);
  CHECK(talk.session.held() == 0);
  CHECK(codes(talk.say("\r\n.\r\n")) == Codes{"550"});
}

TEST_CASE("data: a connection that ends in a mail leaves nothing of it") {
  Sink sink;
  const auto settings = Dialogue::plain();
  {
    Session session(false, settings, "peer", sink);
    session.feed(
        "EHLO me\r\nMAIL FROM:<a@x.example>\r\nRCPT TO:<us@pouch.example>\r\nDATA\r\nhalf");
    CHECK(sink.kept == 4);
  }
  CHECK(sink.kept == 0);
}

}  // namespace
}  // namespace pouch::mail
