// Stop and reload with everything in flight that can be: nobody is waited for too long, nothing
// that was begun is lost or counted against the mail.
#include <sys/stat.h>

#include <catch2/catch.hpp>
#include <chrono>
#include <csignal>
#include <sstream>

#include "tests/system/harness.hpp"
#include "tests/system/talk.hpp"

using namespace pouch::test;

namespace {

// A server that answers as it must until the client idles, and then never again.
std::string idle_for_ever(const std::string& line) {
  const auto tag = line.substr(0, line.find(' '));
  const auto has = [&](const char* word) { return line.find(word) != std::string::npos; };
  const auto done = tag + " OK done\r\n";
  return has(" IDLE")         ? "+ idling\r\n"
         : has(" CAPABILITY") ? "* CAPABILITY IMAP4rev1 IDLE MOVE UIDPLUS\r\n" + done
         : has(" SELECT")     ? "* OK [UIDVALIDITY 7] valid\r\n" + done
         : has(" SEARCH")     ? "* SEARCH\r\n" + done
         : line == "DONE"     ? ""
                              : done;
}

bool has_line(const LineServer& server, const std::string& end) {
  for (const auto& line : server.lines()) {
    if (line.size() >= end.size() && line.compare(line.size() - end.size(), end.size(), end) == 0) {
      return true;
    }
  }
  return false;
}

std::string imap(const std::string& port) { return "\"imap://127.0.0.1:" + port + "/INBOX\""; }

std::string half_of_a_mail(Dialogue& talk) {
  talk.say("EHLO client.example\r\n");
  talk.say("MAIL FROM:<ana@police.ro.example>\r\n");
  talk.say("RCPT TO:<requests@pouch.example>\r\n");
  return talk.say("DATA\r\nX-Half: yes\r\n");
}

}  // namespace

TEST_CASE("stops within ten seconds whoever hangs, and no mail pays for it with an attempt") {
  const SilentServer receiver, mailbox;
  const LineServer idling("* OK ready\r\n", idle_for_ever);
  Site site;
  const auto port = mailbox.uri().substr(mailbox.uri().rfind(':') + 1);
  const auto door = "smtp://127.0.0.1:" + std::to_string(closed_port());
  site.set("sources",
           "[\"" + door + "\", " + imap(port) + ", " + imap(std::to_string(idling.port())) + "]");
  site.set("outbox", "\"" + receiver.uri() + "\"");
  site.set("limits.attempts", "1");
  site.start();
  // A letter for the server that says nothing, a mailbox that says nothing, one that idles.
  REQUIRE(site.pouch({"deliver"}, site.mail("ana", {.body = "One\n"})).status == 0);
  REQUIRE(receiver.has_caller());
  REQUIRE(mailbox.has_caller());
  REQUIRE(eventually([&] { return has_line(idling, " IDLE"); }));
  // A worker in an operation that takes for ever: the agent hangs.
  for (const auto agent : site.agents()) {
    kill(agent, SIGSTOP);
  }
  REQUIRE(site.pouch({"deliver"}, site.mail("ana", {.body = "Two\n"})).status == 0);
  REQUIRE(eventually([&] { return !site.processes("--decrypt").empty(); }));
  // A client in the middle of a mail.
  Dialogue client(door);
  REQUIRE(half_of_a_mail(client).compare(0, 3, "354") == 0);

  const auto begin = std::chrono::steady_clock::now();
  CHECK(site.stop() == 0);
  CHECK(std::chrono::steady_clock::now() - begin < std::chrono::seconds(10));
  CHECK(site.processes("").empty());
  CHECK(client.end("").compare(0, 10, "421 4.3.2 ") == 0);
  CHECK(site.log().find("event=not-collected") == std::string::npos);  // we hung up, not they

  site.set("outbox", "\"maildir:state/outbox\"");
  const auto receipts = [&] { return site.letters("ana@police.ro.example").size(); };
  site.set("sources", "\"smtp://127.0.0.1:0\"");
  CHECK(eventually([&] {
    REQUIRE(site.pouch({"run", "--until-idle"}).status == 0);
    return receipts() == 2;
  }));
  CHECK(site.held().empty());
}

TEST_CASE(
    "finishes after a reload the mail that was begun before, and marks lines for the journal") {
  Site site;
  const auto log = site.folder().parent_path() / "serve.log";
  write_file(log, "");
  struct stat facts {};
  REQUIRE(stat(log.c_str(), &facts) == 0);
  site.start(
      {{"JOURNAL_STREAM", std::to_string(facts.st_dev) + ":" + std::to_string(facts.st_ino)}});
  Dialogue client(site.uri());
  REQUIRE(half_of_a_mail(client).compare(0, 3, "354") == 0);
  const auto directory = site.directory();
  const auto reloads = [&](const std::string& event) {
    kill(site.server(), SIGHUP);
    return eventually([&] { return site.log().find(" event=" + event) != std::string::npos; });
  };
  CHECK(reloads("reloaded"));
  CHECK(client.say(site.mail("ana", {.body = "One\n"}) + "\r\n.\r\n").compare(0, 4, "250 ") == 0);
  // Then the new processes have read the directory: one that reads it broken ends.
  CHECK(eventually([&] { return site.letters("ana@police.ro.example").size() == 1; }));
  site.write_directory(directory + "\n[[country]\ncode = broken\n");
  CHECK(reloads("not-reloaded"));
  site.stop();

  std::istringstream lines(site.log());
  std::size_t count = 0;
  for (std::string line; std::getline(lines, line); ++count) {
    INFO(line);
    const auto mark = line.find("level=error") != std::string::npos     ? "<3>time="
                      : line.find("level=warning") != std::string::npos ? "<4>time="
                                                                        : "<6>time=";
    CHECK(line.compare(0, 8, mark) == 0);
  }
  CHECK(count > 3);
  CHECK(site.log().find("<3>") != std::string::npos);
}
