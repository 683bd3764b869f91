// Years of the index that other machines serve, with real servers on loopback: asked as if they lay
// here; one that is killed or frozen is named, in seconds, and never are there silently fewer hits.
#include <arpa/inet.h>
#include <netinet/in.h>
#include <signal.h>
#include <sys/socket.h>
#include <unistd.h>

#include <catch2/catch.hpp>
#include <chrono>

#include "tests/system/dovecot.hpp"
#include "tests/system/harness.hpp"

using namespace pouch::test;
using nlohmann::json;

namespace {

using Words = std::vector<std::string>;
using Clock = std::chrono::steady_clock;

constexpr double kFewSeconds = 20;  // of a whole verb, on a machine that does much else

std::string mail_of(int year, int n) {
  const auto number = std::to_string(year) + "." + std::to_string(n);
  return "From ivan Thu Jun 10 10:00:00 " + std::to_string(year) +
         "\nFrom: Ivan Petrov <ivan@elsewhere.example>\nTo: desk@elsewhere.example\nDate: 10 Jun " +
         std::to_string(year) + " 10:00:00 +0000\nMessage-ID: <" + number +
         "@elsewhere.example>\nSubject: Lorry " + number +
         "\nContent-Type: text/plain; charset=utf-8\n\nthe zebra of Giurgiu, driver Димитров\n\n";
}

bool is_open(int port) {
  const int line = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(static_cast<std::uint16_t>(port));
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  const bool open = connect(line, reinterpret_cast<sockaddr*>(&address), sizeof address) == 0;
  close(line);
  return open;
}

class Server {
 public:
  explicit Server(const fs::path& shard) : port_(free_port()) {
    pid_ = start_bound({"xapian-tcpsrv", "--quiet", "--interface", "127.0.0.1", "--port",
                        std::to_string(port_), shard.string()});
    REQUIRE(eventually([&] { return is_open(port_); }));
  }
  ~Server() { end(); }
  Server(const Server&) = delete;
  Server& operator=(const Server&) = delete;
  void freeze() const { kill(pid_, SIGSTOP); }
  void thaw() const { kill(pid_, SIGCONT); }
  void end() {
    if (pid_ > 0) {
      kill(pid_, SIGKILL);
      await(pid_);
      pid_ = -1;
    }
  }
  int port() const { return port_; }

 private:
  int port_;
  pid_t pid_ = -1;
};

struct Looked {
  Ran ran;
  json answer;
  double seconds = 0;
};

// Two mails of each of 2021, 2022 and 2025; the first two years are handed out.
struct Archive {
  Archive() {
    std::string file;
    for (const int year : {2021, 2022, 2025}) file += mail_of(year, 1) + mail_of(year, 2);
    bring("old", file);
    REQUIRE(search().answer["total"] == 6);
    for (const int year : {2021, 2022}) {
      const auto ran = hand_out(year, folder(year));
      INFO(ran.err);
      REQUIRE(ran.status == 0);
      CHECK(ran.out == "2 messages of " + std::to_string(year) + " written to " +
                           folder(year).string() + "\n");
    }
  }

  void bring(const std::string& name, const std::string& mails) const {
    const auto file = site.folder() / (name + ".mbox");
    write_file(file, mails);
    const auto ran = site.pouch({"archive", "import", file.string(), "--readers",
                                 "desk:nfp-bg,member:ana", "--as", "nfp-bg", "--reason", "test"});
    INFO(ran.err);
    REQUIRE(ran.status == 0);
  }

  Ran hand_out(int year, const fs::path& into) const {
    return site.pouch({"reindex", "--year", std::to_string(year), "--into", into.string()});
  }

  fs::path folder(int year) const { return site.folder() / ("out" + std::to_string(year)); }
  fs::path local(int year) const { return site.state() / "index" / std::to_string(year); }
  fs::path config() const { return site.folder() / "pouch.toml"; }

  void name(int year, int port) const {
    write_file(config(), read_file(config()) +
                             "\n[[search.shard]]\nyear = " + std::to_string(year) +
                             "\nhost = \"127.0.0.1\"\nport = " + std::to_string(port) + "\n");
  }
  void name_no_more() const {
    const auto text = read_file(config());
    write_file(config(), text.substr(0, text.find("\n[[search.shard]]")));
  }

  Looked search(const Words& more = {}, const std::string& query = "zebra") const {
    Words command{"search", query, "--as", "nfp-bg", "--reason", "test", "--json"};
    command.insert(command.end(), more.begin(), more.end());
    Looked looked;
    const auto begin = Clock::now();
    looked.ran = site.pouch(command);
    looked.seconds = std::chrono::duration<double>(Clock::now() - begin).count();
    looked.answer = looked.ran.out.empty() ? json::object() : json::parse(looked.ran.out);
    return looked;
  }

  std::string checked() const { return site.pouch({"check"}).out; }
  void work() const { REQUIRE(site.pouch({"run", "--until-idle"}).status == 0); }

  Site site;
};

std::vector<int> missing(const json& answer) {
  std::vector<int> years;
  for (const auto& one : answer["missing"]) years.push_back(one["year"]);
  return years;
}

}  // namespace

TEST_CASE("two years on servers, one killed, one frozen: named in seconds, never fewer hits") {
  Archive archive;
  Server one(archive.folder(2021));
  const Server other(archive.folder(2022));
  archive.name(2021, one.port());
  archive.name(2022, other.port());
  CHECK(contains(archive.checked(), "search.shard 2021: lies here as well"));
  for (const int year : {2021, 2022}) fs::remove_all(archive.local(year));
  auto looked = archive.search();
  INFO(looked.ran.err);
  REQUIRE(looked.ran.status == 0);
  CHECK(looked.answer["total"] == 6);
  CHECK(looked.answer["missing"].empty());
  CHECK(looked.answer["hits"].size() == 6);
  for (const auto& hit : looked.answer["hits"]) CHECK(hit["why"] == "as written");
  looked = archive.search({}, "dimitrov");
  CHECK(looked.answer["total"] == 6);
  for (const auto& hit : looked.answer["hits"]) CHECK(hit["met"][0]["how"] == "other script");
  archive.work();
  CHECK_FALSE(contains(archive.checked(), "search.shard"));

  one.end();
  looked = archive.search();
  CHECK(looked.ran.status == 69);
  CHECK(looked.ran.out.empty());
  CHECK(contains(looked.ran.err, "the archive of 2021 cannot be asked"));
  CHECK(contains(looked.ran.err, "--partial"));
  CHECK(contains(archive.checked(), "search.shard 2021: cannot be reached"));
  looked = archive.search({"--partial"});
  CHECK(looked.ran.status == 0);
  CHECK(looked.answer["total"] == 4);
  CHECK(missing(looked.answer) == std::vector<int>{2021});
  CHECK(contains(looked.ran.err, "not asked: 2021"));

  other.freeze();
  looked = archive.search();
  WARN("one killed, one frozen: " << looked.seconds << " s");
  CHECK(looked.ran.status == 69);
  CHECK(looked.seconds < kFewSeconds);
  CHECK(contains(looked.ran.err, "the archive of 2021 and 2022 cannot be asked"));
  CHECK(contains(looked.ran.err, "2022 (does not answer within 2 seconds)"));
  looked = archive.search({"--partial"});
  CHECK(looked.seconds < kFewSeconds);
  CHECK(looked.answer["total"] == 2);
  CHECK(missing(looked.answer) == std::vector<int>{2021, 2022});
  // Nothing found, and not all was asked: that is not "nothing".
  looked = archive.search({"--partial"}, "giraffe");
  CHECK(looked.ran.status == 69);
  CHECK(looked.answer["total"] == 0);

  other.thaw();
  const Server again(archive.folder(2021));
  archive.name_no_more();
  archive.name(2021, again.port());
  archive.name(2022, other.port());
  CHECK(archive.search().answer["total"] == 6);
  CHECK(archive.search({}, "giraffe").ran.status == 1);
}

TEST_CASE("the daemon asks years on servers, and an answer by mail names those that are away") {
  Archive archive;
  auto& site = archive.site;
  Server one(archive.folder(2021));
  const Server other(archive.folder(2022));
  archive.name(2021, one.port());
  archive.name(2022, other.port());
  for (const int year : {2021, 2022}) fs::remove_all(archive.local(year));
  site.start();
  const auto asked = [&](const std::string& mode) {
    const auto before = site.letters("ana@police.ro.example").size();
    REQUIRE(site.send("ana@police.ro.example", "requests@pouch.example",
                      site.mail("ana", {.subject = "search",
                                        .body = "Form: search\nScope: my cases\nJustification: "
                                                "case 4417/2026\nQuery: zebra\n" +
                                                mode})));
    REQUIRE(eventually([&] { return site.letters("ana@police.ro.example").size() > before; }));
    return site.newest("ana");
  };
  auto letter = asked("");
  INFO(letter.text);
  CHECK(letter.subject == "Search: hit");
  CHECK(contains(letter.text, "2021-06-10"));
  CHECK_FALSE(contains(letter.text, "NOT ASKED"));
  one.end();
  other.freeze();
  letter = asked("");
  CHECK(letter.subject == "Search: hit, without 2021 and 2022");
  CHECK(contains(letter.text, "NOT ASKED: messages of 2021 and 2022"));
  CHECK_FALSE(contains(letter.text, "2021-06-10"));
  CHECK(contains(letter.text, "2025-06-10"));
  letter = asked("Mode: hit or no hit\n");
  CHECK(contains(letter.text, "HIT, without 2021 and 2022"));
  CHECK(contains(letter.text, "NOT ASKED"));
  other.thaw();
  CHECK(site.stop() == 0);
}

TEST_CASE("what comes or changes late of a year on a server is told, and in the next shard") {
  Archive archive;
  const auto& site = archive.site;
  const Server one(archive.folder(2021));
  archive.name(2021, one.port());
  fs::remove_all(archive.local(2021));
  archive.bring("late", mail_of(2021, 3));
  archive.work();
  auto looked = archive.search();
  CHECK(looked.answer["total"] == 6);
  CHECK(looked.answer["unfiled"] == 1);
  CHECK(contains(looked.ran.err, "1 messages are not in the index yet"));
  CHECK(contains(archive.checked(), "search.shard 2021: lacks 1 messages"));
  CHECK(archive.hand_out(2021, archive.folder(2021)).status == 64);  // it is not empty
  CHECK(archive.hand_out(2099, site.folder() / "future").status == 64);
  const auto anew = site.folder() / "anew";
  REQUIRE(archive.hand_out(2021, anew).status == 0);
  const Server next(anew);
  archive.name_no_more();
  archive.name(2021, next.port());
  looked = archive.search();
  CHECK(looked.answer["total"] == 7);
  CHECK(looked.answer["unfiled"] == 0);
  CHECK_FALSE(contains(archive.checked(), "search.shard"));
  // It comes back as the first folder, without what came late: that was waiting.
  archive.name_no_more();
  fs::copy(archive.folder(2021), archive.local(2021));
  archive.work();
  CHECK(archive.search().answer["total"] == 7);
  // A year that is nowhere is built anew from the store.
  archive.name(2021, next.port());
  archive.work();
  fs::remove_all(archive.local(2021));
  archive.name_no_more();
  CHECK(archive.search().ran.status == 69);
  archive.work();
  CHECK(archive.search().answer["total"] == 7);
}
