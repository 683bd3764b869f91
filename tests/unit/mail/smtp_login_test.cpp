// Logging in to a mail server (RFC 4954): what libcurl says for us on a connection that is ours
// afterwards, down to the octets of XOAUTH2; and servers that let us in, do not, or not at all.
#include <sodium.h>
#include <catch2/catch.hpp>
#include <fstream>

#include "mail/transport/outbox.hpp"
#include "tests/unit/mail/fake_server.hpp"
#include "tests/unit/mail/gnupg.hpp"

namespace pouch::mail {
namespace {

using namespace test;

std::string coded(const std::string& text) {
  std::string result(sodium_base64_ENCODED_LEN(text.size(), sodium_base64_VARIANT_ORIGINAL), '\0');
  sodium_bin2base64(result.data(), result.size(),
                    reinterpret_cast<const unsigned char*>(text.data()), text.size(),
                    sodium_base64_VARIANT_ORIGINAL);
  result.pop_back();
  return result;
}

struct Credentials {
  Scratch scratch;
  ServerAccess access;
  explicit Credentials(const std::string& name = {}, const std::string& secret = {}) {
    access.credentials = {scratch.path()};
    access.client_name = "pouch.example";
    if (!name.empty()) write(name, secret);
  }
  void write(const std::string& name, const std::string& secret) const {
    const auto file = scratch.path() / name;
    std::ofstream(file) << secret << "\n";
    std::filesystem::permissions(
        file, std::filesystem::perms::owner_read | std::filesystem::perms::owner_write);
  }
};

std::string with_user(const FakeServer& server, const std::string& user) {
  auto uri = server.uri();
  return uri.insert(uri.find("//") + 2, user + "@");
}

Answers offering(const std::string& mechanisms, Answers more = {}) {
  more["EHLO"] = "250-fake\r\n250-DSN\r\n250 AUTH " + mechanisms;
  return more;
}

HandoverResult give(Outbox& outbox) {
  return outbox.hand_over({"L1", "requests@pouch.example", "a@x.example", "x\r\n", true});
}

TEST_CASE("smtp login: user and password go out once, before any letter") {
  FakeServer server(offering("PLAIN", {{"AUTH PLAIN", "334 "}, {"*", "235 2.7.0 come in"}}));
  server.set(coded(std::string("\0gate@x.example\0s3cret", 22)), "235 2.7.0 come in");
  const Credentials credentials("gate@x.example@127.0.0.1", "s3cret");
  const auto outbox = make_outbox(with_user(server, "gate%40x.example"), "/", credentials.access);
  const auto result = give(*outbox);
  INFO(result.answer);
  CHECK(result.state == Handover::kDelivered);
  CHECK(result.reports);
  CHECK(give(*outbox).state == Handover::kDelivered);
  CHECK(server.connections() == 1);
  const auto commands = server.commands();
  REQUIRE(commands.size() >= 4);
  CHECK(commands[0] == "EHLO pouch.example");
  CHECK(commands[1] == "AUTH PLAIN");
  CHECK(commands[2] == coded(std::string("\0gate@x.example\0s3cret", 22)));
  CHECK(commands[3] == "EHLO pouch.example");
}

TEST_CASE("smtp login: a token is spoken as XOAUTH2, read anew for each connection") {
  const auto spoken = [](const std::string& token) {
    return coded("user=gate@x.example\1auth=Bearer " + token + "\1\1");
  };
  FakeServer server(offering("PLAIN XOAUTH2", {{"AUTH XOAUTH2", "334 "}}));
  server.set(spoken("ya29.first"), "235 2.7.0 come in");
  const Credentials credentials("gate@x.example@127.0.0.1.token", "ya29.first");
  const auto uri = with_user(server, "gate%40x.example");
  const auto outbox = make_outbox(uri, "/", credentials.access);
  const auto result = give(*outbox);
  INFO(result.answer);
  CHECK(result.state == Handover::kDelivered);
  auto commands = server.commands();
  REQUIRE(commands.size() >= 3);
  CHECK(commands[2] == "dXNlcj1nYXRlQHguZXhhbXBsZQFhdXRoPUJlYXJlciB5YTI5LmZpcnN0AQE=");
  CHECK(commands[2] == spoken("ya29.first"));
  // The token grew old and was replaced; the server has hung up meanwhile.
  credentials.write("gate@x.example@127.0.0.1.token", "ya29.second");
  server.set(spoken("ya29.second"), "235 2.7.0 come in");
  server.set(spoken("ya29.first"), "535 5.7.8 too old");
  server.drop_connection();
  HandoverResult second;
  for (int tries = 0; tries < 3 && second.state != Handover::kDelivered; ++tries) {
    second = give(*outbox);
  }
  CHECK(second.state == Handover::kDelivered);
  CHECK(server.connections() == 2);
}

TEST_CASE("smtp login: whoever is not let in gives no letter, keeps it, and is told why") {
  struct Row {
    std::string mechanisms, answer, words;
  };
  for (const auto& [mechanisms, answer, words] :
       std::vector<Row>{{"PLAIN", "535 5.7.8 wrong password", "535 5.7.8 wrong password"},
                        {"PLAIN", "454 4.7.0 not now", "454 4.7.0 not now"},
                        {"PLAIN", "421 4.3.2 down", "421 4.3.2 down"},
                        {"X-UNKNOWN", "", ""}}) {
    FakeServer server(offering(mechanisms, {{"AUTH PLAIN", "334 "}}));
    server.set(coded(std::string("\0gate\0hunter2", 13)), answer);
    const Credentials credentials("gate@127.0.0.1", "hunter2");
    const auto outbox = make_outbox(with_user(server, "gate"), "/", credentials.access);
    const auto result = give(*outbox);
    INFO(answer << " gave " << result.answer);
    CHECK(result.state == Handover::kTryLater);
    CHECK(result.server);
    CHECK_FALSE(result.begun);
    CHECK_FALSE(result.hint.empty());
    CHECK(result.answer.find(words) != std::string::npos);
    CHECK((result.answer + result.hint).find("hunter2") == std::string::npos);
    CHECK_FALSE(outbox->reachable().reached);
    CHECK(server.mails().empty());
    for (const auto& command : server.commands()) CHECK_FALSE(command.starts_with("MAIL"));
  }
}

TEST_CASE("smtp login: a server that asks for no login gets no letter of somebody with a user") {
  FakeServer server;  // no AUTH in its EHLO: stripped, or the wrong port
  const Credentials credentials("gate@127.0.0.1", "s3cret");
  const auto outbox = make_outbox(with_user(server, "gate"), "/", credentials.access);
  const auto result = give(*outbox);
  CHECK(result.state == Handover::kTryLater);
  CHECK(result.server);
  CHECK(result.answer.find("lets nobody log in") != std::string::npos);
  CHECK_FALSE(outbox->reachable().reached);
  CHECK(server.mails().empty());
}

TEST_CASE("smtp login: a secret that is not there, or that others can read, is told and not used") {
  FakeServer server(offering("PLAIN"));
  const Credentials credentials;
  const auto outbox = make_outbox(with_user(server, "gate"), "/", credentials.access);
  const auto result = give(*outbox);
  CHECK(result.state == Handover::kTryLater);
  CHECK(result.server);
  CHECK(result.answer.find("no password for gate@127.0.0.1") != std::string::npos);
  CHECK(result.hint.find(credentials.scratch.path().string()) != std::string::npos);
  credentials.write("gate@127.0.0.1", "s3cret");
  std::filesystem::permissions(credentials.scratch.path() / "gate@127.0.0.1",
                               std::filesystem::perms::others_read,
                               std::filesystem::perm_options::add);
  const auto reach = outbox->reachable();
  CHECK_FALSE(reach.reached);
  CHECK(reach.answer.find("read by others") != std::string::npos);
  CHECK(server.connections() == 0);
}

}  // namespace
}  // namespace pouch::mail
