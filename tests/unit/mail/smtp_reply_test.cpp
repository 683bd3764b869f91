// What an SMTP server says, and what is made of it (RFC 5321 section 4.2, RFC 3463).
#include "mail/transport/smtp_reply.hpp"

#include <catch2/catch.hpp>
#include <filesystem>

#include "mail/fault.hpp"
#include "tests/fuzz/targets.hpp"
#include "tests/unit/mail/scanned.hpp"

namespace pouch::mail {
namespace {

std::optional<SmtpReply> read(const std::string& octets) {
  SmtpReplyParser parser;
  parser.input() = octets;
  return parser.next();
}

SmtpReply reply_of(const std::string& octets) { return read(octets).value(); }

TEST_CASE("smtp reply: one line, several lines, a code alone") {
  CHECK(reply_of("250 ok\r\n").code == 250);
  CHECK(reply_of("250\r\n").text() == "250");
  const auto reply = reply_of("250-mx.example\r\n250-SIZE 10\r\n250 DSN\r\n");
  CHECK(reply.lines == std::vector<std::string>{"mx.example", "SIZE 10", "DSN"});
}

TEST_CASE("smtp reply: any chunks give the same, and nothing is given before the end") {
  const std::string octets = "250-2.1.0 a\r\n250 2.1.0 b\r\n550 5.1.1 no\r\n354\r\n";
  for (std::size_t chunk = 1; chunk <= octets.size(); ++chunk) {
    SmtpReplyParser parser;
    std::string heard;
    for (std::size_t at = 0; at < octets.size(); at += chunk) {
      parser.input() += octets.substr(at, chunk);
      while (const auto reply = parser.next()) heard += reply->text() + "|";
    }
    INFO(chunk);
    CHECK(heard == "250 2.1.0 a b|550 5.1.1 no|354|");
    CHECK(parser.idle());
  }
  CHECK_FALSE(read("250-more\r\n"));
  CHECK_FALSE(read("250 ok\r"));
}

TEST_CASE("smtp reply: what is no reply ends the connection") {
  for (const std::string octets :
       {"hello\r\n", "25\r\n", "2500 ok\r\n", "250_ok\r\n", "199 no\r\n", "600 no\r\n", "\r\n",
        "250 ok\n", "\n", "250 a\rb\r\n", "250 ok\r\r\n", "250-a\r\n550 b\r\n", "250 \x1B[2J\r\n",
        "2 0 ok\r\n", " 250 ok\r\n", "250 a\x7F\r\n"}) {
    INFO(octets);
    CHECK_THROWS_AS(read(octets), Fault);
  }
  CHECK_THROWS_AS(read(std::string("250 a\0b\r\n", 9)), Fault);
}

TEST_CASE("smtp reply: lines and their number have limits") {
  const auto line = [](std::size_t octets) {
    return "250 " + std::string(octets - 6, 'x') + "\r\n";
  };
  CHECK(read(line(SmtpReplyParser::kLine)));
  CHECK_THROWS_AS(read(line(SmtpReplyParser::kLine + 1)), Fault);
  CHECK_THROWS_AS(read(std::string(SmtpReplyParser::kLine, '2')), Fault);
  const auto lines = [](std::size_t count) {
    std::string text;
    for (std::size_t i = 1; i < count; ++i) text += "250-x\r\n";
    return text + "250 x\r\n";
  };
  CHECK(read(lines(SmtpReplyParser::kLines)));
  CHECK_THROWS_AS(read(lines(SmtpReplyParser::kLines + 1)), Fault);
}

TEST_CASE("smtp reply: what is kept of it is one short line of printable ASCII") {
  CHECK(reply_of("550-5.1.1 no\r\n550 5.1.1 such user\r\n").text() == "550 5.1.1 no such user");
  CHECK(reply_of("550 \xD0\x9D\xE2\x80\xAE\tx\r\n").text() == "550 ????? x");
  std::string many;
  for (int i = 0; i < 50; ++i) many += "550-" + std::string(500, 'x') + "\r\n";
  CHECK(reply_of(many + "550 end\r\n").text().size() < 320);
}

TEST_CASE("smtp reply: an enhanced status code is one only where RFC 3463 has it") {
  const std::vector<std::pair<std::string, std::string>> rows{{"550 5.1.1 no", "5.1.1"},
                                                              {"550 5.1.1", "5.1.1"},
                                                              {"452 4.5.3 many", "4.5.3"},
                                                              {"550 4.2.2 odd", "4.2.2"},
                                                              {"550 5.123.456 x", "5.123.456"},
                                                              {"250 2.0.0 ok", "2.0.0"},
                                                              {"550 no 5.1.1", ""},
                                                              {"550 5.1.1no", ""},
                                                              {"550 5.1", ""},
                                                              {"550 5.1.", ""},
                                                              {"550 5..1 x", ""},
                                                              {"550 5.1234.1 x", ""},
                                                              {"550 3.1.1 x", ""},
                                                              {"550 2.1.1 x", ""},
                                                              {"250 5.1.1 x", ""},
                                                              {"550", ""}};
  for (const auto& [line, status] : rows) {
    INFO(line);
    CHECK(reply_of(line + "\r\n").status() == status);
  }
}

TEST_CASE("smtp reply: refusals are told apart by whose trouble they are and how long it lasts") {
  using enum SmtpStep;
  constexpr auto kLater = Handover::kTryLater, kNever = Handover::kFailed;
  struct Row {
    const char* line;
    SmtpStep step;
    Handover state;
    bool server;
  };
  for (const auto& row : std::vector<Row>{
           // The reply code has the word (RFC 5321 section 4.2.1).
           {"450 4.2.0 greylisted", kRcpt, kLater, false},
           {"451 4.7.1 come back in five minutes", kRcpt, kLater, false},
           {"451 4.3.0 lookup failed", kRcpt, kLater, false},
           {"452 4.5.3 too many recipients", kRcpt, kLater, false},
           {"452 4.2.2 over quota", kEnd, kLater, false},
           {"550 5.1.1 unknown", kRcpt, kNever, false},
           {"550 unknown", kRcpt, kNever, false},
           {"551 not here", kRcpt, kNever, false},
           {"553 5.1.3 bad address", kRcpt, kNever, false},
           {"550 5.7.1 policy", kEnd, kNever, false},
           {"554 5.7.1 relay access denied", kRcpt, kNever, false},
           {"554 no", kEnd, kNever, false},
           {"501 5.5.4 bad parameter", kMail, kNever, false},
           // Of the large providers.
           {"550 5.4.1 Recipient address rejected: Access denied", kRcpt, kNever, false},
           {"550 5.7.606 Access denied, banned sending IP", kRcpt, kNever, false},
           {"451 4.7.500 Server busy. Please try again later", kRcpt, kLater, false},
           {"450 4.7.26 unauthenticated mail is rate limited", kEnd, kLater, false},
           {"550 5.7.26 unauthenticated mail is blocked", kEnd, kNever, false},
           {"556 5.1.10 recipient domain has a null MX", kRcpt, kNever, false},
           {"523 5.7.10 encryption needed", kMail, kLater, true},
           {"571 5.7.1 delivery not authorized", kRcpt, kNever, false},
           {"452 4.1.1 try again later", kRcpt, kLater, false},
           {"421 4.7.28 our system has detected an unusual rate", kEnd, kLater, true},
           {"471 rejected for now", kEnd, kLater, false},
           {"554", kEnd, kNever, false},
           // Too big now is too big tomorrow.
           {"552 5.3.4 too big", kMail, kNever, false},
           {"552 too big", kMail, kNever, false},
           {"552 5.2.3 too long", kEnd, kNever, false},
           {"552 too big", kEnd, kNever, false},
           // Code and status at odds; full mailboxes; the old 552.
           {"550 4.2.1 odd", kRcpt, kLater, false},
           {"450 5.7.1 odd", kRcpt, kLater, false},
           {"552 5.2.2 mailbox full", kRcpt, kLater, false},
           {"550 5.2.2 mailbox full", kEnd, kLater, false},
           {"552 too many recipients", kRcpt, kLater, false},
           // The server's own trouble.
           {"421 4.3.2 going down", kMail, kLater, true},
           {"421 too busy", kEnd, kLater, true},
           {"452 4.3.1 disk full", kMail, kLater, true},
           {"554 5.3.2 no mail accepted now", kMail, kLater, true},
           {"530 5.7.0 authentication required", kMail, kLater, true},
           {"530 5.7.0 STARTTLS first", kMail, kLater, true},
           {"535 5.7.8 who are you", kMail, kLater, true},
           {"454 4.7.0 TLS not available", kMail, kLater, true},
       }) {
    INFO(row.line);
    const auto judgement = judge(reply_of(std::string(row.line) + "\r\n"), row.step);
    CHECK(judgement.state == row.state);
    CHECK(judgement.server == row.server);
  }
}

TEST_CASE("inputs that once broke a reader of SMTP replies break nothing") {
  std::size_t replayed = 0;
  for (const auto* folder : {"smtp-reply", "session", "scan"}) {
    for (const auto& entry :
         std::filesystem::directory_iterator(std::string(POUCH_FIXTURES "/crashers/") + folder)) {
      fuzz::smtp_reply_target(file_text(entry.path()));
      ++replayed;
    }
  }
  CHECK(replayed >= 20);
}

}  // namespace
}  // namespace pouch::mail
