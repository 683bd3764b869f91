// What kills its worker again and again, and a daemon that is killed whole (SPEC section 2 step 7).
// Deaths at each single step: steps_test.cpp and its neighbours.
#include <signal.h>

#include <catch2/catch.hpp>
#include <filesystem>

#include "tests/system/harness.hpp"
#include "tests/system/talk.hpp"

using namespace pouch::test;

namespace {

std::size_t spool_files(const Site& site) {
  std::size_t count = 0;
  for (const auto& file : std::filesystem::directory_iterator(site.state() / "spool")) {
    count += file.path().filename() != ".lock" ? 1 : 0;
  }
  return count;
}

// In DATA, with so much said that there is a file for it.
void send_half(Dialogue& sender) {
  sender.say("EHLO x.example\r\n");
  sender.say("MAIL FROM:<ana@police.ro.example>\r\n");
  sender.say("RCPT TO:<requests@pouch.example>\r\n");
  REQUIRE(sender.say("DATA\r\n").rfind("354", 0) == 0);
  std::string half = "Subject: half a mail\r\n\r\n";
  while (half.size() < 300'000) {
    half += "a line of it\r\n";
  }
  sender.say(half);  // no answer to that
}

}  // namespace

TEST_CASE("holds what kills every worker, under the daemon too, and carries the others") {
  Site site;
  REQUIRE(site.pouch({"deliver"}, site.mail("ana", {.body = request_form()})).status == 0);
  site.start({{"POUCH_STOP_AT", "case-key.before"}});
  REQUIRE(eventually([&] { return site.held().size() == 1; }, 40000));
  CHECK(site.held()[0]["reason"] == "poison");
  // The workers live on: what needs no number is still decided.
  REQUIRE(site.send("mallory@elsewhere.example", "requests@pouch.example",
                    site.mail("mallory", {.body = "x\n"})));
  CHECK(eventually([&] { return site.held().size() == 2; }, 40000));
  CHECK(site.all_letters() == 0);
  site.stop();
}

TEST_CASE("holds a mail that kills its worker three times, and the others go on") {
  Site site;
  site.pouch({"deliver"}, site.mail("ana", {.body = request_form()}));
  for (int i = 0; i < 3; ++i) {
    const auto ran = site.pouch({"run"}, {}, {{"POUCH_STOP_AT", "claim.after"}});
    CHECK(ran.status == 128 + SIGKILL);
  }
  site.pouch({"deliver"}, site.mail("ana", {.body = "A plain word.\n"}));
  REQUIRE(site.pouch({"run", "--until-idle"}).status == 0);
  const auto held = nlohmann::json::parse(site.pouch({"held", "list", "--json"}).out)["held"];
  REQUIRE(held.size() == 1);
  CHECK(held[0]["reason"] == "poison");
  CHECK(site.letters("ana@police.ro.example").size() == 1);
  // Released by the operator, it goes its way.
  CHECK(site.pouch({"held", "release", std::to_string(held[0]["id"].get<int>())}).status == 0);
  REQUIRE(site.pouch({"run", "--until-idle"}).status == 0);
  CHECK(site.letters("nfp@mvr.bg.example").size() == 1);
}

TEST_CASE("answers every mail once when the daemon and all its children are killed at work") {
  Site site;
  for (int i = 0; i < 20; ++i) {
    auto form = request_form();
    form.replace(form.find("4417/2026"), 9, std::to_string(i) + "/2026");
    REQUIRE(site.pouch({"deliver"}, site.mail("ana", {.body = form})).status == 0);
  }
  for (int i = 0; i < 4; ++i) {
    site.start();
    eventually(
        [&] { return site.letters("nfp@mvr.bg.example").size() > static_cast<std::size_t>(4 * i); },
        5000);
    site.kill_all();
  }
  site.start();
  CHECK(eventually([&] { return site.letters("ana@police.ro.example").size() == 20; }, 60000));
  CHECK(eventually([&] { return site.letters("nfp@mvr.bg.example").size() == 20; }, 60000));
  site.stop();
  CHECK(site.letters("nfp@mup.rs.example").size() == 20);
  CHECK(site.pouch({"audit", "verify"}).status == 0);
}

TEST_CASE(
    "leaves nothing of a mail whose sender hung up, or whose intake was killed, in its middle") {
  Site site;
  site.start();
  {
    Dialogue sender(site.uri());
    send_half(sender);
    CHECK(spool_files(site) == 1);
  }
  CHECK(eventually([&] { return spool_files(site) == 0; }));
  {
    Dialogue sender(site.uri());
    send_half(sender);
    CHECK(spool_files(site) == 1);
    for (const auto intake : site.processes("process intake")) {
      kill(intake, SIGKILL);
    }
  }
  CHECK(site.stop() == 0);
  CHECK(spool_files(site) == 1);
  site.start();
  CHECK(spool_files(site) == 0);
  CHECK(site.send("ana@police.ro.example", "requests@pouch.example",
                  site.mail("ana", {.body = request_form()})));
  CHECK(eventually([&] { return site.letters("ana@police.ro.example").size() == 1; }));
  CHECK(site.stop() == 0);
  CHECK(site.held().empty());
}
