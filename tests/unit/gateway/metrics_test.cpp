// The figures as a scraper gets them, and scrapers that mean harm.
#include "gateway/status/metrics_server.hpp"

#include <arpa/inet.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <catch2/catch.hpp>
#include <regex>
#include <set>
#include <sstream>
#include <thread>

#include "gateway/status/metrics_text.hpp"

using namespace pouch::gateway;

namespace {

Time at(long seconds) { return Time(std::chrono::seconds(1'790'000'000 + seconds)); }

SiteStatus busy_site() {
  SiteStatus status;
  status.at = at(100);
  status.serving = true;
  status.service = ServiceNote{"0.1.0", 10, at(0)};
  status.service->agent.answers = true;
  for (const int restarts : {1, 2}) {
    ProcessNote note{"worker", "", 11, at(0), restarts};
    status.processes.push_back({note, "running", DoingNote{11, "mail", "12", at(90)}});
  }
  status.processes.push_back({{"collect", "imaps://ana%40x@mail.example/INBOX", 12}, "ended", {}});
  status.servers.push_back({"imaps://ana%40x@mail.example/INBOX", false, "paused"});
  status.lengths = Lengths{};
  status.lengths->waiting = {2, at(40)};
  status.lengths->waiting_legs = {1, at(30)};
  status.lengths->overdue_legs = {4, at(20)};
  status.lengths->domains.push_back({"police.ro.example", {1, at(1)}, {}});
  status.tallies = {{"mail-accepted", 7}, {"letter-deferred", 3}};
  status.keys = {{"gateway", "AA", "usable"},
                 {"ana.ionescu", "BB", "usable", at(60)},
                 {"nfp-bg", "CC", "usable", at(5000)}};
  status.attention.push_back({"ana.ionescu has no key", ""});
  return status;
}

bool has(const std::string& text, const std::string& line) {
  return text.find("\n" + line + "\n") != std::string::npos;
}

// What https://prometheus.io/docs/instrumenting/exposition_formats/ asks of version 0.0.4.
void check_format(const std::string& text) {
  const std::regex head("# (HELP|TYPE) ([a-z_]+) (.+)");
  const std::regex sample("([a-z_]+)(\\{([a-z_]+=\"[^\"\\\\\n]*\",?)+\\})? (-?[0-9]+)");
  std::set<std::string> families, samples;
  std::string family, type;
  std::istringstream lines(text);
  for (std::string line; std::getline(lines, line);) {
    INFO(line);
    std::smatch found;
    if (std::regex_match(line, found, head)) {
      if (found[1] == "HELP") {
        family = found[2];
        CHECK(families.insert(family).second);  // all samples of one family together
        type.clear();
      } else {
        CHECK(found[2] == family);
        type = found[3];
        CHECK((type == "counter" || type == "gauge"));
        CHECK((type == "counter") ==
              (family.size() > 6 && family.rfind("_total") == family.size() - 6));
      }
      continue;
    }
    REQUIRE(std::regex_match(line, found, sample));
    CHECK(found[1] == family);
    CHECK(!type.empty());
    CHECK(samples.insert(line.substr(0, line.rfind(' '))).second);
  }
  CHECK(text.back() == '\n');
  CHECK(families.size() > 5);
}

// Runs in a thread of its own on a port of the loopback.
class Served {
 public:
  explicit Served(MetricsServer::Bounds bounds)
      : socket_(pouch::mail::ListeningSocket::bind("tcp://127.0.0.1:0")),
        port_(std::stoi(socket_.uri().substr(socket_.uri().rfind(':') + 1))),
        server_(
            std::move(socket_), [this] { return std::to_string(++made_) + "\n"; }, bounds) {
    REQUIRE(pipe(stop_) == 0);
    thread_ = std::thread([this] { server_.run(stop_[0]); });
  }
  ~Served() {
    close(stop_[1]);
    thread_.join();
    close(stop_[0]);
  }
  Served(const Served&) = delete;
  Served& operator=(const Served&) = delete;
  int connected() const {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(static_cast<std::uint16_t>(port_));
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    const int client = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    REQUIRE(connect(client, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0);
    return client;
  }
  int made() const { return made_; }

 private:
  pouch::mail::ListeningSocket socket_;
  int port_;
  std::atomic<int> made_{0};
  MetricsServer server_;
  int stop_[2] = {-1, -1};
  std::thread thread_;
};

void say(int client, const std::string& octets) {
  for (std::size_t at = 0; at < octets.size();) {
    const auto sent = send(client, octets.data() + at, octets.size() - at, MSG_NOSIGNAL);
    if (sent <= 0) {
      return;  // it has closed: what it said is still there
    }
    at += static_cast<std::size_t>(sent);
  }
}

// All until it closes; "…" when it does not.
std::string heard(int client, int milliseconds = 10000) {
  std::string all;
  std::array<char, 4096> octets{};
  for (;;) {
    pollfd wait{client, POLLIN, 0};
    if (poll(&wait, 1, milliseconds) <= 0) {
      all += "…";
      break;
    }
    const auto got = recv(client, octets.data(), octets.size(), 0);
    if (got <= 0) {
      break;
    }
    all.append(octets.data(), static_cast<std::size_t>(got));
  }
  close(client);
  return all;
}

const std::string kGet = "GET /metrics HTTP/1.1\r\nHost: x\r\n\r\n";

std::string scraped(const Served& served, const std::string& request = kGet) {
  const int client = served.connected();
  say(client, request);
  return heard(client);
}

}  // namespace

TEST_CASE("metrics: every family has its help, type and samples, without a name of anybody") {
  const auto text = metrics_text(busy_site());
  check_format(text);
  CHECK(has(text, "pouch_processes{job=\"worker\"} 2"));
  CHECK(has(text, "pouch_processes{job=\"collect\"} 0"));
  CHECK(has(text, "pouch_process_restarts_total{job=\"worker\"} 3"));
  CHECK(has(text, "pouch_process_busy_seconds{job=\"worker\"} 10"));
  CHECK(has(text, "pouch_mails{state=\"waiting\"} 2"));
  CHECK(has(text, "pouch_mails_oldest_seconds{state=\"waiting\"} 60"));
  CHECK(has(text, "pouch_legs{state=\"waiting\"} 1"));
  CHECK(has(text, "pouch_legs{state=\"overdue\"} 4"));
  CHECK(has(text, "pouch_legs_oldest_seconds{state=\"overdue\"} 80"));
  CHECK(has(text, "pouch_mails_finished_total{outcome=\"accepted\"} 7"));
  CHECK(has(text, "pouch_letters_total{result=\"deferred\"} 3"));
  CHECK(has(text, "pouch_servers{way=\"in\",state=\"paused\"} 1"));
  CHECK(has(text, "pouch_keys{state=\"expired\"} 1"));
  CHECK(has(text, "pouch_key_expiry_seconds{keys=\"directory\"} -40"));
  CHECK(text.find("keys=\"gateway\"") == std::string::npos);  // never expires
  for (const auto* word : {"ana", "example", "nfp"}) {
    CHECK(text.find(word) == std::string::npos);
  }
}

TEST_CASE("metrics: a site without a daemon or a store says so") {
  SiteStatus status;
  status.at = at(0);
  const auto text = metrics_text(status);
  check_format(text);
  CHECK(text.find("\npouch_up 0\n") != std::string::npos);
  CHECK(has(text, "pouch_store_readable 0"));
  CHECK(text.find("pouch_mails{") == std::string::npos);
}

TEST_CASE("metrics: answers GET and HEAD of /metrics, and nothing else") {
  const std::string body = "up 1\n";
  const auto answer = [&](const std::string& request) {
    return answer_to(request, [&]() -> const std::string& { return body; });
  };
  const auto good = answer(kGet);
  CHECK(good.find("HTTP/1.1 200 OK\r\n") == 0);
  CHECK(good.find("Content-Type: text/plain; version=0.0.4; charset=utf-8\r\n") !=
        std::string::npos);
  CHECK(good.find("Content-Length: 5\r\n") != std::string::npos);
  CHECK(good.substr(good.find("\r\n\r\n")) == "\r\n\r\nup 1\n");
  CHECK(answer("GET /metrics?x=1 HTTP/1.0\r\n\r\n").find("HTTP/1.1 200 ") == 0);
  const auto head = answer("HEAD /metrics HTTP/1.1\r\n\r\n");
  CHECK(head.find("HTTP/1.1 200 ") == 0);
  CHECK(head.substr(head.find("\r\n\r\n")) == "\r\n\r\n");
  for (const auto& [request, status] :
       {std::pair<std::string, std::string>{"GET / HTTP/1.1\r\n\r\n", "404"},
        {"GET /metrics/../x HTTP/1.1\r\n\r\n", "404"},
        {"POST /metrics HTTP/1.1\r\n\r\n", "405"},
        {"GET /metrics\r\n\r\n", "400"},
        {"GET\r\n\r\n", "400"},
        {"\r\n\r\n", "400"},
        {"GET /metrics SMTP/1.1\r\n\r\n", "400"},
        {"GET /metrics HTTP/1.1\r\n", "431"}}) {
    INFO(request);
    CHECK(answer(request).compare(0, 12, "HTTP/1.1 " + status) == 0);
  }
}

TEST_CASE("metrics: makes the text once a second at most, whatever is asked") {
  Served served({});
  CHECK(scraped(served).find("\r\n\r\n1\n") != std::string::npos);
  for (int i = 0; i < 20; ++i) {
    CHECK(scraped(served).find("HTTP/1.1 200 OK\r\n") == 0);
  }
  CHECK(served.made() < 15);
}

TEST_CASE("metrics: slow, many and large clients keep no place from the next one") {
  Served served({.connections = 3,
                 .request = 256,
                 .patience = std::chrono::milliseconds(400),
                 .farewell = std::chrono::milliseconds(100)});
  // One below the bound, one above.
  CHECK(scraped(served, "GET /metrics HTTP/1.1\r\nX: " + std::string(220, 'x') + "\r\n\r\n")
            .find("HTTP/1.1 200 ") == 0);
  CHECK(scraped(served, "GET /metrics HTTP/1.1\r\nX: " + std::string(5000, 'x'))
            .find("HTTP/1.1 431 ") == 0);
  CHECK(scraped(served, std::string(1 << 20, 'x')).find("…") == std::string::npos);
  // Says nothing: it is ended. Says a word now and then: that wins no time.
  CHECK(heard(served.connected()).empty());
  const int slow = served.connected();
  for (int i = 0; i < 8; ++i) {
    say(slow, "G");
    std::this_thread::sleep_for(std::chrono::milliseconds(100));
  }
  CHECK(heard(slow, 0).empty());
  // All places taken: the oldest goes.
  const int first = served.connected();
  std::vector<int> others;
  for (int i = 0; i < 10; ++i) {
    others.push_back(served.connected());
  }
  CHECK(scraped(served).find("HTTP/1.1 200 ") == 0);
  CHECK(heard(first).empty());
  for (const int other : others) {
    close(other);
  }
  // Asks, and never reads nor closes.
  const int deaf = served.connected();
  say(deaf, kGet);
  CHECK(scraped(served).find("HTTP/1.1 200 ") == 0);
  close(deaf);
}
