// Keys and registrations that begin and end while the daemon runs: each counts at its moment,
// without a reload, and holds back its own leg alone. A leg that waited goes out once, by itself.
#include <algorithm>
#include <catch2/catch.hpp>

#include "tests/system/harness.hpp"
#include "tests/system/movable_clock.hpp"

using namespace pouch::test;

namespace {

void give_operator(const Site& site) {
  auto text = site.directory();
  const auto at = text.find("rights = [", text.find("id = \"dimitar\""));
  site.write_directory(text.insert(text.find(']', at), ", \"operate\""));
}

// Into the desk's entry of the directory.
void add_line(const Site& site, const std::string& id, const std::string& line) {
  auto text = site.directory();
  const auto at = text.find('\n', text.find("id = \"" + id + "\""));
  site.write_directory(text.insert(at + 1, line + "\n"));
}

void set_expiry(const Site& site, const std::string& id, const std::string& when) {
  const auto& person = site.person_at(id);
  person.gpg({"--quick-set-expire", person.fingerprint(), when});
}

void import(const Site& site, const std::string& id) {
  const auto file = site.folder().parent_path() / (id + ".asc");
  write_file(file, site.person_at(id).public_key());
  const auto ran = site.pouch({"key", "import", file.string()});
  INFO(ran.err);
  REQUIRE(ran.status == 0);
}

std::string revocation(const Site& site, const std::string& id) {
  auto certificate = read_file(site.folder().parent_path() / "k" / id / "openpgp-revocs.d" /
                               (site.person_at(id).fingerprint() + ".rev"));
  return certificate.erase(certificate.find(":-----BEGIN"), 1);
}

bool send_request(const Site& site) {
  return site.send("ana@police.ro.example", "requests@pouch.example",
                   site.mail("ana", {.body = request_form()}));
}

std::size_t to_bulgaria(const Site& site) {
  return site.letters_caused("nfp@mvr.bg.example").size();
}
std::size_t to_serbia(const Site& site) { return site.letters_caused("nfp@mup.rs.example").size(); }
std::size_t to_ana(const Site& site) { return site.letters_caused("ana@police.ro.example").size(); }

Letter newest_to_ana(const Site& site) {
  return site.open("ana", site.letters_caused("ana@police.ro.example").back());
}

}  // namespace

TEST_CASE("a desk key that expires while the daemon runs holds back its own leg alone") {
  Site site;
  give_operator(site);
  const MovableClock clock(site.folder().parent_path());
  set_expiry(site, "nfp-bg", "1d");
  site.enter_key("nfp-bg");
  site.start(clock.environment());
  REQUIRE(send_request(site));
  REQUIRE(eventually([&] { return to_bulgaria(site) == 1 && to_serbia(site) == 1; }));
  REQUIRE(eventually([&] { return to_ana(site) == 1; }));

  clock.advance_to(2 * kDay);
  REQUIRE(send_request(site));
  REQUIRE(eventually([&] { return to_serbia(site) == 2 && to_ana(site) == 2; }));
  CHECK(to_bulgaria(site) == 1);
  CHECK(site.held().empty());
  CHECK(newest_to_ana(site).text.find("\nNOT YET: Bulgaria waits") != std::string::npos);
  REQUIRE(eventually([&] { return !site.letters("dimitar@police.bg.example").empty(); }));
  CHECK(eventually(
      [&] { return site.newest("dimitar").text.find("waits for Bulgaria") != std::string::npos; }));

  // Renewed by its owner and brought in: what waited goes, and the officer hears of it.
  set_expiry(site, "nfp-bg", "never");
  import(site, "nfp-bg");
  REQUIRE(eventually([&] { return to_bulgaria(site) == 2 && to_ana(site) == 3; }));
  const auto told = newest_to_ana(site);
  CHECK(told.subject.find("SENT TO Bulgaria, which had waited") != std::string::npos);
  CHECK(told.text.find("Waited since: ") != std::string::npos);
}

TEST_CASE("legs that waited go out once each, with two workers at work") {
  Site site;
  site.set("workers", "2");
  for (const auto* id : {"nfp-bg", "nfp-rs"}) {
    const auto& person = site.person_at(id);
    set_expiry(site, id, "seconds=1");
    site.enter_key(id);
    REQUIRE(eventually([&] {
      return person.gpg({"--with-colons", "--list-keys", person.fingerprint()})
                 .out.find("\npub:e:") != std::string::npos;
    }));
  }
  constexpr std::size_t kRequests = 6;
  for (std::size_t i = 0; i < kRequests; ++i) {
    const auto sent = site.deliver(site.mail("ana", {.body = request_form()}));
    INFO(sent.dump());
    REQUIRE(sent["outcome"] == "accepted");
  }
  REQUIRE(to_bulgaria(site) + to_serbia(site) == 0);
  for (const auto* id : {"nfp-bg", "nfp-rs"}) {
    set_expiry(site, id, "never");
    site.enter_key(id);
  }
  site.start();
  REQUIRE(eventually([&] { return to_bulgaria(site) >= kRequests && to_serbia(site) >= kRequests; },
                     60000));
  // A fresh request comes last, when nothing waits any more.
  REQUIRE(send_request(site));
  REQUIRE(eventually([&] { return to_ana(site) >= 3 * kRequests + 1; }));
  CHECK(to_bulgaria(site) == kRequests + 1);
  CHECK(to_serbia(site) == kRequests + 1);
  const auto audit = site.pouch({"audit", "export"}).out;
  std::size_t routed = 0;
  for (auto at = audit.find("had waited"); at != std::string::npos;
       at = audit.find("had waited", at + 1)) {
    ++routed;
  }
  CHECK(routed == 2 * kRequests);
}

TEST_CASE("a leg goes out by itself on the day on which its focal point begins") {
  Site site;
  const MovableClock clock(site.folder().parent_path());
  const auto begin = (now() / kDay + 2) * kDay;  // a midnight that the clock is moved to
  add_line(site, "nfp-bg", "from = " + date(begin));
  site.start(clock.environment());
  REQUIRE(send_request(site));
  REQUIRE(eventually([&] { return to_serbia(site) == 1 && to_ana(site) == 1; }));
  CHECK(newest_to_ana(site).text.find("Bulgaria waits") != std::string::npos);
  CHECK(to_bulgaria(site) == 0);
  // A second before that midnight a mail wakes the worker: the midnight itself then does.
  clock.advance_to(begin - now() - 3);
  REQUIRE(send_request(site));
  REQUIRE(eventually([&] { return to_serbia(site) == 2; }));
  REQUIRE(eventually([&] { return to_bulgaria(site) == 2; }));
}

TEST_CASE("a focal point whose last day has passed gets nothing more, without a reload") {
  Site site;
  const MovableClock clock(site.folder().parent_path());
  add_line(site, "nfp-rs", "until = " + date(now() + kDay));
  site.start(clock.environment());
  REQUIRE(send_request(site));
  REQUIRE(eventually([&] { return to_serbia(site) == 1 && to_bulgaria(site) == 1; }));
  clock.advance_to(3 * kDay);
  REQUIRE(send_request(site));
  REQUIRE(eventually([&] { return to_bulgaria(site) == 2 && to_ana(site) == 2; }));
  CHECK(to_serbia(site) == 1);
  CHECK(newest_to_ana(site).text.find("Serbia waits") != std::string::npos);
}

TEST_CASE("a revocation certificate counts when it is imported, while the daemon runs") {
  Site site;
  site.start();
  REQUIRE(send_request(site));
  REQUIRE(eventually([&] { return to_bulgaria(site) == 1 && to_serbia(site) == 1; }));
  const auto ran = site.pouch({"key", "import", "-"}, revocation(site, "nfp-rs"));
  INFO(ran.err);
  REQUIRE(ran.status == 0);
  CHECK(ran.out.find("revoked") != std::string::npos);
  REQUIRE(eventually([&] {
    const auto status = site.pouch({"status"});
    return status.out.find("of nfp-rs is revoked") != std::string::npos;
  }));
  REQUIRE(send_request(site));
  REQUIRE(eventually([&] { return to_bulgaria(site) == 2; }));
  CHECK(to_serbia(site) == 1);
}
