// HTTP/1.1 for scrapers, as little of it as they need: GET or HEAD of /metrics, one request a
// connection, then it is closed (RFC 9112 section 9.6). Whoever may connect may be hostile: so many
// connections, so many octets of a request and so much time for all of it; when all places are
// taken, the oldest gives its own to the newest. The text is made at most once a second, whatever
// is asked. One thread, nothing waits for a client.
#pragma once

#include <chrono>
#include <functional>
#include <list>
#include <string>

#include "mail/transport/listening_socket.hpp"

namespace pouch::gateway {

class MetricsServer {
 public:
  struct Bounds {
    std::size_t connections = 16, request = 8192;
    std::chrono::milliseconds patience{5000}, farewell{500};
  };
  // `text`: the body of an answer.
  MetricsServer(mail::ListeningSocket socket, std::function<std::string()> text, Bounds bounds);
  MetricsServer(mail::ListeningSocket socket, std::function<std::string()> text)
      : MetricsServer(std::move(socket), std::move(text), Bounds{}) {}
  ~MetricsServer();
  MetricsServer(const MetricsServer&) = delete;
  MetricsServer& operator=(const MetricsServer&) = delete;
  void run(int stop);  // until that descriptor is readable

 private:
  using Clock = std::chrono::steady_clock;
  struct Client {
    int socket = -1;
    Clock::time_point end{};
    std::string request{}, answer{};  // octets that came; octets that are still to go
    bool answering = false, leaving = false;
  };

  void accept_one();
  bool go_on(Client& client);  // false: it is over
  bool hear(Client& client);
  bool speak(Client& client);
  const std::string& text();

  mail::ListeningSocket socket_;
  std::function<std::string()> make_;
  Bounds bounds_;
  std::list<Client> clients_;  // the oldest first
  std::string text_;
  Clock::time_point made_{};
};

// What is answered to a whole or too large request; for tests.
std::string answer_to(std::string_view request, const std::function<const std::string&()>& text);

}  // namespace pouch::gateway
