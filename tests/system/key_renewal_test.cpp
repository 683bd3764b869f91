// The gateway's own key: told of before it ends, renewed, replaced.
#include <catch2/catch.hpp>
#include <chrono>
#include <vector>

#include "tests/system/durable_steps.hpp"
#include "tests/system/harness.hpp"

using namespace pouch::test;
using nlohmann::json;

namespace {

json json_of(const Ran& ran) {
  INFO(ran.out << ran.err);
  REQUIRE(ran.status == 0);
  const auto value = json::parse(ran.out, nullptr, false);
  REQUIRE(value.is_object());
  return value;
}

// The gateway's key with a date, as an operator has it who brought his own along.
void end_own_key(const Site& site, const std::string& day) {
  REQUIRE(site.pouch({"key", "renew", "--until", day, "--no-letters"}).status == 0);
}

std::string day_in(int days) {
  const auto time = std::chrono::system_clock::to_time_t(std::chrono::system_clock::now() +
                                                         std::chrono::hours(24 * days));
  std::tm parts{};
  gmtime_r(&time, &parts);
  char text[16];
  std::strftime(text, sizeof text, "%Y-%m-%d", &parts);
  return text;
}

bool send(const Site& site, const std::string& mail) {
  return site.send("ana@police.ro.example", "requests@pouch.example", mail);
}

std::size_t to_bulgaria(const Site& site) { return site.letters("nfp@mvr.bg.example").size(); }

// What a mail program does with the file of the letter.
void import_from_first_letter(const Site& site, const std::string& id) {
  const auto letters = site.letters(site.person_at(id).address());
  REQUIRE_FALSE(letters.empty());
  const auto letter = site.open(id, letters.front());
  const auto file = letter.parts.find("pouch-key.asc");
  REQUIRE(file != letter.parts.end());
  site.person_at(id).import(file->second);
}

void replace_killed_at(const std::vector<std::string>& steps) {
  for (const auto& step : steps) {
    INFO("stopped at " << step);
    Site site;
    const auto before = site.gateway_fingerprint();
    killed_at(site, step, {"key", "replace"});
    const bool was_done = step == "own-keys.done.after";  // then it is a second replacement
    const auto done = json_of(site.pouch({"key", "replace", "--json"}));
    CHECK((done["old_key"] == before) == !was_done);
    REQUIRE(site.pouch({"run", "--until-idle"}).status == 0);
    // One letter each, and the store opens.
    CHECK(site.letters("ana@police.ro.example").size() == (was_done ? 2 : 1));
    CHECK(site.pouch({"audit", "verify"}).status == 0);
    const auto list = site.pouch({"key", "list"}).out;
    CHECK(list.find(done["key"].get<std::string>()) == 0);
  }
}

}  // namespace

TEST_CASE("status, check and key expiring tell of the gateway's own key, and renew mends it") {
  Site site;
  end_own_key(site, day_in(20));
  site.start();
  CHECK(site.pouch({"key", "expiring"}).out.find("pouch key renew") != std::string::npos);
  CHECK(site.pouch({"status"})
            .out.find("the gateway's own key " + site.gateway_fingerprint() + " expires on ") !=
        std::string::npos);
  CHECK(site.pouch({"check", "--offline"}).out.find("pouch key renew") != std::string::npos);

  const auto renewed = json_of(site.pouch({"key", "renew", "--json"}));
  CHECK(renewed["key"] == site.gateway_fingerprint());
  CHECK(renewed["told"].size() == 7);
  CHECK(site.pouch({"key", "expiring"}).status == 0);
  CHECK(site.pouch({"status"}).out.find("the gateway's own key") == std::string::npos);
  REQUIRE(eventually([&] { return site.letters("ana@police.ro.example").size() == 1; }));
  const auto letter = site.newest("ana");
  CHECK(letter.subject == "Pouch's key has a new date: please import it");
  CHECK(letter.signer == site.gateway_fingerprint());
  import_from_first_letter(site, "ana");
  CHECK(site.pouch({"key", "addresses"}).out.find("must get it anew") == std::string::npos);
  REQUIRE(send(site, site.mail("ana", {.body = request_form()})));
  CHECK(eventually([&] { return to_bulgaria(site) == 2; }));  // the key's letter, and the request
}

TEST_CASE("mail waits while the gateway's own key has expired, and goes on when it is renewed") {
  Site site;
  const auto mail = site.mail("ana", {.body = request_form()});
  end_own_key(site, day_in(1));
  const Environment later{{"LD_PRELOAD", POUCH_CLOCK_AHEAD},
                          {"POUCH_AHEAD", std::to_string(3 * 86400)}};
  site.start(later);
  REQUIRE(send(site, mail));
  REQUIRE(eventually([&] { return site.log().find("own key has expired") != std::string::npos; }));
  CHECK(site.held().empty());
  CHECK(to_bulgaria(site) == 0);
  CHECK(site.pouch({"status"}, "", later).out.find("has expired: mail waits") != std::string::npos);
  REQUIRE(site.pouch({"key", "renew", "--no-letters"}).status == 0);
  REQUIRE(eventually([&] { return to_bulgaria(site) == 1; }, 60000));
}

TEST_CASE("a replaced key still opens mail, letters bring the new one, and it leaves on its day") {
  Site site;
  const auto before = site.gateway_fingerprint();
  const auto early = site.mail("ana", {.body = request_form()});
  const auto late = site.mail("ana", {.body = request_form()});
  site.start();
  const auto replaced = json_of(site.pouch({"key", "replace", "--days", "30", "--json"}));
  const std::string now = replaced["key"];
  CHECK(now != before);
  CHECK(replaced["old_key"] == before);
  CHECK(replaced["told"].size() == 7);
  REQUIRE(eventually([&] { return site.letters("ana@police.ro.example").size() == 1; }));
  const auto letter = site.newest("ana");
  CHECK(letter.subject == "Pouch has a new key: please import it");
  CHECK(letter.signer == before);
  CHECK(site.pouch({"key", "addresses"}).out.find("must get it anew") == std::string::npos);

  // Sealed to the old one it is opened, and answered under the new one.
  REQUIRE(send(site, early));
  REQUIRE(eventually([&] { return to_bulgaria(site) == 2; }));
  import_from_first_letter(site, "nfp-bg");
  CHECK(site.newest("nfp-bg").signer == now);
  CHECK(site.stop() == 0);
  // The store opens with the new key alone, and the old one opens nothing after its day.
  const Environment later{{"LD_PRELOAD", POUCH_CLOCK_AHEAD},
                          {"POUCH_AHEAD", std::to_string(31 * 86400)}};
  const auto held = site.pouch({"deliver", "--wait", "--json"}, late, later);
  INFO(held.out << held.err);
  CHECK(held.out.find("\"undecryptable\"") != std::string::npos);
  CHECK(site.pouch({"key", "list"}, "", later).out.find(before) == std::string::npos);
  CHECK(site.pouch({"audit", "verify"}).status == 0);
}

TEST_CASE("replaces the gateway's key once, killed while it is made", "[long]") {
  replace_killed_at(steps_reached_here());
}

TEST_CASE("replaces the gateway's key once, killed while it is taken", "[long]") {
  replace_killed_at(steps_reached_here());
}
