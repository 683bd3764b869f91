// The status page: what runs and what waits, told without a key, also when there is no daemon, or
// one that was killed or hangs.
#include <signal.h>

#include <catch2/catch.hpp>

#include "tests/system/harness.hpp"
#include "tests/system/talk.hpp"

using namespace pouch::test;
using nlohmann::json;

namespace {

// While something is still on its way.
json glimpse(const Site& site) { return json::parse(site.pouch({"status", "--json"}).out); }

json status(const Site& site, int exit) {
  const auto ran = site.pouch({"status", "--json"});
  INFO(ran.out << ran.err);
  CHECK(ran.status == exit);
  return json::parse(ran.out);
}

json process(const json& status, const std::string& name) {
  for (const auto& one : status["processes"]) {
    if (one["name"] == name) {
      return one;
    }
  }
  return nullptr;
}

json server(const json& status, const std::string& uri) {
  for (const auto& one : status["servers"]) {
    if (one["uri"] == uri) {
      return one;
    }
  }
  return nullptr;
}

bool is_told(const json& status, const std::string& words) {
  for (const auto& one : status["attention"]) {
    if (one["what"].get<std::string>().find(words) != std::string::npos) {
      return true;
    }
  }
  return false;
}

void send_request(const Site& site) {
  REQUIRE(site.send("ana@police.ro.example", "requests@pouch.example",
                    site.mail("ana", {.body = request_form()})));
}

}  // namespace

TEST_CASE("status says that no daemon runs, and what waits all the same") {
  Site site;
  REQUIRE(site.pouch({"deliver"}, site.mail("ana", {.body = request_form()})).status == 0);
  // Whoever looks at the page need not be able to open anything.
  fs::rename(site.folder() / "gnupg", site.folder() / "gnupg.away");
  const auto seen = status(site, 69);
  const auto page = site.pouch({"status"});
  fs::rename(site.folder() / "gnupg.away", site.folder() / "gnupg");
  CHECK(seen["serving"] == false);
  CHECK(seen["service"].is_null());
  CHECK(seen["processes"].empty());
  CHECK(seen["queues"]["waiting"]["count"] == 1);
  CHECK(seen["queues"]["waiting"]["oldest"].is_string());
  CHECK(server(seen, "maildir:state/outbox")["state"] == "not served");
  CHECK(page.status == 69);
  CHECK(page.out.find("NOT SERVING") == 0);
}

TEST_CASE("status shows what a daemon does, and not a killed one's last word") {
  Site site;
  site.start();
  send_request(site);
  REQUIRE(eventually([&] { return site.letters("ana@police.ro.example").size() == 1; }));
  REQUIRE(eventually([&] { return glimpse(site)["queues"]["unindexed"]["count"] == 0; }));
  const auto seen = status(site, 0);
  CHECK(seen["serving"] == true);
  CHECK(seen["attention"].empty());
  CHECK(seen["service"]["agent"]["answers"] == true);
  CHECK(seen["processes"].size() ==
        1 + site.processes(" process ").size() + site.processes("pouch-openpgp").size());
  for (const auto& one : seen["processes"]) {
    INFO(one.dump());
    CHECK(one["state"] == "running");
    CHECK(one["restarts"] == 0);
  }
  CHECK(process(seen, "serve")["pid"] == site.server());
  CHECK(server(seen, site.uri())["state"] == "listening");
  CHECK(server(seen, "maildir:state/outbox")["state"] == "in use");
  CHECK(seen["queues"]["waiting"]["count"] == 0);
  CHECK(seen["free"].get<std::uint64_t>() > 0);

  // A child that died, and one that does nothing any more.
  const auto old = site.process("deliver");
  kill(old, SIGKILL);
  REQUIRE(eventually([&] {
    const auto now = process(glimpse(site), "deliver");
    return now["restarts"] == 1 && now["state"] == "running";
  }));
  CHECK(process(status(site, 0), "deliver")["how"] == "signal 9");
  const auto stopped = site.process("index");
  kill(stopped, SIGSTOP);
  REQUIRE(eventually([&] { return glimpse(site)["attention"].size() == 1; }));
  const auto hung = status(site, 1);
  CHECK(process(hung, "index")["state"] == "stopped");
  CHECK(is_told(hung, "process index (" + std::to_string(stopped) + ") is stopped"));
  kill(stopped, SIGCONT);

  REQUIRE(fs::exists(site.state() / "service.json"));
  kill(site.server(), SIGKILL);
  REQUIRE(eventually([&] { return site.pouch({"status"}).status == 69; }));
  CHECK(fs::exists(site.state() / "service.json"));
  CHECK(status(site, 69)["processes"].empty());
}

TEST_CASE("status shows how long a letter has hung, and a server that is left alone") {
  SilentServer silent;
  Site site;
  site.set("outbox", "\"" + silent.uri() + "\"");
  site.start();
  send_request(site);
  REQUIRE(silent.has_caller());
  const auto seen = status(site, 0);
  const auto doing = process(seen, "deliver")["doing"];
  CHECK(doing["what"] == "letter");
  const auto queue = json::parse(site.pouch({"queue", "list", "--json"}).out)["letters"];
  REQUIRE(queue.size() == 3);
  CHECK(doing["item"] == queue[0]["id"]);
  CHECK(doing["since"] >= seen["service"]["since"]);
  CHECK(seen["queues"]["letters_due"]["count"] == 3);
  const auto page = site.pouch({"status"}).out;
  CHECK(page.find(" with letter " + doing["item"].get<std::string>()) != std::string::npos);
  // Domains are enough; whose letters they are is for `queue list`.
  CHECK(page.find("police.ro.example") != std::string::npos);
  CHECK(page.find("@police") == std::string::npos);
  CHECK(page.find("nfp@") == std::string::npos);
  REQUIRE(site.stop() == 0);

  const auto closed = "smtp://127.0.0.1:" + std::to_string(closed_port());
  site.set("outbox", "\"" + closed + "\"");
  site.start();
  REQUIRE(eventually([&] { return server(glimpse(site), closed)["state"] == "paused"; }));
  const auto paused = server(status(site, 1), closed);
  CHECK(paused["until"].is_string());
  CHECK(paused["error"].get<std::string>().find("connect") != std::string::npos);
  CHECK(paused["hint"].is_string());
  CHECK(is_told(status(site, 1), closed + ": Couldn't connect"));
  CHECK(status(site, 1)["queues"]["letters_deferred"]["count"] == 3);
}

TEST_CASE("status names keys that expire soon, and what a reload found") {
  Site site;
  auto& ana = site.person("ana");
  ana.gpg({"--quick-set-expire", ana.fingerprint(), "10d"});
  site.enter_key("ana");
  site.start();
  const auto seen = status(site, 0);
  REQUIRE(seen["keys"].size() == 1);
  CHECK(seen["keys"][0]["holder"] == "ana");
  CHECK(seen["keys"][0]["fingerprint"] == ana.fingerprint());
  CHECK(seen["keys"][0]["state"] == "usable");
  CHECK(seen["keys"][0]["expires"].is_string());
  fs::remove(site.folder() / "keys/ana.asc");
  kill(site.server(), SIGHUP);
  REQUIRE(eventually([&] {
    const auto reload = glimpse(site)["service"]["reload"];
    return !reload.is_null() && reload["good"] == true;
  }));
  CHECK(status(site, 1)["keys"][0]["state"] == "missing");
  site.write_directory("[[member]\n");
  kill(site.server(), SIGHUP);
  REQUIRE(eventually([&] { return is_told(glimpse(site), "the last reload changed nothing"); }));
}
