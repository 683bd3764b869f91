// The process that speaks HTTP with the world, seen from outside, while somebody means harm.
#include <signal.h>
#include <sys/stat.h>

#include <catch2/catch.hpp>
#include <fstream>
#include <sstream>
#include <vector>

#include "tests/system/browser.hpp"
#include "tests/system/harness.hpp"

using namespace pouch::test;

namespace {

constexpr const char* kOrigin = "https://pouch.example";
const std::string kAna = "ana@police.ro.example", kOurs = "requests@pouch.example";

struct WebSite : Site {
  std::string socket = (folder().parent_path() / "w").string();
  WebSite() {
    set("web.listen", "\"unix:" + socket + "\"");
    set("web.origin", "\"" + std::string(kOrigin) + "\"");
  }
  Browser browser() const { return {socket, kOrigin}; }
};

std::string text_of(const std::string& file) {
  std::ostringstream text;
  text << std::ifstream(file, std::ios::binary).rdbuf();
  return text.str();
}

std::string proc(pid_t pid, const std::string& name) {
  return "/proc/" + std::to_string(pid) + "/" + name;
}

// All that it can write, as it is now.
std::string memory_of(pid_t pid) {
  std::istringstream maps(text_of(proc(pid, "maps")));
  std::ifstream memory(proc(pid, "mem"), std::ios::binary);
  std::string all;
  for (std::string line; std::getline(maps, line);) {
    std::size_t begin = 0, end = 0;
    if (std::sscanf(line.c_str(), "%zx-%zx rw", &begin, &end) != 2 ||
        line.find(" rw") == std::string::npos) {
      continue;
    }
    std::string part(end - begin, '\0');
    memory.clear();
    memory.seekg(static_cast<std::streamoff>(begin));
    memory.read(part.data(), static_cast<std::streamsize>(part.size()));
    all += part.substr(0, static_cast<std::size_t>(memory.gcount()));
  }
  return all;
}

bool is_answered(Browser browser) { return browser.get("/enter").status == 200; }

}  // namespace

TEST_CASE("the process of the page holds sockets and pipes alone, no key, and nothing of a case") {
  WebSite site;
  site.start();
  REQUIRE(site.send(kAna, kOurs, site.mail("ana", {.body = request_form()})));
  REQUIRE(eventually([&] { return site.letters(kAna).size() == 1; }));
  REQUIRE(eventually([&] { return is_answered(site.browser()); }));
  const auto web = site.process("process web");
  for (const auto& entry : fs::directory_iterator(proc(web, "fd"))) {
    const auto number = std::stoi(entry.path().filename().string());
    std::error_code gone;  // a connection that ended meanwhile
    const auto what = fs::read_symlink(entry.path(), gone).string();
    if (gone) {
      continue;
    }
    INFO(number << " is " << what);
    CHECK((number < 3 || what == "/dev/null" || what.starts_with("socket:") ||
           what.starts_with("pipe:")));
  }
  const auto status = text_of(proc(web, "status"));
  CHECK(status.find("\nNoNewPrivs:\t1\n") != std::string::npos);
  CHECK(status.find("\nSeccomp:\t2\n") != std::string::npos);
  const auto memory = memory_of(web);
  REQUIRE(memory.size() > 100000);
  CHECK(memory.find("pouch.example") != std::string::npos);  // what it does know is found so
  for (const auto* word : {"Giurgiu", "Jovanovi", "PRIVATE KEY", "ana@police.ro.example"}) {
    INFO(word);
    CHECK(memory.find(word) == std::string::npos);
  }
  for (const auto* name : {"pouch.db", "keys.db", "web.db", "directory.toml", "data-key"}) {
    INFO(name);
    CHECK(text_of(proc(web, "maps")).find(name) == std::string::npos);
  }
  struct stat facts {};
  REQUIRE(stat(site.socket.c_str(), &facts) == 0);
  CHECK((facts.st_mode & 07777) == 0660);
  REQUIRE(site.stop() == 0);
  CHECK_FALSE(fs::exists(site.socket));
}

TEST_CASE("requests that fool other servers end their connection, and nothing else") {
  WebSite site;
  site.start();
  REQUIRE(eventually([&] { return is_answered(site.browser()); }));
  const auto web = site.process("process web");
  std::size_t count = 0;
  for (const auto& entry : fs::directory_iterator(POUCH_FIXTURES "/crashers/web-request")) {
    const auto name = entry.path().filename().string();
    if (name == "two-requests" || name.ends_with("without-end")) {
      continue;
    }
    INFO(name);
    const auto answer = site.browser().ask(text_of(entry.path().string()));
    CHECK((answer.status == 400 || answer.status == 411));
    CHECK(answer.field("Connection") == "close");
    CHECK(answer.body.find("HTTP/1.1") == std::string::npos);  // the one behind it is not answered
    ++count;
  }
  CHECK(count >= 10);
  const std::string head = "GET /enter HTTP/1.1\r\nHost: ";
  CHECK(site.browser().ask(head + "evil.example\r\nConnection: close\r\n\r\n").status == 421);
  const auto prefetched = site.browser().ask(
      "GET /case/SEL-2026-000001-00 HTTP/1.1\r\nHost: pouch.example\r\n"
      "Sec-Purpose: prefetch\r\nConnection: close\r\n\r\n");
  CHECK(prefetched.status == 204);
  CHECK(site.browser().ask(std::string(100'000, 'x')).status == 414);
  CHECK(is_answered(site.browser()));
  CHECK(site.process("process web") == web);
  CHECK(site.stop() == 0);
}

TEST_CASE("every answer of the page bears its policy, and the sheet may be kept") {
  WebSite site;
  site.start();
  auto browser = site.browser();
  REQUIRE(eventually([&] { return is_answered(site.browser()); }));
  const auto page = browser.get("/enter");
  for (const auto& answer : {page, browser.get("/nothing"), browser.get("/desk"),
                             browser.ask("GET / HTTP/1.1\r\n\r\n")}) {
    INFO(answer.head);
    CHECK(answer.field("Content-Security-Policy").starts_with("default-src 'none'; "));
    CHECK(answer.field("Cache-Control") == "no-store");
    CHECK(answer.field("Referrer-Policy") == "no-referrer");
  }
  const auto at = page.body.find("/static/");
  REQUIRE(at != std::string::npos);
  const auto sheet = browser.get(page.body.substr(at, page.body.find('"', at) - at));
  CHECK(sheet.status == 200);
  CHECK(sheet.field("Cache-Control").find("immutable") != std::string::npos);
  CHECK(sheet.body.find("--paper") != std::string::npos);
}

TEST_CASE("killed, the processes of the page are started again, and who asks is answered") {
  WebSite site;
  site.start();
  REQUIRE(eventually([&] { return is_answered(site.browser()); }));
  for (const auto* name : {"process web", "process answering"}) {
    INFO(name);
    const auto before = site.process(name);
    kill(before, SIGKILL);
    CHECK(eventually([&] {
      const auto now = site.processes(name);
      return now.size() == 1 && now[0] != before;
    }));
    CHECK(eventually([&] { return is_answered(site.browser()); }));
    CHECK(eventually([&] { return site.browser().get("/desk").status == 303; }));
  }
  CHECK(site.stop() == 0);
}
