// Years that xapian-tcpsrv serves: asked as if they lay here; one that is away, frozen, of another
// key or talks nonsense is named, in bounded time, and the rest is found.
#include "search/index/remote.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <catch2/catch.hpp>
#include <chrono>
#include <csignal>
#include <thread>

#include "search/index/merge.hpp"
#include "tests/unit/search/archive.hpp"

using namespace pouch::search;

namespace {

namespace fs = std::filesystem;
using Clock = std::chrono::steady_clock;

constexpr double kBound = 8;  // seconds, on a machine that is busy

int listening(std::uint16_t& port) {
  const int door = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof address;
  REQUIRE(bind(door, reinterpret_cast<sockaddr*>(&address), size) == 0);
  REQUIRE(getsockname(door, reinterpret_cast<sockaddr*>(&address), &size) == 0);
  port = ntohs(address.sin_port);
  return door;
}

// A real one; it and what it forks for each connection are a group that ends with this.
class Server {
 public:
  explicit Server(const fs::path& shard) {
    close(listening(port_));
    pid_ = fork();
    REQUIRE(pid_ >= 0);
    if (pid_ == 0) {
      setpgid(0, 0);
      execl("/usr/bin/xapian-tcpsrv", "xapian-tcpsrv", "--quiet", "--interface", "127.0.0.1",
            "--port", std::to_string(port_).c_str(), shard.c_str(), nullptr);
      _exit(127);
    }
    setpgid(pid_, pid_);
    for (int i = 0; i < 200 && !answers(); ++i) {
      std::this_thread::sleep_for(std::chrono::milliseconds(20));
    }
    REQUIRE(answers());
  }
  ~Server() { end(); }
  Server(const Server&) = delete;
  Server& operator=(const Server&) = delete;
  void freeze() const { kill(-pid_, SIGSTOP); }
  void thaw() const { kill(-pid_, SIGCONT); }
  void end() {
    if (pid_ > 0) {
      kill(-pid_, SIGKILL);
      waitpid(pid_, nullptr, 0);
      pid_ = 0;
    }
  }
  RemoteShard of(int year) const { return {year, "127.0.0.1", port_}; }

 private:
  bool answers() const {
    const int line = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port_);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    const bool there = connect(line, reinterpret_cast<sockaddr*>(&address), sizeof address) == 0;
    close(line);
    return there;
  }
  std::uint16_t port_ = 0;
  pid_t pid_ = 0;
};

// Four years; two of them are handed out. `index` has the others, `whole` all.
struct Site {
  Site() {
    signal(SIGPIPE, SIG_IGN);  // as the program does
    Writer all(whole(), test_key());
    {
      Writer writer(index(), test_key(), {2023, 2024});
      for (std::uint64_t id = 1; id <= 80; ++id) {
        const auto document = message(id);
        all.put(document);
        writer.put(document);
      }
      writer.commit(80);
    }
    all.commit(80);
    for (const int year : {2023, 2024}) hand_out_shard(whole(), year, out(year), test_key(), 7);
  }
  static Document message(std::uint64_t id) {
    const auto name = id % 5 == 0 ? "Jovanović" : id % 7 == 0 ? "Јовановић" : "Petrov";
    std::string text = "lorry";
    for (std::uint64_t n = 0; n < id % 11; ++n) text += " lorry border";
    return {id,
            day(2023 + static_cast<int>((id - 1) / 20), 1 + static_cast<unsigned>(id % 12), 9),
            {{"text", text + " " + name}, {"country", id % 3 == 0 ? "RO" : "BG"}},
            {id % 2 == 0 ? "even" : "odd"},
            {}};
  }
  fs::path whole() const { return folder.path / "whole"; }
  fs::path index() const { return folder.path / "index"; }
  fs::path out(int year) const { return folder.path / std::to_string(year); }
  TestFolder folder;
};

Request request(const std::string& query, bool by_date = false) {
  Request one;
  one.query = query;
  one.readers = {"even"};
  one.limit = 50;
  one.by_date = by_date;
  one.facets = true;
  return one;
}

Ids ids(const Answer& answer) {
  Ids all;
  for (const auto& hit : answer.hits) all.push_back(hit.id);
  return all;
}

std::vector<int> missing(const Answer& answer) {
  std::vector<int> years;
  for (const auto& one : answer.missing) {
    CHECK_FALSE(one.why.empty());
    years.push_back(one.year);
  }
  return years;
}

double seconds_since(Clock::time_point begin) {
  return std::chrono::duration<double>(Clock::now() - begin).count();
}

}  // namespace

TEST_CASE("years that are served elsewhere are asked as if they lay here") {
  const Site site;
  const Server one(site.out(2023)), other(site.out(2024));
  Reader reader(site.index(), test_key(), {{one.of(2023), other.of(2024)}});
  Reader whole(site.whole(), test_key());
  for (const auto* query : {"lorry", "jovanovic", "lorry -petrov", "border", "country:RO",
                            "date:2023..2024", "\"lorry border\"", "jovanovic~"}) {
    for (const bool by_date : {false, true}) {
      INFO(query << by_date);
      const auto expected = whole.find(request(query, by_date));
      const auto answer = reader.find(request(query, by_date));
      REQUIRE(expected.total > 0);
      CHECK(answer.missing.empty());
      CHECK(answer.total == expected.total);
      CHECK(ids(answer) == ids(expected));
      CHECK(answer.counted == expected.counted);
      REQUIRE(answer.facets.size() == expected.facets.size());
      for (std::size_t i = 0; i < answer.facets.size(); ++i) {
        REQUIRE(answer.facets[i].values.size() == expected.facets[i].values.size());
        for (std::size_t n = 0; n < answer.facets[i].values.size(); ++n) {
          CHECK(answer.facets[i].values[n].value == expected.facets[i].values[n].value);
          CHECK(answer.facets[i].values[n].count == expected.facets[i].values[n].count);
        }
      }
      if (!by_date) CHECK(answer.hits.front().percent == 100);
      for (const auto& hit : answer.hits) {
        CHECK(hit.elsewhere == (hit.id <= 40));
        CHECK((hit.elsewhere || query[0] == 'c' || query[0] == 'd' || !hit.tier.empty()));
        CHECK(hit.percent >= 1);
        CHECK(hit.percent <= 100);
      }
    }
  }
  CHECK(reader.find(request("lorry")).changes ==
        std::map<int, std::uint64_t>{{2023, 7}, {2024, 7}});
}

TEST_CASE("a server that is away is named, at once, and the rest is found") {
  const Site site;
  Server one(site.out(2023));
  const Server other(site.out(2024));
  one.end();
  const auto begin = Clock::now();
  Reader reader(site.index(), test_key(), {{one.of(2023), other.of(2024)}});
  const auto answer = reader.find(request("lorry"));
  CHECK(missing(answer) == std::vector<int>{2023});
  CHECK(answer.total == 30);
  CHECK(seconds_since(begin) < kBound);
}

TEST_CASE("servers that freeze, before or between questions, cost a few seconds") {
  const Site site;
  const Server one(site.out(2023)), other(site.out(2024));
  Reader reader(site.index(), test_key(), {{one.of(2023), other.of(2024)}});
  REQUIRE(reader.find(request("lorry")).total == 40);
  one.freeze();
  other.freeze();
  auto begin = Clock::now();
  auto answer = reader.find(request("lorry"));
  WARN("two froze between questions: " << seconds_since(begin) << " s");
  CHECK(seconds_since(begin) < kBound);
  CHECK(missing(answer) == std::vector<int>{2023, 2024});
  CHECK(answer.total == 20);
  begin = Clock::now();
  answer = reader.find(request("lorry"));  // they are not waited for again and again
  CHECK(seconds_since(begin) < 1);
  CHECK(missing(answer) == std::vector<int>{2023, 2024});
  begin = Clock::now();
  answer =
      Reader(site.index(), test_key(), {{one.of(2023), other.of(2024)}}).find(request("lorry"));
  WARN("two were frozen: " << seconds_since(begin) << " s");
  CHECK(seconds_since(begin) < kBound);
  CHECK(missing(answer) == std::vector<int>{2023, 2024});
  CHECK(answer.missing.front().why == "does not answer within 2 seconds");
  one.thaw();
  other.thaw();
  CHECK(Reader(site.index(), test_key(), {{one.of(2023), other.of(2024)}})
            .find(request("lorry"))
            .total == 40);
}

TEST_CASE("a server that ends between two questions is named, the other goes on") {
  const Site site;
  Server one(site.out(2023));
  const Server other(site.out(2024));
  Reader reader(site.index(), test_key(), {{one.of(2023), other.of(2024)}});
  REQUIRE(reader.find(request("lorry")).total == 40);
  one.end();
  const auto answer = reader.find(request("lorry"));
  CHECK(missing(answer) == std::vector<int>{2023});
  CHECK(answer.total == 30);
}

TEST_CASE("what was written with another key, or is no server of ours, is named") {
  const Site site;
  hand_out_shard(site.folder.path / "none", 2023, site.folder.path / "strange", test_key(8), 0);
  const Server strange(site.folder.path / "strange");
  std::uint16_t port = 0;
  const int door = listening(port);  // says a word of nonsense to whoever comes
  listen(door, 4);
  std::thread talker([&] {
    const int line = accept(door, nullptr, nullptr);
    (void)!write(line, "HTTP/1.1 400 Bad Request\r\n\r\n", 28);
    close(line);
  });
  Reader reader(site.index(), test_key(), {{strange.of(2023), {2024, "127.0.0.1", port}}});
  const auto answer = reader.find(request("lorry"));
  talker.join();
  close(door);
  CHECK(missing(answer) == std::vector<int>{2023, 2024});
  CHECK(answer.missing.front().why.find("another key") != std::string::npos);
  CHECK(answer.total == 20);
  const auto looks = look_at_shards({strange.of(2023)}, test_key(8));
  REQUIRE(looks.size() == 1);
  CHECK(looks.front().flaw.empty());
}

TEST_CASE("what a server elsewhere makes up is no fault of the index here") {
  const Site site;
  // Messages that nobody filed, of readers who are everybody: the store judges them, not this room.
  const auto lies = site.folder.path / "lies";
  {
    Writer writer(lies, test_key());
    writer.put({4'000'000, day(2023, 1, 1), {{"text", "lorry"}}, {"even"}, {}});
    writer.commit(1);
  }
  hand_out_shard(lies, 2023, site.folder.path / "served", test_key(), 0);
  const Server liar(site.folder.path / "served");
  Reader reader(site.index(), test_key(), {{liar.of(2023)}});
  const auto answer = reader.find(request("lorry"));
  const auto all = ids(answer);
  CHECK(std::count(all.begin(), all.end(), 4'000'000U) == 1);
  CHECK(answer.total == 21);
  CHECK(missing(answer) == std::vector<int>{2024});  // nobody was named for it
}
