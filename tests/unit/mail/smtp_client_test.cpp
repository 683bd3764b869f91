// Letters to a mail server: a small one in the test, which answers as it is told (SECURITY class
// 25).
#include <catch2/catch.hpp>

#include <algorithm>

#include "mail/transport/login.hpp"
#include "mail/transport/outbox.hpp"
#include "tests/unit/mail/fake_server.hpp"

namespace pouch::mail {
namespace {

using namespace test;

const std::string kWire = "Subject: x\r\n\r\n.dot\r\n..dots\r\nhello\r\n";

HandoverResult give(Outbox& outbox, const std::string& to = "nfp@mvr.bg.example",
                    const std::string& from = "requests@pouch.example") {
  return outbox.hand_over({"L1", from, to, kWire});
}

TEST_CASE("smtp client: hands a letter over with its envelope, dots stuffed") {
  FakeServer server;
  const auto outbox = make_outbox(server.uri(), "/", {});
  const auto result = give(*outbox);
  CHECK(result.state == Handover::kDelivered);
  CHECK(result.answer == "250 queued");
  REQUIRE(server.mails().size() == 1);
  CHECK(server.mails()[0] == "Subject: x\r\n\r\n..dot\r\n...dots\r\nhello\r\n");
  const auto commands = server.commands();
  const auto said = [&](const std::string& start) {
    return std::any_of(commands.begin(), commands.end(),
                       [&](const std::string& line) { return line.starts_with(start); });
  };
  CHECK(said("MAIL FROM:<requests@pouch.example>"));
  CHECK(said("RCPT TO:<nfp@mvr.bg.example>"));
  CHECK_FALSE(said("AUTH"));
}

TEST_CASE("smtp client: receipts go with the null sender") {
  FakeServer server;
  const auto outbox = make_outbox(server.uri(), "/", {});
  CHECK(give(*outbox, "a@x.example", "").state == Handover::kDelivered);
  const auto commands = server.commands();
  CHECK(std::any_of(commands.begin(), commands.end(),
                    [](const std::string& line) { return line.starts_with("MAIL FROM:<>"); }));
}

TEST_CASE(
    "smtp client: keeps its connection from letter to letter and makes a new one when it is gone") {
  FakeServer server;
  const auto outbox = make_outbox(server.uri(), "/", {});
  for (int i = 0; i < 5; ++i) CHECK(give(*outbox).state == Handover::kDelivered);
  CHECK(server.connections() == 1);
  CHECK(server.mails().size() == 5);
  server.drop_connection();
  HandoverResult result;
  for (int tries = 0; tries < 3 && result.state != Handover::kDelivered; ++tries) {
    result = give(*outbox);
    CHECK(result.state != Handover::kFailed);
  }
  CHECK(result.state == Handover::kDelivered);
  CHECK(server.connections() == 2);
}

TEST_CASE("smtp client: 4yz is tried again, 5yz to the letter is final, whichever step says it") {
  struct Row {
    const char* command;
    const char* answer;
    Handover state;
  };
  for (const auto& row : std::vector<Row>{{"MAIL", "451 later", Handover::kTryLater},
                                          {"MAIL", "550 no", Handover::kFailed},
                                          {"RCPT", "450 greylisted", Handover::kTryLater},
                                          {"RCPT", "550 5.1.1 unknown", Handover::kFailed},
                                          {"DATA", "451 later", Handover::kTryLater},
                                          {"DATA", "554 no", Handover::kFailed},
                                          {"MAIL-END", "452 full", Handover::kTryLater},
                                          {"MAIL-END", "554 refused", Handover::kFailed}}) {
    FakeServer server(Answers{{row.command, row.answer}});
    const auto outbox = make_outbox(server.uri(), "/", {});
    const auto result = give(*outbox);
    INFO(row.command << ": " << row.answer << " gave " << result.answer);
    CHECK(result.state == row.state);
    CHECK(result.answer == row.answer);
  }
}

TEST_CASE("smtp client: trouble with the server itself is never the letter's fault") {
  for (const auto& answers :
       {Answers{{"GREETING", "554 no service here"}}, Answers{{"GREETING", "421 busy"}},
        Answers{{"GREETING", "550 no"}}, Answers{{"EHLO", "550 no"}, {"HELO", "550 no"}},
        Answers{{"EHLO", "421 busy"}, {"HELO", "421 busy"}}}) {
    FakeServer server(answers);
    const auto outbox = make_outbox(server.uri(), "/", {});
    const auto result = give(*outbox);
    INFO(answers.begin()->second << " gave " << result.answer);
    CHECK(result.state == Handover::kTryLater);
    CHECK_FALSE(outbox->reachable().reached);
    CHECK(server.mails().empty());
  }
  std::string uri;
  {
    const FakeServer gone;
    uri = gone.uri();
  }
  CHECK(give(*make_outbox(uri, "/", {})).state == Handover::kTryLater);
}

TEST_CASE("smtp client: recipients are told apart, one refused and one taken on one connection") {
  FakeServer server(Answers{{"RCPT TO:<gone@x.example>", "550 5.1.1 unknown"},
                            {"RCPT TO:<full@x.example>", "452 4.2.2 full"}});
  const auto outbox = make_outbox(server.uri(), "/", {});
  CHECK(give(*outbox, "gone@x.example").state == Handover::kFailed);
  CHECK(give(*outbox, "full@x.example").state == Handover::kTryLater);
  CHECK(give(*outbox, "good@x.example").state == Handover::kDelivered);
  CHECK(server.mails().size() == 1);
}

TEST_CASE("smtp client: an envelope that holds more than an address is never spoken") {
  FakeServer server;
  const auto outbox = make_outbox(server.uri(), "/", {});
  for (const auto* odd : {"a@x.example>\r\nRCPT TO:<b@x.example", "a@x.example\nDATA", "a@x\r",
                          "a@x.example> NOTIFY=NEVER", "<a@x.example>", "", "a b@x.example"}) {
    INFO(odd);
    CHECK(give(*outbox, odd).state == Handover::kFailed);
    if (*odd != '\0') CHECK(give(*outbox, "a@x.example", odd).state == Handover::kFailed);
  }
  CHECK(server.commands().empty());
}

TEST_CASE("smtp client: beyond loopback nothing is said without TLS") {
  // 0.0.0.0 reaches this machine, but is no loopback address to who reads the configuration.
  for (const auto* host : {"0.0.0.0"}) {
    FakeServer server;
    const auto outbox = make_outbox(server.uri(host), "/", {});
    CHECK(give(*outbox).state == Handover::kTryLater);
    for (const auto& command : server.commands()) {
      INFO(command);
      CHECK((command.starts_with("EHLO") || command.starts_with("HELO") || command == "QUIT"));
    }
    CHECK(server.mails().empty());
  }
  // STARTTLS offered, refused or answered with plain text: no letter either.
  for (const auto* answer : {"454 not now", "220 go ahead\r\n250 injected"}) {
    FakeServer server(Answers{{"EHLO", "250-fake\r\n250 STARTTLS"}, {"STARTTLS", answer}});
    const auto outbox = make_outbox(server.uri("0.0.0.0"), "/", {});
    CHECK(give(*outbox).state == Handover::kTryLater);
    CHECK(server.mails().empty());
  }
}

TEST_CASE("smtp client: a stop ends the wait for a server that says nothing, at any step") {
  for (const auto* step : {"GREETING", "EHLO", "RCPT", "MAIL-END"}) {
    FakeServer server;
    server.fall_silent_at(step);
    int ends[2] = {-1, -1};
    REQUIRE(pipe(ends) == 0);
    ServerAccess access;
    access.stop = ends[0];
    const auto outbox = make_outbox(server.uri(), "/", access);
    std::thread stopper([&] {
      server.wait_for_silence();
      (void)!write(ends[1], "x", 1);
    });
    const auto result = give(*outbox);
    stopper.join();
    INFO(step << ": " << result.answer);
    CHECK(result.state == Handover::kTryLater);
    CHECK((result.answer.find("asked to stop") != std::string::npos ||
           (std::string(step) == "MAIL-END" &&
            result.answer.find("whether it took the letter") != std::string::npos)));
    close(ends[0]);
    close(ends[1]);
  }
}

TEST_CASE("smtp client: a name that only begins like a loopback address is not one") {
  for (const auto* host : {"127.0.0.1.evil.example", "127.evil.example", "localhost.evil.example",
                           "128.0.0.1", "10.127.0.1", "[::2]", "[2001:db8::1]"}) {
    INFO(host);
    CHECK_FALSE(parse_server_uri(std::string("smtp://") + host + ":25").loopback());
  }
  for (const auto* host : {"127.0.0.1", "127.1.2.3", "localhost", "[::1]"}) {
    INFO(host);
    CHECK(parse_server_uri(std::string("smtp://") + host + ":25").loopback());
  }
}

TEST_CASE("smtp client: smtps speaks TLS from the first octet and no plain text") {
  FakeServer server;
  const auto uri = "smtps" + server.uri().substr(4);
  const auto outbox = make_outbox(uri, "/", {});
  CHECK(give(*outbox).state == Handover::kTryLater);
  CHECK(server.mails().empty());
}

}  // namespace
}  // namespace pouch::mail
