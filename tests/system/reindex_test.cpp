// The index is a cache that can be rebuilt from the store (SPEC section 2 step 9), whatever became
// of it, and while the daemon writes it.
#include <catch2/catch.hpp>

#include <fstream>

#include "tests/system/durable_steps.hpp"
#include "tests/system/harness.hpp"

using namespace pouch::test;

namespace {

std::string found(const Site& site) {
  return site
      .pouch({"search", "jovanovic", "--as", "ana", "--reason", "test", "--sort", "date", "--json"})
      .out;
}

std::size_t hits(const Site& site) {
  const auto answer = found(site);
  return answer.empty() ? 0 : nlohmann::json::parse(answer)["hits"].size();
}

void damage_index(const Site& site) {
  for (const auto& entry : fs::recursive_directory_iterator(site.state() / "index")) {
    if (entry.path().extension() == ".glass") {
      write_file(entry.path(), "not an index");
    }
  }
}

void leaves_nothing_behind(const Site& site) {
  for (const auto* name : {"index.building", "index.rebuilt", "index/whole"}) {
    CHECK_FALSE(fs::exists(site.state() / name));
  }
}

}  // namespace

TEST_CASE("builds the index anew when it is damaged or gone, killed at any step or not") {
  Site site;
  REQUIRE(site.deliver(site.mail("ana", {.body = request_form()}))["outcome"] == "accepted");
  REQUIRE(site.pouch({"run", "--until-idle"}).status == 0);
  const auto before = found(site);
  REQUIRE(hits(site) == 1);
  damage_index(site);
  const auto asked = site.pouch({"search", "jovanovic", "--as", "ana", "--reason", "test"});
  CHECK(asked.status == 69);
  CHECK(asked.err.find("pouch reindex") != std::string::npos);
  const auto anew = site.pouch({"reindex"});
  CHECK(anew.status == 0);
  CHECK(anew.out == "1 messages indexed anew\n");
  CHECK(found(site) == before);
  for (const auto& step : steps_reached_here()) {
    INFO("stopped at " << step);
    const auto killed = site.pouch({"reindex"}, {}, {{"POUCH_STOP_AT", step}});
    CHECK(killed.status == 128 + 9);
    CHECK(found(site) == before);  // the old one or the new one, never none
    REQUIRE(site.pouch({"reindex"}).status == 0);
    CHECK(found(site) == before);
    leaves_nothing_behind(site);
  }
  fs::remove_all(site.state() / "index");
  REQUIRE(site.pouch({"reindex"}).status == 0);
  CHECK(found(site) == before);
}

TEST_CASE("hands a rebuilt index to the running daemon, which files on in it") {
  Site site;
  site.start();
  const auto send = [&] {
    return site.send("ana@police.ro.example", "requests@pouch.example",
                     site.mail("ana", {.body = request_form()}));
  };
  REQUIRE(send());
  REQUIRE(eventually([&] { return hits(site) == 1; }));
  REQUIRE(site.pouch({"reindex"}).status == 0);
  leaves_nothing_behind(site);
  CHECK(hits(site) == 1);
  REQUIRE(send());
  CHECK(eventually([&] { return hits(site) == 2; }));
  site.stop();
  CHECK(site.pouch({"run", "--until-idle"}).status == 0);
  CHECK(hits(site) == 2);
}
