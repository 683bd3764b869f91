// GnuPG apart: what each program is linked with, and what becomes of mail when pouch-openpgp ends,
// hangs or is not there.
#include <signal.h>

#include <algorithm>
#include <catch2/catch.hpp>
#include <filesystem>
#include <set>
#include <sstream>

#include "tests/system/harness.hpp"

using namespace pouch::test;
namespace fs = std::filesystem;

namespace {

std::set<std::string> libraries_of(const fs::path& program) {
  std::set<std::string> names;
  std::istringstream lines(run({"readelf", "-d", program.string()}).out);
  for (std::string line; std::getline(lines, line);) {
    const auto begin = line.find("Shared library: [");
    if (begin != std::string::npos) {
      names.insert(line.substr(begin + 17, line.find(".so", begin) - begin - 17));
    }
  }
  return names;
}

std::vector<pid_t> helpers(const Site& site) { return site.processes("pouch-openpgp"); }

void send_request(Site& site, const std::string& number) {
  auto form = request_form();
  form.replace(form.find("4417/2026"), 9, number + "/2026");
  REQUIRE(site.send("ana@police.ro.example", "requests@pouch.example",
                    site.mail("ana", {.body = form})));
}

}  // namespace

TEST_CASE("GnuPG's library is linked into pouch-openpgp alone, which has no other of its kind") {
  const fs::path pouch = POUCH_PROGRAM;
  const auto ours = libraries_of(pouch);
  CHECK(ours.count("libsqlite3") == 1);  // what is looked for is found
  for (const auto* library : {"libgpgme", "libassuan", "libgpg-error"}) {
    CHECK(ours.count(library) == 0);
  }
  const auto its = libraries_of(pouch.parent_path() / "pouch-openpgp");
  CHECK(its.count("libgpgme") == 1);
  for (const auto& library : its) {
    INFO(library);
    const std::set<std::string> known{"libgpgme", "libc",      "libm",         "libstdc++",
                                      "libgcc_s", "libassuan", "libgpg-error", "ld-linux-x86-64"};
    CHECK(known.count(library) == 1);
  }
}

TEST_CASE("a pouch-openpgp that dies or hangs costs a mail time, and no attempt") {
  Site site;
  site.set("limits.attempts", "1");
  site.set("limits.crypto_time", "\"2 s\"");
  site.start();
  const auto workers = site.processes("process worker");
  REQUIRE_FALSE(workers.empty());
  REQUIRE(eventually([&] { return helpers(site).size() == workers.size(); }));
  const auto receipts = [&] { return site.letters("ana@police.ro.example").size(); };
  const auto shown = [&] {
    std::vector<nlohmann::json> rows;
    const auto status = nlohmann::json::parse(site.pouch({"status", "--json"}).out);
    for (const auto& one : status["processes"]) {
      if (one["name"] == "openpgp") {
        rows.push_back(one);
      }
    }
    return rows;
  };
  // Nobody has a pouch-openpgp at work: what was to be signed is signed.
  const auto rest = [&] {
    const auto status = nlohmann::json::parse(site.pouch({"status", "--json"}).out);
    return std::all_of(status["processes"].begin(), status["processes"].end(), [](const auto& one) {
      return one["name"] != "worker" || one["doing"].is_null();
    });
  };
  send_request(site, "1001");
  REQUIRE(eventually([&] { return receipts() == 1 && rest(); }));

  // One that has ended is replaced, by the supervisor; the worker stays.
  const auto before = helpers(site);
  for (const auto pid : before) {
    kill(pid, SIGKILL);
  }
  CHECK(eventually([&] {
    const auto now = helpers(site);
    return now.size() == before.size() && now != before;
  }));
  CHECK(eventually([&] {
    const auto rows = shown();
    return rows.size() == workers.size() &&
           std::all_of(rows.begin(), rows.end(), [](const nlohmann::json& row) {
             return row["state"] == "running" && row["restarts"] == 1 && row["how"] == "signal 9";
           });
  }));
  send_request(site, "1002");
  CHECK(eventually([&] { return receipts() == 2 && rest(); }));

  // One that hangs is found out by its worker, and replaced.
  const auto hung = helpers(site);
  for (const auto pid : hung) {
    kill(pid, SIGSTOP);
  }
  send_request(site, "1003");
  CHECK(eventually([&] { return receipts() == 3 && rest(); }));
  CHECK(site.processes("process worker") == workers);
  // By the mail, or by a receipt that was signed at that moment.
  const auto log = site.log();
  CHECK((log.find("event=put-back") != log.npos || log.find("event=not-signed-yet") != log.npos));
  CHECK(log.find("event=ended name=\"openpgp\"") != std::string::npos);
  CHECK(site.held().empty());

  // A worker that dies takes its own with it.
  for (const auto pid : workers) {
    kill(pid, SIGKILL);
  }
  CHECK(eventually([&] {
    const auto now = site.processes("process worker");
    return now.size() == workers.size() && now != workers && helpers(site).size() == now.size();
  }));
  send_request(site, "1004");
  CHECK(eventually([&] { return receipts() == 4; }));
  CHECK(site.stop() == 0);
  CHECK(site.processes("").empty());
}

TEST_CASE("without pouch-openpgp mail waits, and a verb says what is missing") {
  Site site;
  const auto said = site.pouch({"key", "list"}, "", {{"POUCH_OPENPGP", "/nonexistent/program"}});
  CHECK(said.status == 78);
  CHECK(said.err.find("cannot run /nonexistent/program; it is installed beside pouch") !=
        std::string::npos);
}
