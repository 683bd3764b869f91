// The advisory group from outside: what its letters say besides the words.
#include <catch2/catch.hpp>
#include <functional>

#include "tests/system/durable_steps.hpp"
#include "tests/system/harness.hpp"

using namespace pouch::test;

namespace {

const std::string kGroup = "seepag@pouch.example";

bool contains(const std::string& text, const std::string& word) {
  return text.find(word) != std::string::npos;
}

// The desks of the group seepag.
void set_desks(const Site& site, const std::string& desks) {
  auto text = site.directory();
  const auto at = text.find("desks = [", text.find("id = \"seepag\""));
  REQUIRE(at != std::string::npos);
  site.write_directory(text.replace(at, text.find(']', at) - at, "desks = [" + desks));
}

void leave_and_join(const Site& site, const std::function<void()>& between) {
  set_desks(site, "\"pfp-ro\"");
  between();
  set_desks(site, "\"pfp-ro\", \"pfp-bg\"");
}

std::size_t greeted(const Site& site, const std::string& who) {
  std::size_t count = 0;
  for (const auto& file : site.letters(site.person_at(who).address())) {
    count += contains(site.open(who, file).subject, "Welcome to the group") ? 1U : 0U;
  }
  return count;
}

}  // namespace

TEST_CASE("who joins a group is greeted once, and told from which day on they may read") {
  Site site;
  leave_and_join(site, [&] { REQUIRE(site.pouch({"run", "--until-idle"}).status == 0); });
  for (int times = 0; times < 2; ++times) {
    REQUIRE(site.pouch({"run", "--until-idle"}).status == 0);
    CHECK(greeted(site, "pfp-bg") == 1);
    CHECK(greeted(site, "pfp-ro") == 0);
  }
  const auto letter = site.newest("pfp-bg");
  CHECK(contains(letter.text, kGroup));
  CHECK(contains(letter.text, "from now on"));
  CHECK(contains(letter.text, "You are in it since: "));
  CHECK(contains(letter.text, "A Reply to this letter goes to the gateway only."));
  CHECK(letter.signer == site.gateway_fingerprint());
}

TEST_CASE("greets once who joins a group, killed at any step", "[long]") {
  for (const auto& step : steps_reached_here()) {
    INFO("stopped at " << step);
    Site site;
    leave_and_join(site, [&] { REQUIRE(site.pouch({"run", "--until-idle"}).status == 0); });
    killed_at(site, step, {"run"});
    REQUIRE(site.pouch({"run", "--until-idle"}).status == 0);
    REQUIRE(site.pouch({"run", "--until-idle"}).status == 0);
    CHECK(greeted(site, "pfp-bg") == 1);
    CHECK(acts(site, "joined") == 1);
  }
}
