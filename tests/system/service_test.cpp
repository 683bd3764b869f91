// `serve` under a service manager: sockets handed over, notifications, watchdog, and what each
// process has given up. The test plays systemd's part.
#include <fcntl.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <catch2/catch.hpp>
#include <csignal>
#include <cstring>
#include <sstream>

#include "tests/system/harness.hpp"

using namespace pouch::test;

namespace {

sockaddr_un at(const std::string& path) {
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  std::memcpy(address.sun_path, path.data(), path.size());
  return address;
}

int bound(const std::string& path, int type) {
  const auto address = at(path);
  const int descriptor = socket(AF_UNIX, type | SOCK_CLOEXEC, 0);
  REQUIRE(bind(descriptor, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0);
  if (type == SOCK_STREAM) {
    REQUIRE(listen(descriptor, 100) == 0);
  }
  return descriptor;
}

// A mail server's side; -1 when refused.
int connected(const std::string& path) {
  const auto address = at(path);
  const int descriptor = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
  if (connect(descriptor, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0) {
    return descriptor;
  }
  close(descriptor);
  return -1;
}

std::string heard(int descriptor, int milliseconds = 20000) {
  pollfd wait{descriptor, POLLIN, 0};
  std::array<char, 1024> octets{};
  if (poll(&wait, 1, milliseconds) <= 0) {
    return {};
  }
  const auto got = recv(descriptor, octets.data(), octets.size(), 0);
  return {octets.data(), static_cast<std::size_t>(std::max<ssize_t>(got, 0))};
}

// systemd's part, and a site with nobody in it.
class Service {
 public:
  Service() : notify_(bound((scratch_.path() / "n").string(), SOCK_DGRAM)) {
    const auto made =
        run({POUCH_PROGRAM, "init", site().string(), "--address", "requests@pouch.example"});
    REQUIRE(made.status == 0);
  }
  ~Service() {
    if (pid_ > 0) {
      kill(pid_, SIGKILL);
      waitpid(pid_, nullptr, 0);
    }
    end_agents(site() / "gnupg");
    close(notify_);
  }
  Service(const Service&) = delete;
  Service& operator=(const Service&) = delete;

  fs::path site() const { return scratch_.path() / "s"; }
  std::string socket_path() const { return (scratch_.path() / "l").string(); }
  void listen_on(const std::string& source) const {
    auto text = read_file(site() / "pouch.toml");
    const auto begin = text.find("\nsources = ");
    text.replace(begin, text.find('\n', begin + 1) - begin, "\nsources = [\"" + source + "\"]");
    write_file(site() / "pouch.toml", text);
  }

  void show_page_on(const std::string& socket) const {
    auto text = read_file(site() / "pouch.toml");
    const auto web = text.find("\n[web]\n");
    for (const auto& [name, value] :
         {std::pair<std::string, std::string>("listen", "unix:" + socket),
          std::pair<std::string, std::string>("origin", "https://pouch.example")}) {
      const auto begin = text.find("\n" + name + " = ", web);
      REQUIRE(begin != std::string::npos);
      text.replace(begin, text.find('\n', begin + 1) - begin, "\n" + name + " = \"" + value + "\"");
    }
    write_file(site() / "pouch.toml", text);
  }

  void start(int socket, const std::string& watchdog = "600000000") {
    pid_ = fork();
    if (pid_ == 0) {
      const auto own = std::to_string(getpid());
      setenv("NOTIFY_SOCKET", (scratch_.path() / "n").c_str(), 1);
      setenv("WATCHDOG_USEC", watchdog.c_str(), 1);
      setenv("WATCHDOG_PID", own.c_str(), 1);
      setenv("LISTEN_FDS", "1", 1);
      setenv("LISTEN_PID", own.c_str(), 1);
      setenv("LISTEN_FDNAMES", "lmtp", 1);
      const int nothing = open("/dev/null", O_RDWR);
      const int log = open((scratch_.path() / "log").c_str(), O_CREAT | O_WRONLY | O_APPEND, 0600);
      dup2(nothing, 0);
      dup2(nothing, 1);
      dup2(log, 2);
      if (socket == 3) {
        fcntl(3, F_SETFD, 0);
      } else {
        dup2(socket, 3);
      }
      execl(POUCH_PROGRAM, POUCH_PROGRAM, "-c", (site() / "pouch.toml").c_str(), "serve", nullptr);
      _exit(127);
    }
    REQUIRE(pid_ > 0);
  }
  void signal(int number) const { kill(pid_, number); }
  int ended() {
    int status = 0;
    waitpid(pid_, &status, 0);
    pid_ = -1;
    return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
  }
  // The next notification that begins so; others are passed over.
  std::string told(const std::string& beginning) const {
    for (int i = 0; i < 100; ++i) {
      const auto text = heard(notify_);
      if (text.empty() || text.compare(0, beginning.size(), beginning) == 0) {
        return text;
      }
    }
    return {};
  }
  std::vector<pid_t> processes(const std::string& job) const {
    std::vector<pid_t> found;
    const auto self = std::to_string(pid_);
    std::istringstream pids(read_file("/proc/" + self + "/task/" + self + "/children"));
    for (pid_t pid = 0; pids >> pid;) {
      auto line = read_file("/proc/" + std::to_string(pid) + "/cmdline");
      const auto begin = line.find(std::string("process") + '\0' + job);
      if (begin != std::string::npos) {
        found.push_back(pid);
      }
    }
    return found;
  }
  std::string log() const { return read_file(scratch_.path() / "log"); }

 private:
  Scratch scratch_;
  int notify_;
  pid_t pid_ = -1;
};

std::string field(const std::string& status, const std::string& name) {
  const auto begin = status.find("\n" + name + ":");
  return begin == std::string::npos
             ? ""
             : status.substr(begin + name.size() + 3,
                             status.find('\n', begin + 1) - begin - name.size() - 3);
}

}  // namespace

TEST_CASE("serves the page at a socket that systemd holds, and who asks meanwhile waits") {
  Service service;
  const auto path = service.socket_path();
  const int socket = bound(path, SOCK_STREAM);
  service.listen_on("smtp://127.0.0.1:0");
  service.show_page_on(path);
  const auto ask = [&] {
    constexpr std::string_view kAsk =
        "GET /enter HTTP/1.1\r\nHost: pouch.example\r\nConnection: close\r\n\r\n";
    const int line = connected(path);
    REQUIRE(line >= 0);
    REQUIRE(send(line, kAsk.data(), kAsk.size(), MSG_NOSIGNAL) ==
            static_cast<ssize_t>(kAsk.size()));
    return line;
  };
  const auto answer_at = [](int line) {
    const auto answer = heard(line);
    close(line);
    return answer.substr(0, answer.find('\r'));
  };
  const int early = ask();
  service.start(socket);
  INFO(service.log());
  REQUIRE(service.told("READY=1").compare(0, 7, "READY=1") == 0);
  CHECK(answer_at(early) == "HTTP/1.1 200 OK");
  kill(service.processes("web").front(), SIGKILL);
  CHECK(answer_at(ask()) == "HTTP/1.1 200 OK");
  service.signal(SIGTERM);
  CHECK(service.ended() == 0);
  const int between = ask();
  service.start(socket);
  REQUIRE(service.told("READY=1").compare(0, 7, "READY=1") == 0);
  CHECK(answer_at(between) == "HTTP/1.1 200 OK");
  service.signal(SIGTERM);
  CHECK(service.ended() == 0);
  close(socket);
}

TEST_CASE("tells systemd what it does, and keeps the handed socket over every death") {
  Service service;
  const int socket = bound(service.socket_path(), SOCK_STREAM);
  service.listen_on("lmtp:" + service.socket_path());
  service.start(socket, "1000000");
  const auto ready = service.told("READY=1");
  CHECK(ready.find("STATUS=Serving requests@pouch.example") != std::string::npos);
  const int line = connected(service.socket_path());
  CHECK(heard(line).compare(0, 4, "220 ") == 0);
  close(line);
  CHECK(service.told("WATCHDOG=1") == "WATCHDOG=1");

  // Every process confined itself, and the socket is nobody's but intake's.
  for (const auto* job : {"intake", "worker", "deliver", "index", "clocks"}) {
    INFO(job);
    REQUIRE_FALSE(service.processes(job).empty());
    const auto folder = "/proc/" + std::to_string(service.processes(job).front());
    CHECK(eventually([&] { return field(read_file(folder + "/status"), "Seccomp") == "2"; }));
    CHECK(field(read_file(folder + "/status"), "NoNewPrivs") == "1");
    const auto environment = read_file(folder + "/environ");
    for (const auto* name : {"NOTIFY_SOCKET", "LISTEN_FDS", "WATCHDOG_USEC"}) {
      CHECK(environment.find(name) == std::string::npos);
    }
  }

  // The intake dies: who comes meanwhile waits for the next one.
  kill(service.processes("intake").front(), SIGKILL);
  const int waiting = connected(service.socket_path());
  REQUIRE(waiting >= 0);
  CHECK(heard(waiting).compare(0, 4, "220 ") == 0);
  close(waiting);

  // A reload is told with its time, and drops no connection.
  const int kept = connected(service.socket_path());
  CHECK(heard(kept).compare(0, 4, "220 ") == 0);
  service.signal(SIGHUP);
  CHECK(service.told("RELOADING=1").find("MONOTONIC_USEC=") != std::string::npos);
  CHECK(service.told("READY=1").compare(0, 7, "READY=1") == 0);
  REQUIRE(send(kept, "LHLO me\r\n", 9, MSG_NOSIGNAL) == 9);
  CHECK(heard(kept).compare(0, 3, "250") == 0);
  close(kept);

  service.signal(SIGTERM);
  CHECK(service.told("STOPPING=1").compare(0, 10, "STOPPING=1") == 0);
  CHECK(service.ended() == 0);

  // Between two services systemd holds the socket.
  const int between = connected(service.socket_path());
  REQUIRE(between >= 0);
  service.start(socket);
  CHECK(heard(between).compare(0, 4, "220 ") == 0);
  close(between);
  close(socket);
}

TEST_CASE("says how to mend a handed socket that no source names") {
  Service service;
  const int socket = bound(service.socket_path(), SOCK_STREAM);
  service.start(socket);  // smtp://127.0.0.1:2525 as init wrote it
  CHECK(service.ended() == 78);
  CHECK(service.log().find("no source names: " + service.socket_path() + " (lmtp)") !=
        std::string::npos);
  CHECK(service.log().find("ListenStream=") != std::string::npos);
  close(socket);
}
