// Ends by SIGKILL at each durable step of what is done beside a mail's way: the operator's verbs,
// clocks and their notices, new keys, a new site. Then it is done again: once in all.
#include <signal.h>

#include <algorithm>
#include <catch2/catch.hpp>

#include "tests/system/durable_steps.hpp"
#include "tests/system/movable_clock.hpp"
#include "tests/system/talk.hpp"

using namespace pouch::test;
using nlohmann::json;

namespace {

constexpr long kHour = 3600;

json queue(const Site& site) {
  return json::parse(site.pouch({"queue", "list", "--all", "--json"}).out)["letters"];
}

std::size_t letters_in(const Site& site, const std::string& state) {
  const auto letters = queue(site);
  return static_cast<std::size_t>(std::count_if(
      letters.begin(), letters.end(), [&](const json& one) { return one["state"] == state; }));
}

void deliver(const Site& site, const MailParts& parts) {
  REQUIRE(site.pouch({"deliver"}, site.mail("ana", parts)).status == 0);
  REQUIRE(site.pouch({"run", "--until-idle"}).status == 0);
}

void request(const Site& site, const std::string& reference) {
  deliver(site, {.body = form_with_reference(reference)});
}

Environment ahead(long seconds) {
  return {{"LD_PRELOAD", POUCH_CLOCK_AHEAD}, {"POUCH_AHEAD", std::to_string(seconds)}};
}

void run_out(const Site& site, const Environment& environment = {}) {
  const auto ran = site.pouch({"run", "--until-idle"}, {}, environment);
  INFO(ran.err);
  REQUIRE(ran.status == 0);
}

std::string closed_outbox() { return "\"smtp://127.0.0.1:" + std::to_string(closed_port()) + "\""; }

void make_operator(const Site& site) {  // dimitar
  auto text = site.directory();
  const auto at = text.find("rights = ", text.find("id = \"dimitar\""));
  REQUIRE(at != std::string::npos);
  site.write_directory(text.insert(text.find(']', at), ", \"operate\""));
}

void add_group(const Site& site, const std::string& id) {
  site.write_directory(site.directory() + "\n[[group]]\nid = \"" + id + "\"\naddress = \"" + id +
                       "@pouch.example\"\ncommunity = \"prosecution\"\ndesks = [\"pfp-bg\"]\n"
                       "members = []\n");
}

// Of the gateway's key.
std::size_t user_ids(const Site& site) {
  const auto shown = site.person_at("ana").gpg({"--with-colons", "--show-keys"},
                                               site.pouch({"key", "list", "--export"}).out);
  std::size_t count = 0;
  for (auto at = shown.out.find("\nuid:"); at != std::string::npos;
       at = shown.out.find("\nuid:", at + 1)) {
    ++count;
  }
  return count;
}

bool audit_is_whole(const Site& site) { return site.pouch({"audit", "verify"}).status == 0; }

}  // namespace

TEST_CASE("does what the operator asks of held mail once, killed at any step", "[long]") {
  const Site site;
  std::size_t released = 0, dropped = 0;
  for (const auto& step : steps_reached_here()) {
    INFO("stopped at " << step);
    const std::string verb = step.find("release") == 0 ? "release" : "drop";
    site.deliver(site.mail("mallory", {.body = "x\n"}));
    REQUIRE(site.held().size() == 1);
    const auto id = std::to_string(site.held()[0]["id"].get<int>());
    killed_at(site, step, {"held", verb, id});
    // Before it is durable nothing was done; afterwards there is nothing left to do.
    const bool done = step.find(".after") != std::string::npos;
    CHECK(site.held().size() == (done ? 0 : 1));
    CHECK(site.pouch({"held", verb, id}).status == (done ? 1 : 0));
    run_out(site);
    (verb == "release" ? released : dropped) += 1;
    CHECK(acts(site, "released") == released);
    CHECK(acts(site, "dropped") == dropped);
    CHECK(site.held().size() == (verb == "release" ? 1 : 0));  // it is still a stranger's
    for (const auto& mail : site.held()) {
      REQUIRE(site.pouch({"held", "drop", std::to_string(mail["id"].get<int>())}).status == 0);
      ++dropped;
    }
  }
  for (const auto& left : fs::directory_iterator(site.state() / "spool")) {
    CHECK(left.path().filename() == ".lock");
  }
  CHECK(audit_is_whole(site));
}

TEST_CASE("does what the operator asks of letters once, killed at any step", "[long]") {
  Site site;
  std::size_t references = 0, dropped = 0;
  for (const auto& step : steps_reached_here()) {
    INFO("stopped at " << step);
    site.set("outbox", closed_outbox());
    REQUIRE(site.pouch({"deliver"}, site.mail("ana", {.body = form_with_reference(
                                                          std::to_string(++references) + "/2026")}))
                .status == 0);
    if (step.find("putoff") == 0) {
      killed_at(site, step, {"run"});
    }
    run_out(site);
    REQUIRE(letters_in(site, "queued") == 3);
    const bool drops = step.find("drop") == 0;
    bool first = true;
    for (const auto& letter : queue(site)) {
      if (letter["state"] != "queued") {
        continue;
      }
      const std::string id = letter["id"];
      const std::string verb = drops && first ? "drop" : "retry";
      if (first && step.find("putoff") != 0) {
        killed_at(site, step, {"queue", verb, id});
      }
      const bool done = drops && first && step.find(".after") != std::string::npos;
      CHECK(site.pouch({"queue", verb, id}).status == (done ? 1 : 0));
      first = false;
    }
    dropped += drops ? 1 : 0;
    site.set("outbox", "\"maildir:state/outbox\"");
    run_out(site);
    CHECK(letters_in(site, "queued") == 0);
    CHECK(letters_in(site, "dropped") == dropped);
    // Whose letter was dropped is told of it, once.
    const auto told = dropped;
    CHECK(letters_in(site, "delivered") == 3 * references - dropped + told);
    CHECK(site.all_letters() == 3 * references - dropped + told);
    CHECK(acts(site, "dropped") == dropped);
  }
  CHECK(audit_is_whole(site));
}

TEST_CASE("gives nothing out of the archive before that is written down") {
  const Site site;
  request(site, "1/2026");
  const std::vector<std::string> search{"search", "jovanovic", "--as", "ana", "--reason", "test"};
  for (const auto& step : steps_reached_here()) {
    INFO("stopped at " << step);
    const auto before = acts(site, "searched");
    CHECK(killed_at(site, step, search).out.empty());
    CHECK(acts(site, "searched") == before + (step == "note.after" ? 1 : 0));
    CHECK(site.pouch(search).status == 0);
  }
  CHECK(audit_is_whole(site));
}

TEST_CASE("takes new keys whole, killed at any step", "[long]") {
  Site site;
  const auto file = site.folder() / "new.asc";
  std::size_t mails = 0, groups = 0;
  for (const auto& step : steps_reached_here()) {
    INFO("stopped at " << step);
    if (step.find("key-file") == 0) {
      write_file(file, site.person("mallory").public_key());
      killed_at(site, step, {"key", "import", file.string()});
      CHECK(site.pouch({"key", "import", file.string()}).status == 0);
    } else {
      // A new group each time: the gateway's key gets an address, too.
      for (const auto* verb : {"serve", "run"}) {
        add_group(site, "g" + std::to_string(++groups));
        killed_at(site, step, {verb});
      }
    }
    request(site, std::to_string(++mails) + "/2026");
    CHECK(site.letters("nfp@mvr.bg.example").size() == mails);
  }
  CHECK(site.pouch({"check"}).out.find("gateway's ring") == std::string::npos);
  // Each once, the key is the same, and each is remembered as new.
  const auto listed = json::parse(site.pouch({"key", "addresses", "--json"}).out);
  CHECK(listed["key"] == site.gateway_fingerprint());
  CHECK(listed["addresses"].size() == groups + 2);
  for (const auto& entry : listed["addresses"]) {
    const std::string address = entry["address"];
    INFO(entry.dump());
    CHECK(entry["present"] == true);
    CHECK(entry["since"].is_null() == !address.starts_with("g"));
  }
  CHECK(user_ids(site) == groups + 2);
  site.start();
  CHECK(site.send("ana@police.ro.example", "requests@pouch.example",
                  site.mail("ana", {.body = form_with_reference("99/2026")})));
  CHECK(eventually([&] { return site.letters("nfp@mvr.bg.example").size() == mails + 1; }));
  is_at_rest((site.stop(), run_out(site), site), mails + 1);
}

TEST_CASE("tells of a missed deadline once, and forgets what is kept once, killed at any step",
          "[long]") {
  const Site site;
  auto wrong = form_with_reference("7/2026");
  wrong.replace(wrong.find("12.04.1980"), 10, "32.04.1980");
  std::size_t requests = 0, refused = 0;
  const auto spooled = [&] {
    const fs::directory_iterator files(site.state() / "spool");
    return static_cast<std::size_t>(std::distance(begin(files), end(files))) - 1;  // .lock
  };
  for (const auto& step : steps_reached_here()) {
    INFO("stopped at " << step);
    if (step.find("overdue") == 0) {
      request(site, std::to_string(++requests) + "/2026");
    } else if (step.find("forget-orders") == 0) {
      deliver(site, {.subject = "help", .body = "\n"});
      CHECK(spooled() == refused + 1);
    } else {
      deliver(site, {.body = wrong, .attachments = {{"crossings.csv", "a;b\n"}}});
      ++refused;
    }
    const auto later = ahead(step.find("overdue") == 0 ? 4 * kDay : 40 * kDay);
    killed_at(site, step, {"run"}, {}, later);
    run_out(site, later);
    run_out(site, later);
    CHECK(acts(site, "overdue") == 2 * requests);  // two countries each
    CHECK(acts(site, "forgotten") == refused);
    CHECK(spooled() == refused);  // the mail itself stays for the operator
  }
  CHECK(audit_is_whole(site));
}

TEST_CASE("reminds a desk once and writes its digest once, killed at any step", "[long]") {
  Site site;
  site.set("letters.digest", "\"08:00\"");
  const auto letters = [&](const std::string& outside) {
    const auto files = site.letters("nfp@mvr.bg.example");
    return static_cast<std::size_t>(
        std::count_if(files.begin(), files.end(), [&](const fs::path& file) {
          return read_file(file).substr(0, 2000).find(outside) != std::string::npos;
        }));
  };
  run_out(site);  // from now on desks have an hour of their digest
  std::size_t rounds = 0;
  for (const auto& step : steps_reached_here()) {
    INFO("stopped at " << step);
    ++rounds;
    request(site, std::to_string(rounds) + "-clock/2026");
    const auto later = ahead(static_cast<std::int64_t>(2 * rounds + 2) * kDay);
    killed_at(site, step, {"run"}, {}, later);
    run_out(site, later);
    run_out(site, later);
    CHECK(letters("Pouch, reminder") == rounds);
    CHECK(letters("Pouch, digest") == rounds);
  }
  CHECK(audit_is_whole(site));
}

TEST_CASE("signs a head a day and each receipt once, killed at any step", "[long]") {
  wait_past_midnight();
  const Site site;
  auto text = site.directory();  // dimitar is an auditor
  text.insert(text.find(']', text.find("rights = ", text.find("id = \"dimitar\""))), ", \"audit\"");
  site.write_directory(text);
  run_out(site);
  std::size_t rounds = 0;
  for (const auto& step : steps_reached_here()) {
    INFO("stopped at " << step);
    ++rounds;
    const auto sent = site.deliver(
        site.mail("ana", {.body = form_with_reference(std::to_string(rounds) + "-head/2026")}));
    REQUIRE(sent["outcome"] == "accepted");
    const auto later = ahead(static_cast<std::int64_t>(rounds) * kDay);
    killed_at(site, step, {"run"}, {}, later);
    run_out(site, later);
    run_out(site, later);
    CHECK(json::parse(site.pouch({"audit", "head", "--json"}, {}, later).out)["head"] == rounds);
    const auto letters = queue(site);
    CHECK(std::count_if(letters.begin(), letters.end(), [](const json& one) {
            return one["kind"] == "audit-head";
          }) == static_cast<std::ptrdiff_t>(rounds));
    const auto receipts = json::parse(
        site.pouch({"receipts", sent["case"], "--as", "ana", "--reason", "test", "--json"}, {},
                   later)
            .out)["receipts"];
    CHECK(receipts.size() >= 5);  // accepted, routed and delivered to two countries
    CHECK(std::all_of(receipts.begin(), receipts.end(),
                      [](const json& one) { return one["signed"] == true; }));
  }
  CHECK(audit_is_whole(site));
}

TEST_CASE("tells once that letters wait, killed at any step", "[long]") {
  Site site;
  make_operator(site);
  std::size_t references = 0, told_ana = 0, told_operator = 0;
  for (const auto& step : steps_reached_here()) {
    INFO("stopped at " << step);
    site.set("outbox", closed_outbox());
    site.set("limits.letters_per_hour", step.find("notice.postpone") == 0 ? "1" : "100");
    const auto notices = acts(site, "delayed");
    REQUIRE(site.pouch({"deliver"}, site.mail("ana", {.body = form_with_reference(
                                                          std::to_string(++references) + "/2026")}))
                .status == 0);
    run_out(site);
    const auto later = ahead(5 * kHour);
    if (step.find("notice.end") == 0) {
      // They are on their way before anybody was told that they are late.
      killed_at(site, "delayed.after", {"run"}, {}, later);
      site.set("outbox", "\"maildir:state/outbox\"");
      killed_at(site, step, {"run"}, {}, later);
    } else {
      killed_at(site, step, {"run"}, {}, later);
    }
    run_out(site, later);
    CHECK(acts(site, "delayed") == notices + 3);
    site.set("outbox", "\"maildir:state/outbox\"");
    site.set("limits.letters_per_hour", "100");
    for (const auto& letter : queue(site)) {
      if (letter["state"] == "queued") {
        REQUIRE(site.pouch({"queue", "retry", letter["id"]}).status == 0);
      }
    }
    run_out(site, ahead(6 * kHour));
    CHECK(letters_in(site, "queued") == 0);
    CHECK(letters_in(site, "failed") == 0);
    // Ana hears of two requests that wait, the operator of all three letters in one; nobody does
    // when they went before it could be told. Her receipt comes either way.
    // The overview of both countries comes besides.
    const bool late = step.find("delayed") == 0 || step.find("notice.claim") == 0;
    told_ana += late ? 4 : 2;
    told_operator += late ? 1 : 0;
    CHECK(site.letters("ana@police.ro.example").size() == told_ana);
    CHECK(site.letters("dimitar@police.bg.example").size() == told_operator);
  }
  CHECK(audit_is_whole(site));
}

TEST_CASE("makes no site in half: killed at any step, init says what to remove, then makes it") {
  const Scratch scratch;
  const auto folder = scratch.path() / "site";
  const std::vector<std::string> init{POUCH_PROGRAM, "init", folder.string(), "--address",
                                      "requests@pouch.example"};
  const auto stop_agent = [&] { end_agents(folder / "gnupg"); };
  for (const auto& step : steps_reached_here()) {
    INFO("stopped at " << step);
    CHECK(run(init, {}, {{"POUCH_STOP_AT", step}}).status == 128 + SIGKILL);
    const auto again = run(init);
    CHECK(again.status == 1);
    const bool whole = step == "init.site.after";
    CHECK(again.err.find(whole ? "is a site already" : "remove gnupg and state") !=
          std::string::npos);
    CHECK(fs::exists(folder / "pouch.toml") == whole);
    stop_agent();
    if (whole) {
      CHECK(run({POUCH_PROGRAM, "-c", (folder / "pouch.toml").string(), "run", "--until-idle"})
                .status == 0);
    }
    fs::remove_all(folder / "gnupg");
    fs::remove_all(folder / "state");
    fs::remove(folder / "pouch.toml");
  }
  CHECK(run(init).status == 0);
  CHECK(
      run({POUCH_PROGRAM, "-c", (folder / "pouch.toml").string(), "run", "--until-idle"}).status ==
      0);
  stop_agent();
}
