// Mail that is collected, and the collector or who works on it ends at each durable step: it is
// answered once, as an undisturbed one, and leaves its place.
#include <catch2/catch.hpp>
#include <csignal>

#include "tests/system/collected.hpp"
#include "tests/system/dovecot.hpp"
#include "tests/system/durable_steps.hpp"

using namespace pouch::test;

namespace {

std::string request(const Site& site, std::size_t number) {
  return site.mail("ana", {.body = form_with_reference(std::to_string(number) + "/2026")});
}

bool is_settled(const Site& site, std::size_t mails) {
  return site.letters("ana@police.ro.example").size() == mails &&
         site.letters("nfp@mvr.bg.example").size() == mails &&
         site.letters("nfp@mup.rs.example").size() == mails;
}

void all_end_alike(const Site& site) {
  const auto ends = ends_of_cases(site);
  for (std::size_t i = 1; i < ends.size(); ++i) {
    INFO("mail " << i);
    CHECK(ends[i] == ends[0]);
  }
  is_at_rest(site, ends.size());
}

}  // namespace

TEST_CASE("answers a mail out of a Maildir once, killed at any step", "[long]") {
  constexpr std::size_t kTooLarge = 200'000;
  Site site;
  const auto box = site.folder() / "in";
  for (const auto* part : {"tmp", "new", "cur"}) {
    fs::create_directories(box / part);
  }
  site.set("sources", "[\"maildir:in\"]");
  site.set("limits.message", "\"100 KB\"");
  const Stops stops(site);
  std::size_t mails = 0, aside = 0;
  const auto drop = [&](const std::string& name, const std::string& mail) {
    write_file(box / "tmp" / name, mail);
    fs::rename(box / "tmp" / name, box / "new" / name);
  };
  site.start(stops.environment());
  drop("0.first", request(site, ++mails));
  REQUIRE(eventually([&] { return is_settled(site, mails); }));
  for (const auto& step : steps_reached_here()) {
    INFO("one process stopped at " << step);
    if (mails % 4 == 0) {
      site.stop();
      site.start(stops.environment());
    }
    stops.set(step);
    if (step.find("aside") != std::string::npos) {
      drop(std::to_string(++aside) + ".large", std::string(kTooLarge, 'x'));
    } else {
      const auto name = std::to_string(++mails) + ".mail";
      drop(name, request(site, mails));
    }
    CHECK(stops.was_reached(step));
    CHECK(eventually([&] { return is_settled(site, mails); }));
    CHECK(eventually([&] { return fs::is_empty(box / "new"); }));
  }
  site.stop();
  // And by hand.
  killed_at(site, "maildir.before", {"run"}, (drop("by.hand", request(site, ++mails)), ""));
  REQUIRE(site.pouch({"run", "--until-idle"}).status == 0);
  CHECK(fs::is_empty(box / "new"));
  for (std::size_t i = 1; i <= aside; ++i) {
    CHECK(read_file(box / ".Pouch.Held/new" / (std::to_string(i) + ".large")).size() == kTooLarge);
  }
  CHECK(is_settled(site, mails));
  all_end_alike(site);
}

TEST_CASE("answers a mail out of an IMAP mailbox once, killed at any step", "[long]") {
  Dovecot dovecot({.users = {kCollectedUser}});
  Site site;
  collect_from(site, dovecot);
  const Stops stops(site);
  std::size_t mails = 0;
  site.start(stops.environment());
  dovecot.save(request(site, ++mails));
  REQUIRE(eventually([&] { return dovecot.mails("Pouch/Done").size() == mails; }));
  for (const auto& step : steps_reached_here()) {
    INFO("one process stopped at " << step);
    if (mails % 4 == 0) {
      site.stop();
      site.start(stops.environment());
    }
    stops.set(step);
    dovecot.save(request(site, ++mails));
    CHECK(stops.was_reached(step));
    CHECK(eventually([&] { return is_settled(site, mails); }));
    CHECK(eventually([&] { return dovecot.mails("Pouch/Done").size() == mails; }));
    CHECK(eventually([&] { return dovecot.mails("INBOX").empty(); }));
  }
  site.stop();
  REQUIRE(site.pouch({"run", "--until-idle"}).status == 0);
  CHECK(dovecot.mails("Pouch/Done").size() == mails);
  all_end_alike(site);
}

TEST_CASE("answers a mail once when it is killed while a server without MOVE moves it") {
  Dovecot dovecot({.users = {kCollectedUser}, .with_idle = false});
  Site site;
  collect_from(site, dovecot);
  site.set("collecting.every", "\"1s\"");
  const Stops stops(site);
  std::size_t mails = 0;
  site.start(stops.environment());
  const auto names = steps_reached_here();
  dovecot.save(request(site, ++mails));
  REQUIRE(eventually([&] { return dovecot.mails("INBOX").empty() && is_settled(site, mails); }));
  for (const auto& step : names) {
    INFO("one process stopped at " << step);
    stops.set(step);
    dovecot.save(request(site, ++mails));
    CHECK(stops.was_reached(step));
    CHECK(eventually([&] { return is_settled(site, mails); }));
  }
  // Copied once more by who could not know; the one that was marked as deleted is looked at no
  // more.
  CHECK(eventually([&] { return dovecot.mails("Pouch/Done").size() == mails + 1; }));
  CHECK(eventually([&] { return dovecot.mails("INBOX").size() == 1; }));
  site.stop();
  REQUIRE(site.pouch({"run", "--until-idle"}).status == 0);
  CHECK(dovecot.mails("Pouch/Done").size() == mails + 1);
  all_end_alike(site);
}
