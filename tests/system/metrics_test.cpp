// The metrics of a daemon, scraped over a Unix socket and over TCP, while somebody means harm.
#include <arpa/inet.h>
#include <signal.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <array>
#include <catch2/catch.hpp>
#include <cstring>

#include "tests/system/dovecot.hpp"
#include "tests/system/harness.hpp"

using namespace pouch::test;

namespace {

int connected(const std::string& place) {
  int client = -1, result = -1;
  if (place.front() == '/') {
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    std::memcpy(address.sun_path, place.data(), place.size());
    client = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    result = connect(client, reinterpret_cast<const sockaddr*>(&address), sizeof address);
  } else {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(static_cast<std::uint16_t>(std::stoi(place)));
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    client = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    result = connect(client, reinterpret_cast<const sockaddr*>(&address), sizeof address);
  }
  if (result != 0) {
    close(client);
    return -1;
  }
  return client;
}

// Empty when nobody listens.
std::string scraped(const std::string& place) {
  const int client = connected(place);
  if (client < 0) {
    return {};
  }
  const std::string request = "GET /metrics HTTP/1.1\r\nHost: pouch\r\n\r\n";
  send(client, request.data(), request.size(), MSG_NOSIGNAL);
  std::string all;
  std::array<char, 4096> octets{};
  for (ssize_t got = 0; (got = recv(client, octets.data(), octets.size(), 0)) > 0;) {
    all.append(octets.data(), static_cast<std::size_t>(got));
  }
  close(client);
  return all;
}

bool has(const std::string& text, const std::string& line) {
  return text.find("\n" + line + "\n") != std::string::npos;
}

}  // namespace

TEST_CASE("metrics count mails, letters and restarts, over a Unix socket") {
  Site site;
  const auto place = (site.folder().parent_path() / "m").string();
  site.set("metrics", "\"unix:" + place + "\"");
  site.start();
  struct stat facts {};
  REQUIRE(stat(place.c_str(), &facts) == 0);
  CHECK((facts.st_mode & 07777) == 0660);
  CHECK(has(scraped(place), "pouch_mails_taken_total 0"));
  REQUIRE(site.send("ana@police.ro.example", "requests@pouch.example",
                    site.mail("ana", {.body = request_form()})));
  REQUIRE(site.send("mallory@elsewhere.example", "requests@pouch.example",
                    site.mail("mallory", {.body = "x\n"})));
  kill(site.process("clocks"), SIGKILL);
  std::string text;
  REQUIRE(eventually([&] {
    text = scraped(place);
    return has(text, "pouch_letters_total{result=\"delivered\"} 3") &&
           has(text, "pouch_process_restarts_total{job=\"clocks\"} 1") &&
           has(text, "pouch_mails_finished_total{outcome=\"held\"} 1");
  }));
  CHECK(has(text, "pouch_up 1"));
  CHECK(has(text, "pouch_agent_up 1"));
  CHECK(has(text, "pouch_mails_taken_total 2"));
  CHECK(has(text, "pouch_mails_finished_total{outcome=\"accepted\"} 1"));
  CHECK(has(text, "pouch_mails{state=\"held\"} 1"));
  CHECK(has(text, "pouch_processes{job=\"metrics\"} 1"));
  for (const auto* word : {"example", "ana", "nfp", "SEL-"}) {
    INFO(word);
    CHECK(text.find(word) == std::string::npos);
  }
  // The process dies: who asks meanwhile waits for the next one.
  kill(site.process("metrics"), SIGKILL);
  CHECK(scraped(place).find("HTTP/1.1 200 OK") == 0);
  REQUIRE(site.stop() == 0);
  CHECK_FALSE(fs::exists(place));
  CHECK(site.pouch({"status"}).status == 69);
}

TEST_CASE("metrics over TCP go on, and so does the mail, beside clients that mean harm") {
  Site site;
  const auto port = std::to_string(free_port());
  site.set("metrics", "\"127.0.0.1:" + port + "\"");
  site.start();
  std::vector<int> silent;
  for (int i = 0; i < 100; ++i) {
    silent.push_back(connected(port));
    const std::string octets(static_cast<std::size_t>(i) * 200, 'x');
    send(silent.back(), octets.data(), octets.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
  }
  CHECK(has(scraped(port), "pouch_up 1"));
  REQUIRE(site.send("ana@police.ro.example", "requests@pouch.example",
                    site.mail("ana", {.body = request_form()})));
  CHECK(eventually([&] { return site.letters("ana@police.ro.example").size() == 1; }));
  CHECK(site.processes("metrics").size() == 1);
  for (const int client : silent) {
    close(client);
  }
}

TEST_CASE("metrics are read on this machine only") {
  Site site;
  for (const auto* value :
       {"0.0.0.0:9464", "192.0.2.1:9464", "[::]:9464", "127.0.0.1", "127.0.0.1:0",
        "127.0.0.1:70000", "localhost.example:9464", "unix:", "unix:relative", "9464"}) {
    INFO(value);
    site.set("metrics", std::string("\"") + value + "\"");
    const auto ran = site.pouch({"check"});
    CHECK(ran.status == 78);
    CHECK(ran.err.find("pouch.toml:") != std::string::npos);
    CHECK(ran.err.find(": metrics: ") != std::string::npos);
  }
  CHECK(site.pouch({"serve"}).status == 78);
}
