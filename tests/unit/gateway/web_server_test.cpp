// The page's server under clients that mean harm, over a socket of the loopback.
#include "gateway/web/http/server.hpp"

#include <poll.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <array>
#include <catch2/catch.hpp>
#include <thread>
#include <vector>

using namespace pouch::gateway::http;
using pouch::mail::Descriptor;
using std::chrono::milliseconds;

namespace {

// Answers every request with its path; "/later" when it is told to.
class Served {
 public:
  explicit Served(ServerBounds bounds)
      : listening_(socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0)),
        server_(
            listening_.get(), [this](Server::Id id, Request request) { take(id, request); },
            bounds) {
    sockaddr_un any{};
    any.sun_family = AF_UNIX;
    // unix(7), "Autobind feature"
    REQUIRE(bind(listening_.get(), reinterpret_cast<const sockaddr*>(&any), sizeof(sa_family_t)) ==
            0);
    socklen_t size = sizeof address_;
    REQUIRE(getsockname(listening_.get(), reinterpret_cast<sockaddr*>(&address_), &size) == 0);
    size_ = size;
    REQUIRE(listen(listening_.get(), 512) == 0);
    server_.on_wants([this](Server::Id id, std::uint64_t sent) {
      const bool last = sent == 3 * kPiece;
      server_.more(id, broken_ && sent > kPiece ? std::string()
                                                : std::string(last ? 5 : kPiece, last ? 'z' : 'b'));
    });
    REQUIRE(pipe(stop_.data()) == 0);
    REQUIRE(pipe(also_.data()) == 0);
    thread_ = std::thread([this] {
      server_.run(stop_[0], also_[0], [this] {
        char before = 0;
        (void)!::read(also_[0], &before, 1);
        Answer answer;
        answer.body = "at last";
        server_.answer(later_.at(later_.size() - 1 - static_cast<std::size_t>(before)), answer);
      });
    });
  }
  ~Served() {
    (void)!write(stop_[1], "", 1);
    thread_.join();
    for (const int one : {stop_[0], stop_[1], also_[0], also_[1]}) {
      close(one);
    }
  }
  Served(const Served&) = delete;
  Served& operator=(const Served&) = delete;

  Descriptor connected() const {
    Descriptor client(socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0));
    REQUIRE(connect(client.get(), reinterpret_cast<const sockaddr*>(&address_), size_) == 0);
    return client;
  }
  // The last that asked so, or the one before it.
  void answer_later(char before = 0) const { REQUIRE(write(also_[1], &before, 1) == 1); }

 private:
  void take(Server::Id id, const Request& request) {
    if (request.path == "/pieces" || request.path == "/broken") {
      broken_ = request.path == "/broken";
      Answer answer;
      answer.body = std::string(kPiece, 'a');
      answer.whole = 3 * kPiece + 5;
      server_.answer(id, answer);
      return;
    }
    if (request.path == "/later") {
      later_.push_back(id);
      return;
    }
    Answer answer;
    answer.body = request.path == "/large"  ? std::string((1u << 20) - 1, 'x')
                  : request.path == "/huge" ? std::string((1u << 20) + 1, 'x')
                                            : request.path + request.body;
    server_.answer(id, answer);
  }

  static constexpr std::size_t kPiece = 300'000;  // more than a socket takes at once
  bool broken_ = false;
  Descriptor listening_;
  sockaddr_un address_{};
  socklen_t size_ = 0;
  Server server_;
  std::vector<Server::Id> later_;
  std::array<int, 2> stop_{}, also_{};
  std::thread thread_;
};

void say(const Descriptor& client, const std::string& octets) {
  for (std::size_t at = 0; at < octets.size();) {
    const auto sent = send(client.get(), octets.data() + at, octets.size() - at, MSG_NOSIGNAL);
    if (sent <= 0) {
      return;  // it has closed: what it said is still there
    }
    at += static_cast<std::size_t>(sent);
  }
}

// Until `end` is there or it closes; "…" when neither comes.
std::string heard(const Descriptor& client, const std::string& end = {}, int patience = 10000) {
  std::string all;
  std::array<char, 65536> octets{};
  while (end.empty() || all.find(end) == std::string::npos) {
    pollfd wait{client.get(), POLLIN, 0};
    if (poll(&wait, 1, patience) <= 0) {
      return all + "…";
    }
    const auto got = recv(client.get(), octets.data(), octets.size(), 0);
    if (got <= 0) {
      break;
    }
    all.append(octets.data(), static_cast<std::size_t>(got));
  }
  return all;
}

std::string get(const std::string& path, const std::string& fields = {}) {
  return "GET " + path + " HTTP/1.1\r\nHost: x\r\n" + fields + "\r\n";
}
std::string last(const std::string& path) { return get(path, "Connection: close\r\n"); }

std::size_t count(const std::string& text, const std::string& what) {
  std::size_t found = 0;
  for (auto at = text.find(what); at != std::string::npos; at = text.find(what, at + 1)) {
    ++found;
  }
  return found;
}

}  // namespace

TEST_CASE("web server: one connection bears many requests, also when they come at once") {
  Served served({});
  const auto client = served.connected();
  say(client, get("/one"));
  CHECK(heard(client, "/one").find("Connection: keep-alive\r\n") != std::string::npos);
  say(client, get("/two") + get("/three") + last("/four"));
  const auto rest = heard(client);
  CHECK(count(rest, "HTTP/1.1 200 OK\r\n") == 3);
  CHECK(rest.find("/two") < rest.find("/three"));
  CHECK(rest.ends_with("/four"));
}

TEST_CASE("web server: a body goes out in pieces, and the next request is answered behind it") {
  Served served({});
  const auto client = served.connected();
  say(client, get("/pieces") + last("/after"));
  const auto all = heard(client);
  CHECK(all.find("Content-Length: 900005\r\n") != std::string::npos);
  const auto body = all.find("\r\n\r\n") + 4;
  CHECK(all.substr(body, 900'005) ==
        std::string(300'000, 'a') + std::string(600'000, 'b') + "zzzzz");
  CHECK(all.substr(body + 900'005).starts_with("HTTP/1.1 200 OK\r\n"));
  CHECK(all.ends_with("/after"));
}

TEST_CASE("web server: a body whose rest is not to be had ends in the middle") {
  Served served({});
  const auto client = served.connected();
  say(client, get("/broken") + last("/after"));
  const auto all = heard(client);
  CHECK(all.size() > 600'000);
  CHECK(all.size() < 601'000);
  CHECK(count(all, "HTTP/1.1 ") == 1);
}

TEST_CASE("web server: a body that is sent in pieces has none for HEAD") {
  Served served({});
  const auto client = served.connected();
  say(client, "HEAD /pieces HTTP/1.1\r\nHost: x\r\n\r\n" + last("/after"));
  const auto all = heard(client);
  CHECK(all.find("Content-Length: 900005\r\n") != std::string::npos);
  CHECK(all.find("aaaa") == std::string::npos);
  CHECK(all.ends_with("/after"));
}

TEST_CASE("web server: HEAD is answered as GET, without its body") {
  Served served({});
  const auto client = served.connected();
  say(client, "HEAD /abc HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
  const auto answer = heard(client);
  CHECK(answer.find("Content-Length: 4\r\n") != std::string::npos);
  CHECK(answer.ends_with("\r\n\r\n"));
}

TEST_CASE("web server: an answer that comes later keeps nobody waiting but who asked") {
  Served served({});
  const auto first = served.connected(), second = served.connected();
  say(first, get("/later") + last("/behind"));
  for (int i = 0; i < 3; ++i) {
    say(second, get("/now"));
    CHECK(heard(second, "/now").find("200 OK") != std::string::npos);
  }
  served.answer_later();
  const auto answers = heard(first);
  CHECK(count(answers, "200 OK") == 2);
  CHECK(answers.find("at last") < answers.find("/behind"));
  // Who has gone meanwhile is missed by nobody.
  {
    const auto third = served.connected();
    say(third, get("/later"));
    say(second, get("/x"));
    CHECK(heard(second, "/x").find("200 OK") != std::string::npos);
  }
  served.answer_later();
  say(second, last("/still"));
  CHECK(heard(second).ends_with("/still"));
}

TEST_CASE("web server: who closes one side still gets the answer") {
  Served served({});
  const auto client = served.connected();
  say(client, get("/a"));
  shutdown(client.get(), SHUT_WR);
  CHECK(heard(client).ends_with("/a"));
}

TEST_CASE("web server: what is refused is answered once, and the connection closed") {
  Served served({});
  for (const auto& [request, status] : std::vector<std::pair<std::string, std::string>>{
           {"GET / HTTP/1.1\r\n\r\n" + get("/smuggled"), "400"},
           {"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nContent-Length: 9\r\n\r\n" +
                get("/smuggled"),
            "400"},
           {"GET / HTTP/1.1\nHost: x\n\n" + get("/smuggled"), "400"},
           {"POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n" +
                get("/smuggled"),
            "411"},
           {"GET /" + std::string(1u << 20, 'x'), "414"},
           {"GET / HTTP/1.1\r\nX: " + std::string(1u << 20, 'x'), "431"}}) {
    const auto client = served.connected();
    say(client, request);
    const auto answer = heard(client);
    INFO(answer);
    CHECK(answer.starts_with("HTTP/1.1 " + status + " "));
    CHECK(count(answer, "HTTP/1.1 ") == 1);
    CHECK(answer.find("smuggled") == std::string::npos);
    CHECK(answer.find("Connection: close\r\n") != std::string::npos);
  }
}

TEST_CASE("web server: a body of 256 MB is refused by its length, and not read") {
  Served served({});
  const auto client = served.connected();
  say(client, "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 268435456\r\n\r\n");
  CHECK(heard(client).starts_with("HTTP/1.1 413 "));
}

TEST_CASE("web server: a page below the bound goes out whole, one above not at all") {
  Served served({});
  const auto client = served.connected();
  say(client, get("/large"));
  // Read slowly at first: the socket's room is smaller than the page.
  std::this_thread::sleep_for(milliseconds(50));
  say(client, last("/huge"));
  const auto answer = heard(client);
  CHECK(count(answer, "x") >= (1u << 20) - 1);
  CHECK(answer.find("HTTP/1.1 500 ") != std::string::npos);
  CHECK(answer.size() < (1u << 20) + 4096);
}

TEST_CASE("web server: who says half a line, or nothing, is not waited for") {
  ServerBounds bounds;
  bounds.head = milliseconds(200);
  bounds.idle = milliseconds(300);
  bounds.body = milliseconds(200);
  bounds.farewell = milliseconds(50);
  Served served(bounds);
  CHECK(heard(served.connected()).empty());
  const auto half = served.connected();
  say(half, "GET / HT");
  CHECK(heard(half).starts_with("HTTP/1.1 408 "));
  const auto body = served.connected();
  say(body, "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\nabc");
  CHECK(heard(body).starts_with("HTTP/1.1 408 "));
  // An octet now and then wins no time.
  const auto slow = served.connected();
  for (int i = 0; i < 10; ++i) {
    say(slow, "G");
    std::this_thread::sleep_for(milliseconds(50));
  }
  CHECK(heard(slow).find("…") == std::string::npos);
}

TEST_CASE("web server: an answer that came too late is given to no later request") {
  ServerBounds bounds;
  bounds.making = milliseconds(200);
  Served served(bounds);
  const auto client = served.connected();
  say(client, get("/later"));
  CHECK(heard(client, "\r\n\r\n").starts_with("HTTP/1.1 503 "));
  say(client, get("/later"));  // another person's, of the same proxy
  const auto second = served.connected();
  say(second, last("/seen"));
  REQUIRE(heard(second).ends_with("/seen"));
  served.answer_later(1);
  CHECK(heard(client, "at last", 100).find("at last") == std::string::npos);
}

TEST_CASE("web server: 200 clients that send half a line stand in nobody's way") {
  Served served({});
  std::vector<Descriptor> slow;
  for (int i = 0; i < 200; ++i) {
    slow.push_back(served.connected());
    say(slow.back(), "GET / HTTP/1.1\r\nHost:");
  }
  const auto client = served.connected();
  say(client, last("/good"));
  CHECK(heard(client).ends_with("/good"));
}

TEST_CASE("web server: when all places are taken, who has been idle longest gives way") {
  ServerBounds bounds;
  bounds.connections = 3;
  Served served(bounds);
  const auto waiting = served.connected();
  say(waiting, get("/later"));
  const auto idle = served.connected();
  say(idle, get("/a"));
  CHECK(heard(idle, "/a").find("200 OK") != std::string::npos);
  const auto half = served.connected();
  say(half, "GET / HT");
  const auto fresh = served.connected();
  say(fresh, get("/fresh"));
  CHECK(heard(fresh, "/fresh").find("200 OK") != std::string::npos);
  CHECK(heard(idle).empty());  // closed
  say(half, "TP/1.1\r\nHost: x\r\n\r\n");
  CHECK(heard(half, "\r\n\r\n/").find("200 OK") != std::string::npos);
  served.answer_later();
  CHECK(heard(waiting, "at last").find("200 OK") != std::string::npos);
}
