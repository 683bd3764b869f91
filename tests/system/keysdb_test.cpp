// keys.db that was lost, emptied, exchanged for an older one or damaged: an error that is told,
// never a new empty file.
#include <catch2/catch.hpp>

#include "tests/system/durable_steps.hpp"
#include "tests/system/harness.hpp"

using namespace pouch::test;
using nlohmann::json;

namespace {

void request(const Site& site, const std::string& reference) {
  REQUIRE(site.deliver(site.mail("ana", {.body = form_with_reference(reference)}))["outcome"] ==
          "accepted");
  REQUIRE(site.pouch({"run", "--until-idle"}).status == 0);
}

bool names_keys(const std::string& text) { return text.find("keys.db") != std::string::npos; }

// Of check, status and start.
void is_an_error(const Site& site) {
  const auto checked = site.pouch({"check", "--json"});
  INFO(checked.out << checked.err);
  CHECK(checked.status == 1);
  bool told = false;
  const auto faults = json::parse(checked.out)["faults"];
  for (const auto& fault : faults) {
    told = told || (fault["severity"] == "error" && names_keys(fault["text"]) &&
                    fault["hint"].get<std::string>().find("pouch restore") != std::string::npos);
  }
  CHECK(told);
  const auto status = site.pouch({"status", "--json"});
  INFO(status.out);
  CHECK(names_keys(json::parse(status.out)["attention"].dump()));
  for (const auto* verb : {"serve", "run"}) {
    const auto ran = site.pouch({verb});
    INFO(verb << ": " << ran.err);
    CHECK(ran.status == 78);
    CHECK(names_keys(ran.err));
  }
}

}  // namespace

TEST_CASE("keys.db missing, emptied, older, damaged or another site's is an error, and stays so") {
  const Site site, other(Site::Keys::kOwn);
  const auto keys = site.state() / "keys.db", older = site.folder() / "older",
             right = site.folder() / "right";
  request(site, "1/2026");
  request(other, "1/2026");
  fs::copy_file(keys, older);
  request(site, "2/2026");
  fs::copy_file(keys, right);
  const std::vector<std::pair<const char*, std::function<void()>>> losses{
      {"missing", [] {}},
      {"emptied", [&] { write_file(keys, ""); }},
      {"older", [&] { fs::copy_file(older, keys); }},
      {"damaged", [&] { write_file(keys, std::string(20000, 'x')); }},
      {"another site's", [&] { fs::copy_file(other.state() / "keys.db", keys); }}};
  for (const auto& [name, lose] : losses) {
    INFO(name);
    for (const auto* ending : {"", "-wal", "-shm"}) {
      fs::remove(keys.string() + ending);
    }
    lose();
    const bool there = fs::exists(keys);
    is_an_error(site);
    CHECK(fs::exists(keys) == there);
  }
  fs::remove(keys);
  fs::copy_file(right, keys);
  CHECK(site.pouch({"run"}).status == 0);
  CHECK(site.pouch({"search", "jovanovic", "--as", "ana", "--reason", "test"}).status == 0);
}

TEST_CASE("a store that is missing or empty is an error, also for who only takes mail") {
  const Site site;
  request(site, "1/2026");
  for (const bool emptied : {false, true}) {
    for (const auto* name : {"pouch.db", "pouch.db-wal", "pouch.db-shm"}) {
      fs::remove(site.state() / name);
    }
    if (emptied) {
      write_file(site.state() / "pouch.db", "");
    }
    CHECK(site.pouch({"deliver"}, site.mail("ana", {.body = "x\n"})).status == 75);
    CHECK(site.pouch({"serve"}).status == 78);
    CHECK(site.pouch({"check"}).status == 1);
    CHECK(fs::exists(site.state() / "pouch.db") == emptied);
  }
}

TEST_CASE("an older keys.db is taken when its lost cases are given up, and they are named") {
  const Site site;
  request(site, "1/2026");
  const auto keys = site.state() / "keys.db", older = site.folder() / "older";
  fs::copy_file(keys, older);
  const auto lost = site.deliver(site.mail("ana", {.body = form_with_reference("2/2026")}))["case"]
                        .get<std::string>();
  fs::remove(keys);
  fs::copy_file(older, keys);
  const auto refused = site.pouch({"restore"});
  CHECK(refused.status == 78);
  CHECK(refused.err.find(lost) != std::string::npos);
  CHECK(refused.err.find("--accept-lost-keys") != std::string::npos);
  const auto given_up = site.pouch({"restore", "--accept-lost-keys", "--json"});
  INFO(given_up.err);
  REQUIRE(given_up.status == 0);
  CHECK(json::parse(given_up.out)["without_key"] == json::array({lost}));
  CHECK(site.pouch({"run", "--until-idle"}).status == 0);
  CHECK(site.pouch({"check"}).out.find("keys.db") == std::string::npos);
  CHECK(acts(site, "key-lost") == 1);
  request(site, "3/2026");
}

TEST_CASE("a site of version 0.1.0 knows its keys.db from the first opening on") {
  const Site site(fs::path(POUCH_FIXTURES) / "sites/0.1.0");
  REQUIRE(site.pouch({"run", "--until-idle"}).status == 0);
  CHECK(site.pouch({"status"}).out.find("keys.db") == std::string::npos);
  fs::remove(site.state() / "keys.db");
  is_an_error(site);
}
