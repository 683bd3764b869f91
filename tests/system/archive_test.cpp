// Older archives brought in, and what is held taken out: into whose rights,
// resumed, nothing twice, nothing sent.
#include <signal.h>
#include <sys/stat.h>

#include <atomic>
#include <catch2/catch.hpp>
#include <chrono>
#include <fstream>
#include <thread>

#include "tests/system/durable_steps.hpp"
#include "tests/system/harness.hpp"

using namespace pouch::test;
using nlohmann::json;

namespace {

using Words = std::vector<std::string>;

std::string plain(int n, const std::string& text) {
  return "From: Ivan Petrov <ivan@elsewhere.example>\nTo: desk@elsewhere.example\nDate: Thu, 26 "
         "Nov 2015 "
         "10:00:00 +0000\nMessage-ID: <" +
         std::to_string(n) + "@elsewhere.example>\nSubject: Lorry " + std::to_string(n) +
         "\nContent-Type: text/plain; charset=utf-8\n\n" + text + "\n";
}

std::string mbox_of(int count) {
  std::string file;
  for (int n = 0; n < count; ++n) {
    file += "From ivan Thu Nov 26 10:00:00 2015\n" + plain(n, "the zebra of Giurgiu") + "\n";
  }
  return file;
}

Ran import(const Site& site, const fs::path& archive, Words more = {},
           const Environment& environment = {}) {
  Words command{"archive", "import", archive.string(), "--readers", "desk:nfp-bg",
                "--as",    "nfp-bg", "--reason",       "order 12",  "--json"};
  command.insert(command.end(), more.begin(), more.end());
  return site.pouch(command, {}, environment);
}

json imported(const Site& site, const fs::path& archive, const Words& more = {}) {
  const auto ran = import(site, archive, more);
  INFO(ran.err);
  REQUIRE(ran.status == 0);
  return json::parse(ran.out);
}

json found(const Site& site, const std::string& who, const std::string& query) {
  const auto ran =
      site.pouch({"search", query, "--as", who, "--reason", "test", "--limit", "100", "--json"});
  INFO(ran.err);
  REQUIRE((ran.status == 0 || ran.status == 1));
  return json::parse(ran.out)["hits"];
}

json shown(const Site& site, const std::string& who, const std::string& number) {
  const auto ran = site.pouch({"show", number, "--as", who, "--reason", "test", "--json"});
  INFO(ran.err);
  REQUIRE(ran.status == 0);
  return json::parse(ran.out);
}

// pouch-openpgp's own empty folder may stay behind a verb that was killed.
bool holds_no_home(const fs::path& folder) {
  for (const auto& entry : fs::directory_iterator(folder)) {
    std::error_code gone;  // meanwhile
    if (!fs::is_empty(entry.path(), gone) && !gone) {
      return false;
    }
  }
  return true;
}

}  // namespace

TEST_CASE("an mbox goes into a case of its own, is found by its readers and by nobody else") {
  Site site;
  const auto file = site.folder() / "old.mbox";
  write_file(file, mbox_of(3) + "From x Thu Nov 26 10:00:00 2015\nno mail\n");
  const auto report = imported(site, file);
  CHECK(report["imported"] == 3);
  CHECK(report["proved"] == 0);
  CHECK(report["not_opened"].empty());
  CHECK(report["passed_over"] == json::parse(R"([{"why":"is no mail","count":1}])"));
  const auto hits = found(site, "nfp-bg", "zebra");
  REQUIRE(hits.size() == 3);
  CHECK(hits[0]["received"] == "2015-11-26T10:00:00Z");
  CHECK(hits[0]["sender"] == "ivan@elsewhere.example (not proved)");
  CHECK(found(site, "nfp-bg", "from:ivan@elsewhere.example petrov").size() == 3);
  CHECK(found(site, "ana", "zebra").empty());
  CHECK(found(site, "nfp-ro", "zebra").empty());
  const auto one = shown(site, "nfp-bg", report["case"]);
  CHECK(one["kind"] == "archive");
  CHECK(one["messages"][0]["signer"].is_null());
  CHECK(one["messages"][0]["signed"].is_null());
  CHECK(site.all_letters() == 0);
  CHECK(site.pouch({"audit", "verify"}).status == 0);
  const auto log = site.pouch({"audit", "export", report["case"]}).out;
  CHECK(log.find("3 mails, 0 of them not opened, 0 known before, 1 passed over") !=
        std::string::npos);
  CHECK(log.find("reason: order 12") != std::string::npos);
}

TEST_CASE("the same archive twice brings nothing the second time, in whatever it lies") {
  Site site;
  const auto file = site.folder() / "old.mbox";
  write_file(file, mbox_of(3));
  REQUIRE(imported(site, file)["imported"] == 3);
  const auto again = imported(site, file);
  CHECK(again["imported"] == 0);
  CHECK(again["known_before"] == 3);
  CHECK(again["case"].is_null());
  const auto box = site.folder() / "box";
  fs::create_directories(box / "cur");
  write_file(box / "cur" / "1.host:2,S", "Status: RO\n" + plain(1, "the zebra of Giurgiu"));
  write_file(box / "cur" / "2.host:2,S", plain(7, "the zebra of Giurgiu"));
  const auto other = imported(site, box);
  CHECK(other["imported"] == 1);
  CHECK(other["known_before"] == 1);
  CHECK(found(site, "nfp-bg", "zebra").size() == 4);
}

TEST_CASE("an import that is killed at any step goes on where it was, and doubles nothing") {
  for (const auto& step : steps_reached_here()) {
    Site site;
    const auto file = site.folder() / "old.mbox";
    write_file(file, mbox_of(300));  // two groups
    INFO("stopped at " << step);
    CHECK(import(site, file, {}, {{"POUCH_STOP_AT", step}}).status == 128 + 9);
    const auto report = imported(site, file);
    const auto once = report["imported"].get<int>() + report["known_before"].get<int>();
    CHECK(once == 300);
    CHECK(json::parse(site.pouch({"reindex", "--json"}).out)["messages"] == 300);
    const auto cases =
        json::parse(site.pouch({"cases", "--as", "nfp-bg", "--reason", "t", "--json"}).out);
    CHECK(cases["cases"].size() == 1);
    CHECK(site.pouch({"audit", "verify"}).status == 0);
  }
}

TEST_CASE("requests that are imported are compared with nothing, and nobody is told of them") {
  Site site;
  site.set("search.cross_check", "true");
  const auto accepted = site.deliver(site.mail("ana", {.body = request_form()}));
  REQUIRE(accepted["outcome"] == "accepted");
  REQUIRE(site.pouch({"run", "--until-idle"}).status == 0);
  const std::string number = accepted["case"];
  const auto letters = site.all_letters();
  const auto box = site.folder() / "box";
  fs::create_directories(box);
  for (int n = 0; n < 3; ++n) {  // the same lorry and person, signed and sealed as it came once
    write_file(box / (std::to_string(n) + ".eml"),
               site.mail("ana", {.body = form_with_reference(std::to_string(n) + "/2025")}));
  }
  write_file(box / "plain.eml", plain(1, request_form()));
  REQUIRE(imported(site, box)["imported"] == 4);
  REQUIRE(site.pouch({"run", "--until-idle"}).status == 0);
  write_file(box / "late.eml", site.mail("ana", {.body = form_with_reference("9/2025")}));
  REQUIRE(imported(site, box, {"--as-case", number})["imported"] == 1);
  REQUIRE(site.pouch({"run", "--until-idle"}).status == 0);
  CHECK(acts(site, "cross-checked") == 0);
  CHECK(acts(site, "disclosed") == 0);
  CHECK(site.all_letters() == letters);
  // A new request is compared: it does not hang on the switch.
  REQUIRE(site.deliver(site.mail("ana", {.body = form_with_reference("10/2026")}))["outcome"] ==
          "accepted");
  REQUIRE(site.pouch({"run", "--until-idle"}).status == 0);
  CHECK(acts(site, "cross-checked") == 1);
}

namespace {

// Ends the process that reads mails for an import of that site, once.
void end_one_reader(const Site& site, const std::atomic<bool>& done) {
  const std::string reader("\0process\0reader\0", 16);
  while (!done) {
    for (const auto& entry : fs::directory_iterator("/proc")) {
      std::ifstream file(entry.path() / "cmdline", std::ios::binary);
      std::string line;  // a process that ends meanwhile gives none
      std::getline(file, line);
      if (line.find(reader) != std::string::npos &&
          line.find(site.folder().string()) != std::string::npos) {
        kill(std::stoi(entry.path().filename()), SIGKILL);
        return;
      }
    }
    std::this_thread::sleep_for(std::chrono::milliseconds(1));
  }
}

}  // namespace

TEST_CASE("a mail that ends who reads it is named and kept as it came, and the rest goes on") {
  const Site site;
  const auto file = site.folder() / "old.mbox";
  write_file(file, mbox_of(600));
  std::atomic<bool> done = false;
  std::thread killer([&] { end_one_reader(site, done); });
  const auto ran = import(site, file, {"--jobs", "1"});
  done = true;
  killer.join();
  INFO(ran.out << ran.err);
  REQUIRE(ran.status == 0);
  const auto report = json::parse(ran.out);
  CHECK(report["imported"] == 600);
  REQUIRE(report["not_opened"].size() == 1);
  CHECK(report["not_opened"][0]["why"] == "reader-ended");
  CHECK(report["not_opened"][0]["count"] == 1);
  CHECK(ran.err.find("old.mbox at octet ") != std::string::npos);
  CHECK(ran.err.find("ended the process that read it") != std::string::npos);
  CHECK(found(site, "nfp-bg", "zebra").size() == 100);  // a page of them
  CHECK(imported(site, file)["known_before"] == 600);
}

TEST_CASE("several at once bring in what one does") {
  Site site;
  const auto file = site.folder() / "old.mbox";
  write_file(file, mbox_of(300));
  REQUIRE(imported(site, file, {"--jobs", "4"})["imported"] == 300);
  const auto messages =
      shown(site, "nfp-bg", found(site, "nfp-bg", "subject:lorry")[0]["case"])["messages"];
  REQUIRE(messages.size() == 300);
  for (int n = 0; n < 300; ++n) {
    CHECK(messages[static_cast<std::size_t>(n)]["subject"] == "Lorry " + std::to_string(n));
  }
}

TEST_CASE(
    "sealed mails are opened by the gateway's key or a given one, and else kept as they are") {
  Site site;
  const auto folder = site.folder() / "old";
  fs::create_directories(folder);
  write_file(folder / "1.eml", site.mail("ana", {.body = "A yak was seen.\n"}));
  write_file(folder / "2.eml", site.mail("mallory", {.body = "An okapi was seen.\n"}));
  const auto to_dimitar = site.person("dimitar").gpg(
      {"--armor", "--encrypt", "--trust-model", "always", "-r", site.person("dimitar").address()},
      "A quokka was seen.\n");
  REQUIRE(to_dimitar.status == 0);
  write_file(folder / "3.eml", plain(3, to_dimitar.out));
  const auto first = imported(site, folder);
  CHECK(first["imported"] == 3);
  CHECK(first["proved"] == 1);
  CHECK(first["not_opened"] == json::parse(R"([{"why":"undecryptable","count":1}])"));
  const auto yak = found(site, "nfp-bg", "yak");
  REQUIRE(yak.size() == 1);
  CHECK(yak[0]["sender"] == "ana");
  const auto okapi = found(site, "nfp-bg", "okapi");
  REQUIRE(okapi.size() == 1);  // sealed to us by somebody who is in no directory
  CHECK(okapi[0]["sender"].get<std::string>().ends_with("(not proved)"));
  CHECK(found(site, "nfp-bg", "quokka").empty());

  Site other;
  const auto key = other.folder() / "dimitar.key";
  const auto exported = other.person("dimitar").gpg({"--armor", "--export-secret-keys"});
  REQUIRE(exported.status == 0);
  write_file(key, exported.out);
  write_file(other.folder() / "3.eml", plain(3, to_dimitar.out));
  const auto second = imported(other, other.folder() / "3.eml", {"--key", key.string()});
  INFO(second.dump());
  CHECK(second["not_opened"].empty());
  CHECK(found(other, "nfp-bg", "quokka").size() == 1);
}

TEST_CASE("a key that was given is gone with the import, also when that is killed") {
  Site site;
  const auto key = site.folder() / "key", temporary = site.folder() / "t";
  fs::create_directories(temporary);
  write_file(key, site.person("dimitar").gpg({"--armor", "--export-secret-keys"}).out);
  write_file(site.folder() / "old.mbox", mbox_of(1));
  const Environment environment{{"TMPDIR", temporary.string()}};
  auto killed = environment;
  killed["POUCH_STOP_AT"] = "import.before";
  const Words with_key{"--key", key.string()};
  CHECK(import(site, site.folder() / "old.mbox", with_key, killed).status == 128 + 9);
  CHECK(eventually([&] { return holds_no_home(temporary); }));
  CHECK(import(site, site.folder() / "old.mbox", with_key, environment).status == 0);
  CHECK(eventually([&] { return holds_no_home(temporary); }));
}

TEST_CASE("mails of every client and of every trial are taken, whatever is wrong with them") {
  Site site;
  const auto mails = fs::path(POUCH_FIXTURES) / "clients";
  const auto report = imported(site, mails);
  CHECK(report["imported"].get<int>() > 10);
  CHECK(imported(site, mails)["imported"] == 0);
}

TEST_CASE("an import needs readers and a case that are there") {
  Site site;
  const auto file = site.folder() / "old.mbox";
  write_file(file, mbox_of(1));
  const auto refused = [&](const Words& words) {
    Words command{"archive", "import", file.string(), "--reason", "order 12"};
    command.insert(command.end(), words.begin(), words.end());
    return site.pouch(command).status;
  };
  CHECK(refused({"--as", "nfp-bg"}) == 64);
  CHECK(refused({"--as", "nfp-bg", "--readers", "desk:nobody"}) == 64);
  CHECK(refused({"--as", "nfp-bg", "--readers", "nfp-bg"}) == 64);
  CHECK(refused({"--as", "nfp-bg", "--readers", ""}) == 64);
  CHECK(refused({"--as", "nobody", "--readers", "desk:nfp-bg"}) == 77);
  CHECK(refused({"--as", "nfp-bg", "--readers", "desk:nfp-bg", "--as-case",
                 "SEL-2026-000001-00"}) == 65);
  const auto asked = site.deliver(site.mail("ana", {.body = request_form()}));
  REQUIRE(asked["outcome"] == "accepted");
  const std::string number = asked["case"];
  const auto letters = site.all_letters();
  CHECK(imported(site, file, {"--as-case", number})["case"] == number);
  CHECK(shown(site, "nfp-bg", number)["messages"].size() == 2);
  CHECK(site.all_letters() == letters);
}

TEST_CASE("what somebody may read is exported as it came, once, and written down") {
  Site site;
  const auto file = site.folder() / "old.mbox", out = site.folder() / "out.mbox",
             box = site.folder() / "box";
  write_file(file, mbox_of(5));
  REQUIRE(imported(site, file)["imported"] == 5);
  const auto take = [&](const Words& words, const std::string& who) {
    Words command{"archive", "export", "--as", who, "--reason", "order 13", "--json"};
    command.insert(command.end(), words.begin(), words.end());
    return site.pouch(command);
  };
  REQUIRE(take({"--mbox", out.string()}, "nfp-bg").status == 0);
  CHECK(read_file(out).find("the zebra of Giurgiu") != std::string::npos);
  struct stat facts {};
  REQUIRE(stat(out.c_str(), &facts) == 0);
  CHECK((facts.st_mode & 0777) == 0600);
  CHECK(imported(site, out)["known_before"] == 5);
  CHECK(take({"--mbox", out.string()}, "nfp-bg").status == 78);  // it is there
  REQUIRE(take({box.string(), "--query", "subject:lorry"}, "nfp-bg").status == 0);
  CHECK(imported(site, box)["known_before"] == 5);
  CHECK(json::parse(take({(site.folder() / "none").string()}, "ana").out)["exported"] == 0);
  CHECK(take({}, "nfp-bg").status == 64);
  const auto log = site.pouch({"audit", "export"}).out;
  CHECK(log.find("\"exported\"") != std::string::npos);
  CHECK(log.find("order 13") != std::string::npos);
}
