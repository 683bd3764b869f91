// Ends by SIGKILL at each durable step of a mail's way, then goes on: the same end as undisturbed
// (SPEC section 2 step 7, STYLE habit 6). Run by hand and under the daemon. Which test stops where:
// durable_steps.cpp.
#include <signal.h>

#include <algorithm>
#include <catch2/catch.hpp>
#include <set>

#include "tests/system/durable_steps.hpp"

using namespace pouch::test;

namespace {

const std::string kAna = "ana@police.ro.example", kOurs = "requests@pouch.example",
                  kBg = "nfp@mvr.bg.example", kRs = "nfp@mup.rs.example";

std::string request(const Site& site, std::size_t number, bool large = false) {
  MailParts parts{.body = form_with_reference(std::to_string(number) + "/2026")};
  if (large) {
    parts.attachments = {{"large.txt", large_file()}};
  }
  return site.mail("ana", parts);
}

// The first mail went undisturbed.
void all_end_alike(const Site& site, const std::vector<std::string>& stops) {
  const auto ends = ends_of_cases(site);
  REQUIRE(ends.size() == stops.size() + 1);
  for (std::size_t i = 0; i < stops.size(); ++i) {
    INFO("stopped at " << stops[i]);
    CHECK(ends[i + 1] == ends[0]);
  }
  is_at_rest(site, ends.size());
}

void by_hand(bool large = false) {
  const Site site;
  const auto names = steps_reached_here();
  REQUIRE(site.pouch({"deliver"}, request(site, 0, large)).status == 0);
  REQUIRE(site.pouch({"run", "--until-idle"}).status == 0);
  for (std::size_t i = 0; i < names.size(); ++i) {
    INFO("stopped at " << names[i]);
    const auto mail = request(site, i + 1, large);
    const Environment stop{{"POUCH_STOP_AT", names[i]}};
    const auto in = site.pouch({"deliver"}, mail, stop);
    if (in.status != 0) {
      CHECK(in.status == 128 + SIGKILL);
      // The source was never told "accepted": it sends again.
      REQUIRE(site.pouch({"deliver"}, mail).status == 0);
    } else {
      CHECK(site.pouch({"run", "--until-idle"}, {}, stop).status == 128 + SIGKILL);
    }
    const auto rest = site.pouch({"run", "--until-idle"});
    INFO(rest.err);
    REQUIRE(rest.status == 0);
  }
  all_end_alike(site, names);
}

bool is_settled(const Site& site, std::size_t mails) {
  return site.letters(kAna).size() == mails && site.letters(kBg).size() == mails &&
         site.letters(kRs).size() == mails;
}

void under_the_daemon() {
  constexpr std::size_t kDeaths = 4;  // of one start: the daemon waits longer after each
  Site site;
  const auto names = steps_reached_here();
  const Stops stops(site);
  const auto send = [&](std::size_t number) {
    const auto mail = request(site, number);
    // A source that was not told "accepted" sends the same mail again.
    REQUIRE(eventually([&] { return site.send(kAna, kOurs, mail); }));
  };
  site.start(stops.environment());
  send(0);
  REQUIRE(eventually([&] { return is_settled(site, 1); }));
  for (std::size_t i = 0; i < names.size(); ++i) {
    INFO("one process stopped at " << names[i]);
    if (i % kDeaths == kDeaths - 1) {
      site.stop();
      site.start(stops.environment());
    }
    stops.set(names[i]);
    send(i + 1);
    CHECK(stops.was_reached(names[i]));
    CHECK(eventually([&] { return is_settled(site, i + 2); }));
  }
  CHECK(site.stop() == 0);
  CHECK(eventually([&] { return site.processes("").empty(); }));
  REQUIRE(site.pouch({"run", "--until-idle"}).status == 0);
  all_end_alike(site, names);
}

}  // namespace

TEST_CASE("every durable step of the program is reached by a test that kills it there") {
  std::set<std::string> tests;
  for (const auto& test : Catch::getRegistryHub().getTestCaseRegistry().getAllTests()) {
    tests.insert(test.name);
  }
  std::set<std::string> reached;
  for (const auto& [test, names] : steps_reached_by()) {
    INFO(test);
    CHECK(tests.count(test) == 1);
    reached.insert(names.begin(), names.end());
  }
  const auto listed = program_steps();
  CHECK(reached == std::set<std::string>(listed.begin(), listed.end()));
}

TEST_CASE("reaches the same end when it is killed at any step of taking a mail and its work",
          "[long]") {
  by_hand();
}

TEST_CASE("reaches the same end when it is killed at any step of a letter's way out", "[long]") {
  by_hand();
}

TEST_CASE("reaches the same end when it is killed at any step of a large letter's file", "[long]") {
  by_hand(true);
}

TEST_CASE("reaches the same end when the daemon loses who takes a mail or works on it, at any step",
          "[long]") {
  under_the_daemon();
}

TEST_CASE("reaches the same end when the daemon loses who sends letters or files them, at any step",
          "[long]") {
  under_the_daemon();
}

TEST_CASE("sweeps what nobody accepted, killed at it or not") {
  const Site site;
  for (const auto& name : steps_reached_here()) {
    INFO("stopped at " << name);
    killed_at(site, "spool.named", {"deliver"}, request(site, 0));
    killed_at(site, name, {"run"});
    REQUIRE(site.pouch({"run", "--until-idle"}).status == 0);
    CHECK(site.all_letters() == 0);
  }
  REQUIRE(site.pouch({"deliver"}, request(site, 0)).status == 0);
  REQUIRE(site.pouch({"run", "--until-idle"}).status == 0);
  is_at_rest(site, 1);
}

TEST_CASE("works on a mail later when something is in the way, killed at that or not", "[long]") {
  Site site;
  const Stops stops(site);
  REQUIRE(site.pouch({"deliver"}, request(site, 0)).status == 0);
  REQUIRE(site.pouch({"run", "--until-idle"}).status == 0);
  const auto names = steps_reached_here();
  std::size_t mails = 1;
  for (const auto& name : names) {
    INFO("stopped at " << name);
    if (name.find("retry-mail") == 0) {  // gpg-agent has gone and come back
      site.start(stops.environment());
      stops.set(name);
      for (const auto agent : site.agents()) {
        kill(agent, SIGKILL);
      }
      CHECK(stops.was_reached(name));
      REQUIRE(site.send(kAna, kOurs, request(site, mails++)));
      CHECK(eventually([&] { return is_settled(site, mails); }));
      site.stop();
      continue;
    }
    REQUIRE(site.pouch({"deliver"}, request(site, mails++)).status == 0);
    for (const auto& entry : fs::directory_iterator(site.state() / "spool")) {
      if (entry.path().filename() == ".lock") {
        continue;
      }
      // A link is not followed: as if the disk did not give the file.
      const auto away = site.folder() / "away";
      fs::rename(entry.path(), away);
      fs::create_symlink(away, entry.path());
      killed_at(site, name, {"run"});
      fs::rename(away, entry.path());
    }
    CHECK(eventually([&] {
      REQUIRE(site.pouch({"run", "--until-idle"}).status == 0);
      return is_settled(site, mails);
    }));
  }
  REQUIRE(site.pouch({"run", "--until-idle"}).status == 0);
  all_end_alike(site, names);
}
