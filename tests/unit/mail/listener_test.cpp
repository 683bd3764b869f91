// The listener on loopback: many connections, their bounds, and its end.
#include "mail/transport/listener.hpp"

#include <sys/resource.h>
#include <sys/stat.h>

#include <atomic>
#include <future>
#include <thread>

#include "tests/unit/mail/dialogue.hpp"
#include "tests/unit/mail/gnupg.hpp"
#include "tests/unit/mail/sockets.hpp"

namespace pouch::mail {
namespace {

using namespace test;

class Server {
 public:
  explicit Server(ListenerSettings settings) {
    if (settings.uri.empty()) settings.uri = "smtp://127.0.0.1:0";
    settings.host_name = "mx.pouch.example";
    REQUIRE(pipe(stop_) == 0);
    listener_ = std::make_unique<Listener>(settings, sink);
    const auto uri = listener_->uri();
    port_ = std::atoi(uri.substr(uri.rfind(':') + 1).c_str());
    thread_ = std::thread([this] { listener_->run(stop_[0]); });
  }
  ~Server() {
    end();
    close(stop_[0]);
    close(stop_[1]);
  }
  // After this the sink may be looked at.
  void end() {
    if (thread_.joinable()) {
      REQUIRE(write(stop_[1], "x", 1) == 1);
      thread_.join();
    }
    listener_.reset();
  }
  Line line() const {
    auto line = Line::to_port(port_);
    CHECK(line.hear() == "220 mx.pouch.example ESMTP Pouch");
    return line;
  }
  // In DATA already.
  Line writing() const {
    auto line = this->line();
    line.ask("EHLO me");
    line.ask("MAIL FROM:<a@x.example>");
    line.ask("RCPT TO:<us@pouch.example>");
    CHECK(line.ask("DATA").starts_with("354"));
    return line;
  }
  std::string uri() const { return listener_->uri(); }
  int port() const { return port_; }
  std::size_t held() const { return listener_->held(); }

  Sink sink;

 private:
  int stop_[2]{};
  std::unique_ptr<Listener> listener_;
  std::thread thread_;
  int port_ = 0;
};

bool is_permanent(const std::string& uri, Acceptor& acceptor) {
  ListenerSettings settings;
  settings.uri = uri;
  try {
    const Listener listener(settings, acceptor);
  } catch (const Fault& fault) {
    return fault.permanence() == Permanence::kPermanent && !fault.hint().empty();
  }
  return false;
}

TEST_CASE("listener: serves many connections at once, each with its own envelope") {
  Server server({});
  std::vector<Line> lines;
  for (int i = 0; i < 10; ++i) {
    lines.push_back(server.line());
    lines.back().ask("EHLO me");
    lines.back().ask("MAIL FROM:<s" + std::to_string(i) + "@x.example>");
  }
  for (auto& line : lines) line.ask("RCPT TO:<us@pouch.example>");
  for (auto& line : lines) CHECK(line.ask("DATA").starts_with("354"));
  for (auto& line : lines) line.say("hello\r\n");
  for (auto& line : lines) CHECK(line.ask(".").starts_with("250"));
  for (auto& line : lines) CHECK(line.ask("QUIT").starts_with("221"));
  for (auto& line : lines) CHECK(line.is_over());
  server.end();
  REQUIRE(server.sink.taken.size() == 10);
  for (std::size_t i = 0; i < 10; ++i) {
    CHECK(server.sink.taken[i].envelope.from == "s" + std::to_string(i) + "@x.example");
    CHECK(server.sink.taken[i].envelope.peer.starts_with("127.0.0.1:"));
  }
}

TEST_CASE("listener: mails that end while others are made durable become durable together") {
  Server server({});
  std::atomic<bool> first{true};
  std::promise<void> all_sent;
  server.sink.before = [&] {
    if (first.exchange(false)) all_sent.get_future().wait();
  };
  auto early = server.writing();
  std::vector<Line> lines;
  for (int i = 0; i < 10; ++i) lines.push_back(server.writing());
  early.say("hello\r\n.\r\n");
  CHECK(eventually([&] { return !first; }));
  // Behind his mail each sends another, which has to wait for the answer to the first.
  const std::string next = "MAIL FROM:<b@x.example>\r\nRCPT TO:<us@pouch.example>\r\nDATA\r\n";
  for (auto& line : lines) line.say("hello\r\n.\r\n" + next + "again\r\n.\r\nQUIT\r\n");
  all_sent.set_value();
  CHECK(early.reply().starts_with("250"));
  for (auto& line : lines) {
    for (const auto* code : {"250", "250", "250", "354", "250", "221"}) {
      CHECK(line.reply().starts_with(code));
    }
    CHECK(line.is_over());
  }
  server.end();
  CHECK(server.sink.taken.size() == 21);
  CHECK(server.sink.most_together == 10);
}

TEST_CASE("listener: reads on while mails are made durable, and answers those before its end") {
  Server server({});
  std::atomic<bool> begun{false};
  std::promise<void> durable;
  server.sink.before = [&] {
    begun = true;
    durable.get_future().wait();
  };
  auto sender = server.writing();
  auto other = server.writing();
  sender.say("hello\r\n.\r\nNOOP\r\n");
  REQUIRE(eventually([&] { return begun.load(); }));
  other.say("half a mail\r\n");
  CHECK(eventually([&] { return server.sink.kept == 7 + 13; }));
  CHECK(server.line().ask("NOOP").starts_with("250"));
  std::thread disk([&] {
    std::this_thread::sleep_for(std::chrono::milliseconds(200));
    durable.set_value();
  });
  server.end();
  disk.join();
  for (const auto* code : {"250", "250", "421"}) CHECK(sender.reply().starts_with(code));
  CHECK(other.hear().starts_with("421"));
  CHECK(server.sink.taken.size() == 1);
  CHECK(server.sink.kept == 0);
}

TEST_CASE("listener: 250 is said after the mail is durable, and never when it is not") {
  const std::vector<std::function<void()>> ways{
      [] { throw Fault(Permanence::kTransient, "canary: no space left", "hint"); },
      [] { throw Fault(Permanence::kPermanent, "canary: no right to write", "hint"); },
      [] { throw std::runtime_error("canary"); }, [] { throw std::bad_alloc(); }};
  for (const auto& way : ways) {
    Server server({});
    server.sink.before = way;
    auto line = server.writing();
    line.say("x\r\n.\r\n");
    const auto reply = line.reply();
    CHECK(reply.starts_with("451"));
    CHECK(reply.find("canary") == std::string::npos);
    CHECK(line.ask("NOOP").starts_with("250"));
    server.end();
    CHECK(server.sink.taken.empty());
    CHECK(server.sink.troubles == 1);
  }
}

TEST_CASE("listener: connections over the limit are told so, those within go on") {
  ListenerSettings settings;
  settings.connections = 2;
  Server server(settings);
  auto one = server.line();
  auto two = server.writing();
  auto three = Line::to_port(server.port());
  CHECK(three.hear().starts_with("421"));
  CHECK(three.is_over());
  CHECK(eventually([&] { return server.sink.away == 1; }));
  two.say("hello\r\n.\r\n");
  CHECK(two.reply().starts_with("250"));
  CHECK(one.ask("QUIT").starts_with("221"));
  CHECK(one.is_over());
  auto four = server.line();
  CHECK(four.ask("NOOP").starts_with("250"));
}

TEST_CASE("listener: who says nothing for too long is put down and his mail is not taken") {
  ListenerSettings settings;
  settings.idle_time = std::chrono::seconds(1);
  Server server(settings);
  auto silent = server.line();
  auto writing = server.writing();
  writing.say("half a mail\r\n");
  CHECK(silent.hear().starts_with("421 4.4.2"));
  CHECK(silent.is_over());
  CHECK(writing.hear().starts_with("421 4.4.2"));
  CHECK(writing.is_over());
  server.end();
  CHECK(server.sink.taken.empty());
}

TEST_CASE("listener: who drips octets has his time for a command and for a mail, and no more") {
  struct Row {
    const char* name;
    bool in_mail;
    std::string drop;  // said again and again
  };
  for (const auto& row :
       std::vector<Row>{{"a command without an end", false, "N"},
                        {"a mail without an end", true, "line\r\n"},
                        {"a mail that begins to end again and again", true, "\r\n.x"}}) {
    INFO(row.name);
    ListenerSettings settings;
    (row.in_mail ? settings.mail_time : settings.command_time) = std::chrono::seconds(1);
    Server server(settings);
    auto line = row.in_mail ? server.writing() : server.line();
    std::atomic<bool> over{false};
    std::thread drips([&] {
      while (!over) {
        line.say(row.drop);
        std::this_thread::sleep_for(std::chrono::milliseconds(20));
      }
    });
    const auto farewell = Line(dup(line.descriptor())).hear();
    over = true;
    drips.join();
    CHECK(farewell == "421 4.4.2 too slow");
    auto other = server.line();
    CHECK(other.ask("NOOP").starts_with("250"));
    server.end();
    CHECK(server.sink.taken.empty());
  }
}

TEST_CASE("listener: a command in time begins the time anew") {
  ListenerSettings settings;
  settings.command_time = std::chrono::seconds(2);
  Server server(settings);
  auto line = server.line();
  const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(3);
  while (std::chrono::steady_clock::now() < end) {
    REQUIRE(line.ask("NOOP").starts_with("250"));
    std::this_thread::sleep_for(std::chrono::milliseconds(50));
  }
}

TEST_CASE("listener: one peer has a share of the connections, and who is sent away is counted") {
  ListenerSettings settings;
  settings.connections = 10;
  settings.per_peer = 2;
  Server server(settings);
  auto one = server.line();
  auto two = server.line();
  for (int i = 0; i < 3; ++i) {
    auto three = Line::to_port(server.port());
    CHECK(three.hear() == "421 4.7.0 too many connections from you");
  }
  CHECK(eventually([&] { return server.sink.away == 3; }));
  auto neighbour = Line::to_port(server.port(), "127.0.0.2");
  CHECK(neighbour.hear().starts_with("220"));
  CHECK(one.ask("QUIT").starts_with("221"));
  CHECK(one.is_over());
  auto four = server.line();
  CHECK(four.ask("NOOP").starts_with("250"));
}

TEST_CASE("listener: a mail whose sender hangs up in the middle is not taken") {
  Server server({});
  {
    auto line = server.writing();
    line.say("half a mail\r\n.\r");
  }
  {
    auto line = server.writing();
    line.say("half a mail\r\n");
    line.finish_sending();
    CHECK(line.is_over());
  }
  CHECK(server.line().ask("NOOP").starts_with("250"));
  server.end();
  CHECK(server.sink.taken.empty());
}

TEST_CASE("listener: all that was pipelined before the end is answered") {
  Server server({});
  auto line = server.line();
  line.say(
      "EHLO me\r\nMAIL FROM:<>\r\nRCPT TO:<us@pouch.example>\r\nDATA\r\nx\r\n.\r\nQUIT\r\n"
      "MAIL FROM:<>\r\n");
  line.finish_sending();
  std::string said;
  for (int i = 0; i < 6; ++i) said += line.reply().substr(0, 3) + " ";
  CHECK(said == "250 250 250 354 250 221 ");
  CHECK(line.is_over());
  server.end();
  CHECK(server.sink.taken.size() == 1);
}

TEST_CASE("listener: memory for mail in flight is bounded over all connections") {
  ListenerSettings settings;
  settings.total_data_limit = 300u << 10;
  Server server(settings);
  const std::string block = std::string(1022, 'x') + "\r\n";
  auto one = server.writing(), two = server.writing();
  for (int i = 0; i < 200; ++i) one.say(block);
  // Heard in full before the second begins.
  REQUIRE(eventually([&] { return server.held() >= 200 * 1024; }));
  for (int i = 0; i < 200; ++i) two.say(block);
  CHECK(two.hear().starts_with("421 4.3.1"));
  one.say(".\r\n");
  CHECK(one.reply().starts_with("250"));
  server.end();
  REQUIRE(server.sink.taken.size() == 1);
  CHECK(server.sink.taken[0].bytes.size() == 200 * 1024);
}

TEST_CASE("listener: at its end it says goodbye and takes no half mail") {
  Server server({});
  auto idle = server.line();
  auto writing = server.writing();
  writing.say("half a mail\r\n");
  server.end();
  CHECK(idle.hear().starts_with("421 4.3.2"));
  CHECK(writing.hear().starts_with("421 4.3.2"));
  CHECK(writing.is_over());
  CHECK(server.sink.taken.empty());
  CHECK_THROWS(Line::to_port(server.port()));
}

TEST_CASE("listener: a sink that throws costs an answer, not the service") {
  Server server({});
  server.sink.before = [] { throw Fault(Permanence::kTransient, "no space", ""); };
  for (int i = 0; i < 3; ++i) {
    auto line = server.writing();
    line.say("x\r\n.\r\n");
    CHECK(line.reply().starts_with("451"));
  }
}

TEST_CASE("listener: who sends commands and fetches no answers does not fill our memory") {
  Server server({});
  auto line = server.line();
  timeval brief{1, 0};
  setsockopt(line.descriptor(), SOL_SOCKET, SO_SNDTIMEO, &brief, sizeof brief);
  std::string many;
  for (int i = 0; i < 10000; ++i) many += "NOOP\r\n";
  for (int i = 0; i < 100; ++i) line.say(many);
  CHECK(server.line().ask("NOOP").starts_with("250"));
}

TEST_CASE("listener: speaks LMTP on a socket in the file system, which it owns and removes") {
  const Scratch scratch;
  const auto path = (scratch.path() / "lmtp.sock").string();
  // Left over from a crash: nobody listens there.
  const int dead = socket(AF_UNIX, SOCK_STREAM, 0);
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  std::memcpy(address.sun_path, path.data(), path.size());
  REQUIRE(bind(dead, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0);
  close(dead);

  ListenerSettings settings;
  settings.uri = "lmtp:" + path;
  Server server(settings);
  CHECK(server.uri() == "lmtp:" + path);
  struct stat facts {};
  REQUIRE(stat(path.c_str(), &facts) == 0);
  CHECK((facts.st_mode & 0777) == 0660);
  auto line = Line::to_path(path);
  CHECK(line.hear() == "220 mx.pouch.example LMTP Pouch");
  CHECK(line.ask("LHLO me").starts_with("250"));
  Sink other;
  CHECK(is_permanent("lmtp:" + path, other));
  CHECK(line.ask("NOOP").starts_with("250"));
  server.end();
  CHECK(stat(path.c_str(), &facts) != 0);
}

// No descriptor but `more` can be opened while this lives.
class FewDescriptors {
 public:
  explicit FewDescriptors(rlim_t more) {
    getrlimit(RLIMIT_NOFILE, &before_);
    const int next = dup(STDERR_FILENO);
    close(next);
    const rlimit few{static_cast<rlim_t>(next) + more, before_.rlim_max};
    REQUIRE(setrlimit(RLIMIT_NOFILE, &few) == 0);
  }
  ~FewDescriptors() { setrlimit(RLIMIT_NOFILE, &before_); }
  FewDescriptors(const FewDescriptors&) = delete;
  FewDescriptors& operator=(const FewDescriptors&) = delete;

 private:
  rlimit before_{};
};

TEST_CASE("listener: out of descriptors it serves those it has and takes the waiting one later") {
  Server server({});
  auto served = server.line();
  auto waiting = [&] {
    const FewDescriptors few(1);
    auto line = Line::to_port(server.port());
    CHECK(eventually([&] { return server.sink.troubles > 0; }));
    for (int i = 0; i < 100; ++i) CHECK(served.ask("NOOP").starts_with("250"));
    return line;
  }();
  CHECK(waiting.hear() == "220 mx.pouch.example ESMTP Pouch");
  CHECK(waiting.ask("NOOP").starts_with("250"));
  // Each of the hundred answers turned its loop: it did not try again every time.
  CHECK(server.sink.troubles < 50);
}

TEST_CASE("listener: what it cannot listen on is a permanent fault with a hint") {
  Sink sink;
  Server server({});
  CHECK(is_permanent(server.uri(), sink));
  for (const auto* uri : {"smtp://127.0.0.1", "smtp://127.0.0.1:x", "smtp://192.0.2.1:2525",
                          "lmtp:/nowhere/at/all.sock", "smtp://127.0.0.1:99999"}) {
    INFO(uri);
    CHECK(is_permanent(uri, sink));
  }
  CHECK(is_permanent("lmtp:/tmp/" + std::string(120, 'x'), sink));
}

}  // namespace
}  // namespace pouch::mail
