// Commands of SMTP (RFC 5321) and LMTP (RFC 2033), without sockets.
#include "tests/unit/mail/dialogue.hpp"

namespace pouch::mail {
namespace {

using namespace test;
using Codes = std::vector<std::string>;

TEST_CASE("smtp: greets with its name and tells what it can do") {
  Dialogue talk;
  CHECK(talk.session.greeting() == "220 mx.pouch.example ESMTP Pouch\r\n");
  const auto answer = talk.say("EHLO client.example\r\n");
  for (const auto* word :
       {"PIPELINING", "SIZE 26214400", "8BITMIME", "SMTPUTF8", "ENHANCEDSTATUSCODES"}) {
    INFO(word);
    CHECK(answer.find(word) != std::string::npos);
  }
  CHECK(answer.find("STARTTLS") == std::string::npos);
  CHECK(answer.find("AUTH") == std::string::npos);
  CHECK(answer.ends_with("250 ENHANCEDSTATUSCODES\r\n"));
  CHECK(talk.say("HELO client.example\r\n") == "250 mx.pouch.example\r\n");
}

TEST_CASE("smtp: takes one mail for one recipient and hands it over as it was sent") {
  Dialogue talk;
  talk.ready();
  CHECK(talk.data("Subject: x\r\n\r\nhello\r\n.\r\n") == "250 2.0.0 durable\r\n");
  REQUIRE(talk.sink.taken.size() == 1);
  CHECK(talk.sink.taken[0].bytes == "Subject: x\r\n\r\nhello\r\n");
  CHECK(talk.sink.taken[0].envelope.from == "a@x.example");
  CHECK(talk.sink.taken[0].envelope.to == Codes{"us@pouch.example"});
  CHECK(talk.sink.taken[0].envelope.peer == "127.0.0.1:1");
}

TEST_CASE("smtp: speaks in any chunks as in one") {
  const std::string whole =
      "EHLO me\r\nMAIL FROM:<> SIZE=5\r\nRCPT TO:<us@pouch.example>\r\nRCPT "
      "TO:<nobody@x>\r\nDATA\r\n"
      "a\r\n..b\r\n.\r\nRSET\r\nQUIT\r\n";
  const auto expected = Dialogue().say(whole);
  CHECK(codes(expected) == Codes{"250", "250", "250", "550", "354", "250", "250", "221"});
  for (const std::size_t size : {1u, 2u, 3u, 7u, 50u}) {
    Dialogue talk;
    std::string replies;
    for (std::size_t at = 0; at < whole.size(); at += size) {
      replies += talk.say(std::string_view(whole).substr(at, size));
    }
    CHECK(replies == expected);
    REQUIRE(talk.sink.taken.size() == 1);
    CHECK(talk.sink.taken[0].bytes == "a\r\n.b\r\n");
  }
}

TEST_CASE("smtp: a sender for whose mail there is no room hears so before he sends it") {
  Dialogue talk;
  talk.sink.space = 1000;
  CHECK(talk.code("EHLO me") == "250");
  CHECK(talk.say("MAIL FROM:<a@x.example> SIZE=1001\r\n") == "452 4.3.1 no room\r\n");
  CHECK(talk.code("RCPT TO:<us@pouch.example>") == "503");  // there is no sender
  CHECK(talk.code("MAIL FROM:<a@x.example> SIZE=1000") == "250");
  CHECK(talk.code("RCPT TO:<us@pouch.example>") == "250");
}

TEST_CASE("smtp: commands out of their order are refused") {
  Dialogue talk;
  CHECK(talk.code("MAIL FROM:<a@x.example>") == "503");
  CHECK(talk.code("RCPT TO:<us@pouch.example>") == "503");
  CHECK(talk.code("DATA") == "503");
  CHECK(talk.code("EHLO") == "501");
  CHECK(talk.code("EHLO  ") == "501");
  CHECK(talk.code("EHLO me") == "250");
  CHECK(talk.code("RCPT TO:<us@pouch.example>") == "503");
  CHECK(talk.code("MAIL FROM:<a@x.example>") == "250");
  CHECK(talk.code("MAIL FROM:<b@x.example>") == "503");
  CHECK(talk.code("DATA") == "554");
  CHECK(talk.code("RCPT TO:<nobody@pouch.example>") == "550");
  CHECK(talk.code("DATA") == "554");
  CHECK(talk.code("DATA now") == "501");
  CHECK(talk.sink.taken.empty());
}

TEST_CASE("smtp: RSET, EHLO and a finished mail forget the envelope") {
  for (const auto* forget : {"RSET", "EHLO again"}) {
    Dialogue talk;
    talk.ready();
    CHECK(talk.code(forget) == "250");
    CHECK(talk.code("RCPT TO:<us@pouch.example>") == "503");
    CHECK(talk.code("DATA") == "503");
  }
  Dialogue talk;
  talk.ready();
  talk.data("x\r\n.\r\n");
  CHECK(talk.code("DATA") == "503");
  CHECK(talk.code("MAIL FROM:<b@x.example>") == "250");
  CHECK(talk.code("RCPT TO:<other@pouch.example>") == "250");
  talk.data("y\r\n.\r\n");
  REQUIRE(talk.sink.taken.size() == 2);
  CHECK(talk.sink.taken[1].envelope.to == Codes{"other@pouch.example"});
}

TEST_CASE("smtp: verbs are read without case, unknown ones and those it has not are refused") {
  Dialogue talk;
  CHECK(talk.code("ehlo me") == "250");
  CHECK(talk.code("mail from:<a@x.example>") == "250");
  CHECK(talk.code("Rcpt To:<us@pouch.example>") == "250");
  CHECK(talk.code("noop anything") == "250");
  CHECK(talk.code("VRFY us") == "252");
  CHECK(talk.code("EXPN list") == "502");
  CHECK(talk.code("HELP") == "214");
  for (const auto* line : {"", " ", "STARTTLS", "AUTH PLAIN AGEAYg==", "TURN", "BDAT 10",
                           "GET / HTTP/1.1", "MAILFROM:<a@x.example>", "\xFF\xFE"}) {
    INFO(line);
    CHECK(talk.code(line).front() == '5');
  }
  CHECK(talk.code("LHLO me") == "500");
  CHECK(talk.sink.asked.size() == 1);
}

TEST_CASE("smtp: nothing after QUIT is read") {
  Dialogue talk;
  talk.ready();
  const auto replies = talk.say(
      "QUIT\r\nMAIL FROM:<b@x.example>\r\nRCPT TO:<us@pouch.example>\r\nDATA\r\nx\r\n.\r\n");
  CHECK(replies == "221 2.0.0 bye\r\n");
  CHECK(talk.session.closing());
  CHECK(talk.say("NOOP\r\n").empty());
  CHECK(talk.sink.taken.empty());
}

TEST_CASE("smtp: an address must be one, between angle brackets") {
  Dialogue talk;
  talk.code("EHLO me");
  for (const auto* path :
       {"a@x.example", "<a@x.example", "a@x.example>", "<a>", "<@x.example>", "<a@>", "", "<<a@x>>",
        "<a@x.example>garbage", "<a b@x.example>", "<a@x example>", "<a@x.example\t>", "<a\x01@x>",
        "<@route.example>", "<\"a@x.example>", "<a@x.example,b@x.example>", "<a:b@x.example>"}) {
    INFO(path);
    CHECK(talk.code(std::string("MAIL FROM:") + path) == "501");
    if (talk.session.closing()) FAIL("closed");
  }
  CHECK(talk.code(std::string("MAIL FROM:<a@") + std::string(300, 'x') + ">") == "501");
  CHECK(talk.code(std::string("MAIL FROM:<a\0@x>", 17)) == "501");
  CHECK(talk.code("MAIL FROM:<\"a b>\"@x.example>") == "501");
  CHECK(talk.code("MAIL FROM:<\"a b\"@x.example>") == "250");
}

TEST_CASE(
    "smtp: the null sender, a source route, a blank before the path and Postmaster are lawful") {
  for (const auto* path : {"<>", "<a@x.example>", " <a@x.example>", "<@r.example:a@x.example>",
                           "<a+tag@x.example>", "<a@[127.0.0.1]>"}) {
    Dialogue talk;
    talk.code("EHLO me");
    INFO(path);
    CHECK(talk.code(std::string("MAIL FROM:") + path) == "250");
    CHECK(talk.code("RCPT TO:<Postmaster>") == "250");
    CHECK(talk.code("RCPT TO:<>") == "501");
    CHECK(talk.sink.asked == Codes{"Postmaster"});
  }
}

TEST_CASE("smtp: parameters of MAIL and RCPT are those announced") {
  const auto code = [](const std::string& parameters) {
    Dialogue talk;
    talk.code("EHLO me");
    return talk.code("MAIL FROM:<a@x.example>" + parameters);
  };
  CHECK(code(" BODY=8BITMIME") == "250");
  CHECK(code(" BODY=7BIT SIZE=10 SMTPUTF8") == "250");
  CHECK(code(" body=8bitmime") == "250");
  CHECK(code(" BODY=BINARYMIME") == "555");
  CHECK(code(" AUTH=<>") == "555");
  CHECK(code(" RET=FULL") == "555");
  for (const auto* size :
       {" SIZE=", " SIZE=x", " SIZE=-1", " SIZE=+1", " SIZE=1x", " SIZE=99999999999999999999999"}) {
    INFO(size);
    CHECK(code(size) == "501");
  }
  Dialogue talk;
  talk.ready();
  CHECK(talk.code("RCPT TO:<us@pouch.example> NOTIFY=NEVER") == "555");
}

TEST_CASE("smtp: a declared size is taken up to the limit") {
  auto settings = Dialogue::plain();
  settings.message_limit = 1000;
  for (const auto& [size, code] :
       std::vector<std::pair<int, const char*>>{{999, "250"}, {1000, "250"}, {1001, "552"}}) {
    Dialogue talk(settings);
    talk.code("EHLO me");
    CHECK(talk.code("MAIL FROM:<a@x.example> SIZE=" + std::to_string(size)) == code);
  }
}

TEST_CASE("smtp: an address beyond ASCII needs SMTPUTF8 and must be UTF-8") {
  Dialogue talk;
  talk.code("EHLO me");
  CHECK(talk.code("MAIL FROM:<милан@x.example>") == "553");
  CHECK(talk.code("MAIL FROM:<\xEC\xE8\xEB@x.example> SMTPUTF8") == "501");
  CHECK(talk.code("MAIL FROM:<a@x.example>") == "250");
  CHECK(talk.code("RCPT TO:<милан@pouch.example>") == "553");
  CHECK(talk.code("RSET") == "250");
  CHECK(talk.code("MAIL FROM:<милан@x.example> SMTPUTF8") == "250");
  CHECK(talk.code("RCPT TO:<милан@pouch.example>") == "250");
  CHECK(talk.code("RCPT TO:<\xFF@pouch.example>") == "501");
  talk.data("x\r\n.\r\n");
  REQUIRE(talk.sink.taken.size() == 1);
  CHECK(talk.sink.taken[0].envelope.smtputf8);
}

TEST_CASE("smtp: recipients are asked of the acceptor, counted to the limit and no further") {
  auto settings = Dialogue::plain();
  settings.recipients = 3;
  Dialogue talk(settings);
  talk.code("EHLO me");
  talk.code("MAIL FROM:<a@x.example>");
  CHECK(talk.say("RCPT TO:<nobody@pouch.example>\r\n") == "550 5.1.1 no such address\r\n");
  CHECK(talk.code("RCPT TO:<later@pouch.example>") == "451");
  for (const auto* name : {"one", "two", "three"}) {
    CHECK(talk.code(std::string("RCPT TO:<") + name + "@pouch.example>") == "250");
  }
  CHECK(talk.code("RCPT TO:<four@pouch.example>") == "452");
  talk.data("x\r\n.\r\n");
  REQUIRE(talk.sink.taken.size() == 1);
  CHECK(talk.sink.taken[0].envelope.to.size() == 3);
}

TEST_CASE("smtp: who guesses addresses or talks nonsense is put down after some mistakes") {
  for (const auto* line :
       {"RCPT TO:<nobody@pouch.example>", "NONSENSE", "MAIL FROM:<x@y.example>"}) {
    Dialogue talk;
    talk.ready();
    std::string last;
    int spoken = 0;
    for (; spoken < 100 && !talk.session.closing(); ++spoken) last = talk.code(line);
    INFO(line);
    CHECK(spoken == 26);
    CHECK(last == "421");
  }
  Dialogue busy;
  busy.ready();
  for (int i = 0; i < 60; ++i) CHECK(busy.code("RCPT TO:<later@pouch.example>") == "451");
}

TEST_CASE("smtp: a line is taken up to its limit, ended or not") {
  const auto with = [](std::size_t octets, bool ended) {
    Dialogue talk;
    const auto line = "NOOP " + std::string(octets - 5 - (ended ? 1 : 0), 'x');
    talk.say(line + (ended ? "\r\n" : ""));
    return !talk.session.closing();
  };
  CHECK(with(4096, true));
  CHECK_FALSE(with(4097, true));
  CHECK(with(4096, false));
  CHECK_FALSE(with(4097, false));
}

TEST_CASE("smtp: a command line ends in CRLF and nothing else") {
  for (const auto* line : {"NOOP\n", "NOOP\rNOOP\r\n", "\rNOOP\r\n", "NOOP\r\r\n", "\n"}) {
    Dialogue talk;
    talk.ready();
    const auto replies = talk.say(std::string(line) + "MAIL FROM:<b@x.example>\r\n");
    INFO(line);
    CHECK(codes(replies) == Codes{"500"});
    CHECK(talk.session.closing());
  }
}

TEST_CASE("lmtp: LHLO only, and one answer for each recipient") {
  Dialogue talk(true);
  CHECK(talk.session.greeting() == "220 mx.pouch.example LMTP Pouch\r\n");
  CHECK(talk.code("EHLO me") == "500");
  CHECK(talk.code("HELO me") == "500");
  CHECK(talk.code("LHLO me") == "250");
  CHECK(talk.code("MAIL FROM:<>") == "250");
  CHECK(talk.code("DATA") == "503");
  CHECK(talk.code("RCPT TO:<one@pouch.example>") == "250");
  CHECK(talk.code("RCPT TO:<nobody@pouch.example>") == "550");
  CHECK(talk.code("RCPT TO:<two@pouch.example>") == "250");
  CHECK(codes(talk.data("x\r\n.\r\n")) == Codes{"250", "250"});
  CHECK(talk.sink.taken.size() == 1);
}

TEST_CASE("lmtp: a mail that is not taken is refused to each recipient") {
  Dialogue talk(true);
  talk.say(
      "LHLO me\r\nMAIL FROM:<>\r\nRCPT TO:<one@pouch.example>\r\nRCPT TO:<two@pouch.example>\r\n");
  talk.sink.answer = {452, "4.3.1", "disk full"};
  CHECK(codes(talk.data("x\r\n.\r\n")) == Codes{"452", "452"});
  talk.say("MAIL FROM:<>\r\nRCPT TO:<one@pouch.example>\r\nRCPT TO:<two@pouch.example>\r\n");
  CHECK(codes(talk.data("bare\nx\r\n.\r\n")) == Codes{"550", "550"});
  CHECK(talk.sink.taken.size() == 1);  // the first alone was offered
}

}  // namespace
}  // namespace pouch::mail
