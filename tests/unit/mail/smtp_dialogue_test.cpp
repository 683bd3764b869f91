// The dialogue with an SMTP server, against one without a socket: every class of answer, answers in
// odd chunks, a server that hangs up or falls silent at every octet.
#include <catch2/catch.hpp>

#include "tests/unit/mail/smtp_script.hpp"

namespace pouch::mail {
namespace {

using namespace test;

using Lines = std::vector<std::string>;

const std::string kEverything =
    "250-mx.example\r\n250-PIPELINING\r\n250-SIZE 1000000\r\n250-DSN\r\n250-8BITMIME\r\n"
    "250-ENHANCEDSTATUSCODES\r\n250 SMTPUTF8";

TEST_CASE("smtp dialogue: greets with its own domain and gives the letter with what is offered") {
  Script server;
  server.ehlo = kEverything;
  auto client = client_of(server);
  const auto result = client.hand_over(a_letter());
  CHECK(result.state == Handover::kDelivered);
  CHECK(result.status == "2.0.0");
  CHECK(result.answer == "250 2.0.0 taken");
  CHECK(result.reports);
  CHECK_FALSE(result.server);
  CHECK(server.commands == Lines{"EHLO pouch.example",
                                 "MAIL FROM:<requests+L1@pouch.example> SIZE=21 RET=HDRS ENVID=L1",
                                 "RCPT TO:<nfp@mvr.bg.example> NOTIFY=SUCCESS,FAILURE,DELAY "
                                 "ORCPT=rfc822;nfp@mvr.bg.example",
                                 "DATA"});
  CHECK(server.mails == Lines{"Subject: x\r\n\r\nhello\r\n"});
}

TEST_CASE("smtp dialogue: a server without ESMTP gets plain commands, one by one") {
  Script server;
  server.answers = {{"EHLO", "502 what"}, {"HELO", "250-mx\r\n250 DSN"}};
  auto client = client_of(server);
  const auto result = client.hand_over(a_letter());
  CHECK(result.state == Handover::kDelivered);
  CHECK_FALSE(result.reports);
  CHECK(server.commands == Lines{"EHLO pouch.example", "HELO pouch.example",
                                 "MAIL FROM:<requests+L1@pouch.example>",
                                 "RCPT TO:<nfp@mvr.bg.example>", "DATA"});
}

TEST_CASE("smtp dialogue: letters follow each other on one connection, RSET between") {
  for (const bool pipelining : {false, true}) {
    Script server;
    if (pipelining) server.ehlo = kEverything;
    server.answers["RCPT TO:<gone@x.example>"] = "550 5.1.1 unknown";
    auto client = client_of(server);
    CHECK(client.hand_over(a_letter("a@x.example", false)).state == Handover::kDelivered);
    CHECK(client.hand_over(a_letter("gone@x.example", false)).state == Handover::kFailed);
    CHECK(client.hand_over(a_letter("b@x.example", false)).state == Handover::kDelivered);
    CHECK(server.connections == 1);
    CHECK(std::count(server.mails.begin(), server.mails.end(), "Subject: x\r\n\r\nhello\r\n") == 2);
    CHECK(std::count(server.commands.begin(), server.commands.end(), "RSET") == 2);
    CHECK(std::count(server.commands.begin(), server.commands.end(), "QUIT") == 0);
  }
}

TEST_CASE("smtp dialogue: answers in any chunks, one by one or in a group, give the same") {
  for (const auto& ehlo : {kEverything, std::string("250-mx.example\r\n250 DSN")}) {
    for (std::size_t chunk = 1; chunk < 60; ++chunk) {
      Script server;
      server.ehlo = ehlo;
      server.chunk = chunk;
      auto client = client_of(server);
      INFO(chunk);
      for (int i = 0; i < 3; ++i) {
        CHECK(client.hand_over(a_letter()).state == Handover::kDelivered);
      }
      CHECK(server.mails.size() == 3);
      CHECK(server.connections == 1);
    }
  }
}

TEST_CASE("smtp dialogue: each refusal is that of the step, and nothing is given after it") {
  for (const auto& ehlo : {kEverything, std::string("250 mx.example")}) {
    for (const auto* step : {"MAIL", "RCPT", "DATA", "."}) {
      for (const auto& [line, state] : std::map<std::string, Handover>{
               {"450 4.2.0 later", Handover::kTryLater}, {"550 5.1.1 never", Handover::kFailed}}) {
        Script server;
        server.ehlo = ehlo;
        server.answers[step] = line;
        auto client = client_of(server);
        const auto result = client.hand_over(a_letter());
        INFO(step << " " << line);
        CHECK(result.state == state);
        CHECK(result.answer == line);
        CHECK(result.status == line.substr(4, 5));
        CHECK_FALSE(result.server);
        CHECK_FALSE(result.reports);
        for (const auto& mail : server.mails) {
          CHECK((mail.empty() || std::string(step) == "."));
        }
      }
    }
  }
}

TEST_CASE("smtp dialogue: DATA that is taken although nobody is to get it ends at once") {
  Script server;
  server.ehlo = kEverything;
  server.answers = {{"RCPT", "550 5.1.1 unknown"}, {".", "554 5.5.1 no recipients"}};
  auto client = client_of(server);
  const auto result = client.hand_over(a_letter());
  CHECK(result.state == Handover::kFailed);
  CHECK(result.status == "5.1.1");
  CHECK(server.mails == Lines{""});
  server.answers.clear();
  CHECK(client.hand_over(a_letter()).state == Handover::kDelivered);
  CHECK(server.connections == 1);
}

TEST_CASE(
    "smtp dialogue: a server that goes down, or wants a login, is the trouble, not the letter") {
  for (const auto& ehlo : {kEverything, std::string("250 mx.example")}) {
    for (const auto* step : {"MAIL", "RCPT", "DATA", "."}) {
      for (const auto* line : {"421 4.3.2 down", "530 5.7.0 log in", "452 4.3.1 disk full"}) {
        Script server;
        server.ehlo = ehlo;
        server.answers[step] = line;
        auto client = client_of(server);
        const auto result = client.hand_over(a_letter());
        INFO(step << " " << line);
        CHECK(result.state == Handover::kTryLater);
        CHECK(result.server);
        CHECK(result.begun);
        CHECK(result.answer == line);
      }
    }
  }
  Script server;
  server.answers = {{"EHLO", "421 busy"}};
  auto client = client_of(server);
  const auto result = client.hand_over(a_letter());
  CHECK(result.server);
  CHECK_FALSE(result.begun);
  CHECK(result.answer.find("421 busy") != std::string::npos);
}

TEST_CASE("smtp dialogue: a kept connection that was closed is opened anew, once, unnoticed") {
  for (const auto& ehlo : {kEverything, std::string("250 mx.example")}) {
    Script server;
    server.ehlo = ehlo;
    // Hung up on while it was idle: whatever comes next finds a server that is there again.
    SmtpClient again(
        [&] {
          server.hangs_up_after = std::string::npos;
          return std::make_unique<ScriptedStream>(server);
        },
        {}, SmtpTimes());
    CHECK(again.hand_over(a_letter()).state == Handover::kDelivered);
    server.hangs_up_after = server.said;
    CHECK(again.hand_over(a_letter()).state == Handover::kDelivered);
    CHECK(server.mails.size() == 2);
    // A 421 in answer to RSET is the same.
    server.answers["RSET"] = "421 4.4.2 idle too long";
    CHECK(again.hand_over(a_letter()).state == Handover::kDelivered);
    CHECK(server.mails.size() == 3);
    CHECK(server.connections == 3);
  }
}

TEST_CASE(
    "smtp dialogue: hung up on, or left in silence, at any octet, no letter is lost or failed") {
  for (const bool silent : {false, true}) {
    for (const auto& ehlo : {kEverything, std::string("250 mx.example")}) {
      Script whole;
      whole.ehlo = ehlo;
      CHECK(client_of(whole).hand_over(a_letter()).state == Handover::kDelivered);
      for (std::size_t octets = 0; octets < whole.said; ++octets) {
        Script server;
        server.ehlo = ehlo;
        server.hangs_up_after = octets;
        server.silent_then = silent;
        auto client = client_of(server);
        const auto result = client.hand_over(a_letter());
        INFO(octets << (silent ? " silent" : " closed"));
        CHECK(result.state == Handover::kTryLater);
        CHECK(result.server);
        CHECK(result.answer.find('\n') == std::string::npos);
        CHECK(server.connections == 1);  // not tried again by itself
        server.hangs_up_after = std::string::npos;
        CHECK(client.hand_over(a_letter()).state == Handover::kDelivered);
      }
    }
  }
}

TEST_CASE("smtp dialogue: unusual words that say yes are a yes") {
  for (const auto& [step, answer] : std::vector<std::pair<std::string, std::string>>{
           {"RCPT", "251 2.1.5 will forward"},
           {"RCPT", "252 2.1.5 cannot verify, will try"},
           {"RCPT", "250"},
           {"MAIL", "250-2.1.0 sender\r\n250-2.1.0 is\r\n250 2.1.0 ok"},
           {"DATA", "354-2.0.0 go\r\n354 on"},
           {"DATA", "354"},
           {".", "250-2.0.0 ok\r\n250 2.0.0 queued as 1"},
           {".", "250 2.6.0 <L1> [InternalId=1] 4321 bytes in 0.1, 30 KB/sec Queued"}}) {
    for (const auto& ehlo : {kEverything, std::string("250 mx.example"),
                             std::string("250-mx\r\n250-STARTTLS\r\n250 X")}) {
      Script server;
      server.ehlo = ehlo;
      server.answers[step] = answer;
      auto client = client_of(server);
      INFO(step << " " << answer);
      CHECK(client.hand_over(a_letter()).state == Handover::kDelivered);
      CHECK(client.hand_over(a_letter()).state == Handover::kDelivered);
      CHECK(server.mails.size() == 2);
      CHECK(server.connections == 1);
    }
  }
}

TEST_CASE("smtp dialogue: a server that speaks out of turn is not believed") {
  const auto result_of = [](const std::string& ehlo, const std::string& step,
                            const std::string& answer) {
    Script server;
    server.ehlo = ehlo;
    server.answers[step] = answer;
    auto client = client_of(server);
    return client.hand_over(a_letter());
  };
  for (const auto& [step, answer] : std::vector<std::pair<std::string, std::string>>{
           {"DATA", "354 go on\r\n250 taken"},  // the letter's answer before the letter
           {"DATA", "250 taken"},
           {"DATA", "334 go on"},
           {"MAIL", "354 go on"},
           {"RCPT", "250 ok\r\n250 ok\r\n250 ok"},
           {".", "354 go on"},
           {".", "250 taken\n"},
           {"MAIL", "hello"}}) {
    for (const auto& ehlo : {kEverything, std::string("250 mx.example")}) {
      INFO(step << " " << answer);
      const auto result = result_of(ehlo, step, answer);
      CHECK(result.state == Handover::kTryLater);
      CHECK(result.server);
    }
  }
  // After the letter was taken, what more is said ends the connection, not the letter.
  Script server;
  server.answers["."] = "250 taken\r\n250 and another";
  auto client = client_of(server);
  CHECK(client.hand_over(a_letter()).state == Handover::kDelivered);
  CHECK(client.hand_over(a_letter()).state == Handover::kDelivered);
  CHECK(server.connections == 2);
}

TEST_CASE("smtp dialogue: an answer without an end or of any length holds nobody") {
  for (const auto& answer : {"250 " + std::string(5000, 'x'), std::string(5000, '2')}) {
    Script server;
    server.answers["RCPT"] = answer;
    auto client = client_of(server);
    const auto result = client.hand_over(a_letter());
    CHECK(result.state == Handover::kTryLater);
    CHECK(result.server);
    CHECK(result.answer.size() < 320);
  }
}

TEST_CASE("smtp dialogue: a stop ends the wait, but for the answer to a letter that was given") {
  Script whole;
  CHECK(client_of(whole).hand_over(a_letter()).state == Handover::kDelivered);
  Script server;
  server.silent_then = server.interrupts = true;
  server.hangs_up_after = 10;
  auto client = client_of(server, 0);
  const auto result = client.hand_over(a_letter());
  CHECK(result.state == Handover::kTryLater);
  CHECK(result.answer == "we were asked to stop");
  // The letter's own answer is waited for without the interrupt.
  Script late;
  late.silent_then = late.interrupts = true;
  late.hangs_up_after = whole.said - 3;
  auto patient = client_of(late, 0);
  CHECK(patient.hand_over(a_letter()).answer.find("whether it took the letter") !=
        std::string::npos);
}

TEST_CASE("smtp dialogue: what cannot be said to any server makes no connection") {
  Script server;
  auto client = client_of(server);
  CHECK(client.hand_over(a_letter("a@x>\r\nDATA")).state == Handover::kFailed);
  CHECK(server.connections == 0);
  // What this server cannot take is not said to it, and the connection serves the next letter.
  const auto result = client.hand_over(a_letter("иван@mvr.example"));
  CHECK(result.state == Handover::kFailed);
  CHECK(result.status == "5.6.7");
  CHECK(client.hand_over(a_letter()).state == Handover::kDelivered);
  CHECK(server.connections == 1);
  CHECK(std::count(server.commands.begin(), server.commands.end(), "RSET") == 0);
}

TEST_CASE("smtp dialogue: tells what a server offers, or what is wrong with it") {
  Script server;
  server.ehlo = kEverything;
  auto client = client_of(server);
  const auto reach = client.reachable();
  CHECK(reach.reached);
  CHECK(reach.reports);
  CHECK(reach.size_limit == 1000000);
  CHECK(reach.answer.find("DSN PIPELINING SMTPUTF8 SIZE 1000000") != std::string::npos);
  CHECK(server.commands.back() == "QUIT");
  server.answers["EHLO"] = server.answers["HELO"] = "550 5.7.1 not you";
  const auto refused = client.reachable();
  CHECK_FALSE(refused.reached);
  CHECK(refused.answer.find("550 5.7.1 not you") != std::string::npos);
  CHECK_FALSE(refused.hint.empty());
}

TEST_CASE("smtp dialogue: a letter in pieces arrives as it is, wherever it is cut") {
  const std::string wire = "Subject: x\r\n\r\n.one\r\n..\r\ntwo\r\n";
  for (std::size_t piece = 1; piece <= wire.size(); ++piece) {
    Script server;
    auto client = client_of(server);
    auto letter = a_letter();
    letter.wire = Pieces(wire.size(), [&](const Put& put) {
      for (std::size_t at = 0; at < wire.size(); at += piece) {
        put(std::string_view(wire).substr(at, piece));
      }
    });
    CHECK(client.hand_over(letter).state == Handover::kDelivered);
    CHECK(server.mails == Lines{"Subject: x\r\n\r\n..one\r\n...\r\ntwo\r\n"});
  }
}

TEST_CASE(
    "smtp dialogue: a letter that cannot be read to its end is not sent, and waits by itself") {
  Script server;
  auto client = client_of(server);
  for (const int readings : {0, 1}) {  // the first looks for octets that a server does not take
    auto letter = a_letter();
    letter.wire = Pieces(40, [left = readings](const Put& put) mutable {
      put("Subject: x\r\n\r\nhello\r\n");
      if (left-- == 0) throw Unreadable("the disk is gone");
    });
    const auto result = client.hand_over(letter);
    CHECK(result.state == Handover::kTryLater);
    CHECK_FALSE(result.server);
    CHECK(result.answer == "the disk is gone");
    CHECK(server.mails.empty());
  }
  CHECK(client.hand_over(a_letter()).state == Handover::kDelivered);
  CHECK(server.mails == Lines{"Subject: x\r\n\r\nhello\r\n"});
  CHECK(server.connections == 2);
}

}  // namespace
}  // namespace pouch::mail
