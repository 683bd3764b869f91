// The daemon: processes under a supervisor, mail by SMTP, letters into the Maildir outbox.
#include <signal.h>

#include <catch2/catch.hpp>

#include <chrono>
#include <map>
#include <set>
#include <thread>

#include "tests/system/harness.hpp"
#include "tests/unit/gateway/pdf_file.hpp"

using namespace pouch::test;

TEST_CASE("answers each of one hundred mails exactly once with two workers", "[long]") {
  Site site;
  site.start();
  std::vector<std::string> mails;
  for (int i = 0; i < 100; ++i) {
    auto form = request_form();
    form.replace(form.find("4417/2026"), 9, std::to_string(i) + "/2026");
    mails.push_back(site.mail(i % 2 == 0 ? "ana" : "nfp-ro", {.body = form}));
  }
  for (std::size_t i = 0; i < mails.size(); ++i) {
    REQUIRE(site.send(i % 2 == 0 ? "ana@police.ro.example" : "nfp@igp.ro.example",
                      "requests@pouch.example", mails[i]));
  }
  const auto receipts = [&] {
    return site.letters("ana@police.ro.example").size() + site.letters("nfp@igp.ro.example").size();
  };
  REQUIRE(eventually([&] { return receipts() == 100; }, 120000));
  REQUIRE(eventually([&] { return site.letters("nfp@mvr.bg.example").size() == 100; }, 30000));
  CHECK(site.letters("nfp@mup.rs.example").size() == 100);
  std::set<std::string> subjects;
  for (const auto& file : site.letters("nfp@mvr.bg.example")) {
    const auto wire = read_file(file);
    const auto at = wire.find("Subject: ");
    subjects.insert(wire.substr(at, wire.find("\r\n", at) - at));
  }
  CHECK(subjects.size() == 100);  // a case each
  site.stop();
  CHECK(receipts() == 100);
  CHECK(site.processes("").empty());
}

TEST_CASE("answers duplicates, and replies to one case at once, each exactly once", "[long]") {
  Site site;
  const auto sent = site.deliver(site.mail("ana", {.body = request_form()}));
  REQUIRE(sent["outcome"] == "accepted");
  const std::string number = sent["case"];
  // All of them lie in the spool before two workers start on them (DECISIONS 19).
  constexpr std::size_t kEach = 12;
  std::vector<std::string> mails;
  for (std::size_t i = 0; i < kEach; ++i) {
    for (const auto* writer : {"nfp-bg", "nfp-rs"}) {
      mails.push_back(site.mail(writer, {.subject = "Re: [" + number + "]",
                                         .body = "Word " + std::to_string(i) + ".\n"}));
      REQUIRE(site.pouch({"deliver"}, mails.back()).status == 0);
      REQUIRE(site.pouch({"deliver"}, mails.back()).status == 0);  // the source was not sure
    }
  }
  site.start();
  const auto count = [&](const std::string& address) { return site.letters(address).size(); };
  // Ana has her receipt, and then a letter for each.
  REQUIRE(eventually([&] { return count("ana@police.ro.example") == 1 + 2 * kEach; }, 60000));
  CHECK(eventually([&] { return count("nfp@mvr.bg.example") == 1 + kEach; }));
  CHECK(eventually([&] { return count("nfp@mup.rs.example") == 1 + kEach; }));
  CHECK(eventually([&] { return count("nfp@igp.ro.example") == 2 * kEach; }));
  site.stop();
  CHECK(count("ana@police.ro.example") == 1 + 2 * kEach);
  CHECK(site.held().empty());
  const auto shown = nlohmann::json::parse(
      site.pouch({"show", number, "--as", "ana", "--reason", "test", "--json"}).out);
  std::set<std::string> numbers;
  for (const auto& message : shown["messages"]) {
    numbers.insert(message["number"].get<std::string>());
  }
  CHECK(numbers.size() == 1 + 2 * kEach);  // none was written over another
  CHECK(site.pouch({"audit", "verify"}).status == 0);
}

TEST_CASE("ends within ten seconds of SIGTERM with work in flight, and loses none of it",
          "[long]") {
  Site site;
  for (int i = 0; i < 30; ++i) {
    auto form = request_form();
    form.replace(form.find("4417/2026"), 9, std::to_string(i) + "/2026");
    REQUIRE(site.pouch({"deliver"}, site.mail("ana", {.body = form})).status == 0);
  }
  site.start();
  REQUIRE(eventually([&] { return site.all_letters() > 0; }));
  const auto begin = std::chrono::steady_clock::now();
  CHECK(site.stop() == 0);
  // kStopTime and kAgentTime are the promise; the margin is for a busy machine.
  CHECK(std::chrono::steady_clock::now() - begin < std::chrono::seconds(15));
  CHECK(site.processes("").empty());
  CHECK(site.letters("nfp@mvr.bg.example").size() <= 30);
  REQUIRE(site.pouch({"run", "--until-idle"}).status == 0);
  CHECK(site.letters("ana@police.ro.example").size() == 30);
  CHECK(site.letters("nfp@mvr.bg.example").size() == 30);
  CHECK(site.held().empty());
}

TEST_CASE(
    "starts the agent again when it is killed with mail in hand, and every mail is answered") {
  Site site;
  site.start();
  for (int i = 0; i < 6; ++i) {
    const auto mail = site.mail("ana", {.body = "Word " + std::to_string(i) + ".\n"});
    // The line to the daemon may be one of those that the last round broke: a server tries again.
    REQUIRE(eventually(
        [&] { return site.send("ana@police.ro.example", "requests@pouch.example", mail); }));
    if (i % 2 == 0) {
      for (const auto agent : site.processes("gpg-agent")) {
        kill(agent, SIGKILL);
      }
    }
  }
  CHECK(eventually([&] { return site.letters("ana@police.ro.example").size() == 6; }, 60000));
  CHECK(eventually([&] { return site.processes("gpg-agent").size() == 1; }));
  const auto held = nlohmann::json::parse(site.pouch({"held", "list", "--json"}).out)["held"];
  INFO(held.dump(1));
  CHECK(held.empty());
}

TEST_CASE("tries a mail less and less often while there is no agent, and at once when there is one",
          "[long]") {
  Site site;
  site.set("limits.attempts", "1");  // of which no try without an agent is one
  site.start();
  const auto home = site.folder() / "gnupg", away = site.folder() / "gnupg.away";
  const auto agents = site.agents();
  fs::rename(home, away);
  for (const auto agent : agents) {
    kill(agent, SIGKILL);
  }
  REQUIRE(eventually([&] { return site.log().find("agent-not-started") != std::string::npos; }));
  REQUIRE(site.send("ana@police.ro.example", "requests@pouch.example",
                    site.mail("ana", {.body = "Word\n"})));
  for (const auto* pause : {"2", "4", "8", "16"}) {
    INFO(site.log());
    REQUIRE(eventually([&] {
      return site.log().find(" pause=\"" + std::string(pause) + "\"") != std::string::npos;
    }));
  }
  fs::rename(away, home);
  // The next try is due in 16 seconds; a new agent is tried every five.
  CHECK(eventually([&] { return site.letters("ana@police.ro.example").size() == 1; }, 12000));
  CHECK(site.held().empty());
}

TEST_CASE("uses no processor time while nothing happens") {
  Site site;
  site.start();
  REQUIRE(site.send("ana@police.ro.example", "requests@pouch.example",
                    site.mail("ana", {.body = request_form()})));
  REQUIRE(eventually([&] { return site.letters("nfp@mvr.bg.example").size() == 1; }));
  REQUIRE(eventually([&] {
    return site.pouch({"search", "jovanovic", "--as", "ana", "--reason", "test"}).status == 0;
  }));
  std::this_thread::sleep_for(std::chrono::seconds(1));
  // Voluntary switches count wake-ups, whatever else the machine does meanwhile.
  const auto wakes = [&] {
    std::map<pid_t, long> found;
    for (const auto pid : site.processes(" process ")) {
      const auto status = read_file("/proc/" + std::to_string(pid) + "/status");
      const auto at = status.find("\nvoluntary_ctxt_switches:");
      found[pid] = at == std::string::npos ? -1 : std::stol(status.substr(at + 25));
    }
    return found;
  };
  const auto before = wakes();
  REQUIRE(before.size() >= 6);
  std::this_thread::sleep_for(std::chrono::seconds(3));
  const auto after = wakes();
  REQUIRE(after.size() == before.size());
  for (const auto& [pid, count] : before) {
    INFO(read_file("/proc/" + std::to_string(pid) + "/cmdline"));
    CHECK(after.at(pid) - count <= 1);  // one timer may fall into the time, a poll may not
  }
}

TEST_CASE("brings a crashed process back and goes on") {
  Site site;
  site.start();
  for (const auto* word : {"worker", "deliver", "index", "intake"}) {
    const auto before = site.processes(word);
    INFO(word);
    REQUIRE_FALSE(before.empty());
    for (const auto pid : before) {
      kill(pid, SIGKILL);
    }
    CHECK(eventually([&] {
      const auto now = site.processes(word);
      return now.size() == before.size() && now != before;
    }));
  }
  const auto uri = site.uri();
  REQUIRE(eventually([&] {
    return site.send("ana@police.ro.example", "requests@pouch.example",
                     site.mail("ana", {.body = request_form()}));
  }));
  CHECK(eventually([&] { return site.letters("ana@police.ro.example").size() == 1; }));
}

TEST_CASE("takes a new directory on SIGHUP, and keeps the old one when the new one is wrong") {
  Site site;
  site.start();
  const auto good = site.directory();
  int requests = 0;
  const auto carried = [&](const std::string& country) {
    auto form = request_form();
    form.replace(form.find("To: BG, RS"), 10, "To: " + country);
    form.replace(form.find("4417/2026"), 9, std::to_string(++requests) + "/2026");
    const auto before = site.letters("ana@police.ro.example").size();
    REQUIRE(site.send("ana@police.ro.example", "requests@pouch.example",
                      site.mail("ana", {.body = form})));
    REQUIRE(eventually([&] { return site.letters("ana@police.ro.example").size() == before + 1; }));
    return site.newest("ana").subject.find("NOT ACCEPTED") == std::string::npos;
  };
  CHECK_FALSE(carried("TR"));
  site.write_directory(good + "\n[[country]\ncode = broken\n");
  kill(site.server(), SIGHUP);
  CHECK(carried("BG"));
  site.write_directory(good + "\n[[country]]\ncode = \"TR\"\nname = \"Türkiye\"\n");
  kill(site.server(), SIGHUP);
  CHECK(eventually([&] { return carried("TR"); }));
}

TEST_CASE("serves one site only once, and stops cleanly") {
  Site site;
  site.start();
  const auto second = site.pouch({"serve"});
  CHECK(second.status == 69);
  CHECK(second.err.find("already") != std::string::npos);
  site.stop();
  CHECK(site.processes("").empty());
}

TEST_CASE("takes mail for its own addresses only") {
  Site site;
  site.start();
  const auto mail = site.mail("ana", {.body = "Hello.\n"});
  CHECK(site.send("ana@police.ro.example", "requests@pouch.example", mail));
  CHECK(site.send("ana@police.ro.example", "requests+tag@pouch.example", mail));
  CHECK(site.send("ana@police.ro.example", "seepag@pouch.example", mail));
  CHECK_FALSE(site.send("ana@police.ro.example", "ana@police.ro.example", mail));
  CHECK_FALSE(site.send("ana@police.ro.example", "requests@elsewhere.example", mail));
}

TEST_CASE("lets no case word be read in the site's state or its log") {
  Site site;
  site.start();
  auto form = request_form();
  form.replace(form.find("heroin"), 6, "Xqzcanary");
  form.replace(form.find("Милан"), std::string("Милан").size(), "Xqzcanary");
  REQUIRE(site.send("ana@police.ro.example", "requests@pouch.example",
                    site.mail("ana", {.subject = "Xqzcanary",
                                      .body = form,
                                      .attachments = {{"Xqzcanary.txt", "Xqzcanary"}}})));
  REQUIRE(site.send(
      "ana@police.ro.example", "requests@pouch.example",
      site.mail("ana", {.subject = "Xqzcanary", .body = "Form: request\nFacts: Xqzcanary\n"})));
  REQUIRE(eventually([&] { return site.letters("ana@police.ro.example").size() == 2; }));
  REQUIRE(eventually([&] {
    return site.pouch({"search", "xqzcanary", "--as", "ana", "--reason", "test"}).status == 0;
  }));
  for (const auto* word : {"Xqzcanary", "xqzcanary"}) {
    const auto found = run({"grep", "-rlaF", word, site.folder().string(),
                            (site.folder().parent_path() / "serve.log").string()});
    INFO(found.out);
    CHECK(found.status == 1);
  }
}

TEST_CASE(
    "finds the words of an attached PDF, which its worker reads once, and none of a broken one") {
  Site site;
  site.start();
  const auto send = [&](const std::string& reference, const std::string& pdf) {
    auto form = request_form();
    form.replace(form.find("4417/2026"), 9, reference);
    REQUIRE(site.send("ana@police.ro.example", "requests@pouch.example",
                      site.mail("ana", {.body = form, .attachments = {{"route.pdf", pdf}}})));
  };
  send("1/2026", pouch::gateway::pdf_saying("by ferry to Oryahovo"));
  send("2/2026", "%PDF-1.4 and no more");
  REQUIRE(eventually([&] { return site.letters("ana@police.ro.example").size() == 2; }));
  const auto hits = [&](const std::string& word) {
    const auto ran = site.pouch({"search", word, "--as", "ana", "--reason", "test", "--json"});
    return ran.out.empty() ? nlohmann::json::array() : nlohmann::json::parse(ran.out)["hits"];
  };
  CHECK(eventually([&] { return hits("oryahovo").size() == 1; }));
  CHECK(hits("oryahovo")[0]["snippet"].get<std::string>().find("ferry") != std::string::npos);
  CHECK(eventually([&] { return hits("jovanovic").size() == 2; }));
  CHECK(site.stop() == 0);
}
