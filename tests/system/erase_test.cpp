// pouch erase from outside: nothing of the case is found or shown any more, kept searches that
// speak of it are gone, the rest is as it was; killed at any step it is done by asking again.
#include <catch2/catch.hpp>

#include "tests/system/durable_steps.hpp"

using namespace pouch::test;
using nlohmann::json;

namespace {

std::string request(const Site& site, const std::string& reference) {
  const auto answer = site.deliver(site.mail("ana", {.body = form_with_reference(reference)}));
  REQUIRE(answer["outcome"] == "accepted");
  REQUIRE(site.pouch({"run", "--until-idle"}).status == 0);
  return answer["case"];
}

Ran as_ana(const Site& site, std::vector<std::string> words) {
  for (const auto* more : {"--as", "ana", "--reason", "test"}) {
    words.emplace_back(more);
  }
  return site.pouch(words);
}

}  // namespace

TEST_CASE("erases a case for good, and forgets what kept searches hold of it") {
  const Site site;
  const auto gone = request(site, "1/2026"), stays = request(site, "2/2026");
  REQUIRE(as_ana(site, {"search", "case:" + gone, "--keep", "mine"}).status == 0);
  REQUIRE(as_ana(site, {"search", "jovanovic", "--keep", "name"}).status == 0);
  CHECK(site.pouch({"erase", gone}).status == 64);
  CHECK(site.pouch({"erase", gone, "--reason", " "}).status == 64);
  CHECK(site.pouch({"erase", "SEL-2026-000001-99", "--reason", "x"}).status == 65);
  CHECK(site.pouch({"erase", gone + "/1", "--reason", "x"}).status == 65);
  const auto erased = site.pouch({"erase", gone, "--reason", "order 12/2026", "--json"});
  INFO(erased.err);
  REQUIRE(erased.status == 0);
  CHECK(json::parse(erased.out)["messages"] == 1);
  CHECK(json::parse(erased.out)["kept_searches"] == 1);
  const auto found = json::parse(as_ana(site, {"search", "jovanovic", "--json"}).out);
  CHECK(found["total"] == 1);
  CHECK(found["unreadable"] == 0);
  CHECK(found["hits"][0]["case"] == stays);
  CHECK(as_ana(site, {"search", "--kept", "mine"}).status == 1);
  CHECK(as_ana(site, {"search", "--kept", "name"}).err.find("keeps no search") ==
        std::string::npos);
  CHECK(as_ana(site, {"show", gone}).out.find("Jovanovi") == std::string::npos);
  CHECK(acts(site, "erased") == 1);
  CHECK(site.pouch({"erase", gone, "--reason", "again"}).out.find("erased before") !=
        std::string::npos);
  CHECK(acts(site, "erased") == 1);
  CHECK(site.pouch({"check", "--offline"}).err.find("has no key") == std::string::npos);
  CHECK(site.pouch({"audit", "verify"}).status == 0);
}

TEST_CASE("the words of searches end with a case that they found, and the log stays whole") {
  const Site site;
  const auto gone = request(site, "1/2026");
  const auto other = request(site, "2/2026");
  REQUIRE(as_ana(site, {"search", "case:" + other + " jovanovic"}).status == 0);
  REQUIRE(as_ana(site, {"search", "case:" + gone + " jovanovic"}).status == 0);
  REQUIRE(site.deliver(site.mail(
              "ana", {.subject = "search", .body = "jovanovic\nWhy: 4417\n"}))["outcome"] ==
          "accepted");
  const auto words = [&] {
    const auto out = site.pouch({"audit", "export", "--act", "searched", "--queries"}).out;
    std::size_t count = 0;
    for (auto at = out.find("jovanovic"); at != std::string::npos;
         at = out.find("jovanovic", at + 1)) {
      ++count;
    }
    return count;
  };
  CHECK(words() == 3);
  REQUIRE(site.pouch({"erase", gone, "--reason", "order 12/2026"}).status == 0);
  CHECK(words() == 1);  // of the search that showed the other case alone
  CHECK(
      site.pouch({"audit", "export", "--queries"}).out.find("ended with the erasure of " + gone) !=
      std::string::npos);
  CHECK(site.pouch({"audit", "verify"}).status == 0);
}

TEST_CASE("erases a case once, killed at any step", "[long]") {
  const Site site;
  std::size_t cases = 0;
  for (const auto& step : steps_reached_here()) {
    INFO("stopped at " << step);
    const auto number = request(site, std::to_string(++cases) + "/2026");
    killed_at(site, step, {"erase", number, "--reason", "test"});
    CHECK(site.pouch({"erase", number, "--reason", "test"}).status == 0);
    CHECK(acts(site, "erased") == cases);
    CHECK(as_ana(site, {"search", "jovanovic"}).status == 1);
  }
}
