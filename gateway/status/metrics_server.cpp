#include "gateway/status/metrics_server.hpp"

#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <string_view>
#include <vector>

namespace pouch::gateway {
namespace {

constexpr std::chrono::seconds kFresh{1};
constexpr std::chrono::milliseconds kNoDescriptors{100};
constexpr std::string_view kEnd = "\r\n\r\n", kType = "text/plain; version=0.0.4; charset=utf-8";

std::string answered(std::string_view status, std::string_view type, std::string_view body,
                     bool with_body = true) {
  std::string answer = "HTTP/1.1 ";
  answer += status;
  answer += "\r\nContent-Type: ";
  answer += type;
  answer += "\r\nContent-Length: " + std::to_string(body.size()) + "\r\nConnection: close\r\n\r\n";
  answer += with_body ? body : std::string_view();
  return answer;
}

std::string refused(std::string_view status) {
  const std::string said(status.substr(0, status.find('\r')));
  return answered(status, "text/plain; charset=utf-8", said + "\n");
}

}  // namespace

std::string answer_to(std::string_view request, const std::function<const std::string&()>& text) {
  if (request.find(kEnd) == std::string_view::npos) {
    return refused("431 Request Header Fields Too Large");
  }
  const auto line = request.substr(0, request.find("\r\n"));
  const auto first = line.find(' '), last = line.rfind(' ');
  if (first == std::string_view::npos || first == last ||
      !line.substr(last + 1).starts_with("HTTP/1.")) {
    return refused("400 Bad Request");
  }
  const auto method = line.substr(0, first);
  const auto target = line.substr(first + 1, last - first - 1);
  if (method != "GET" && method != "HEAD") {
    return refused("405 Method Not Allowed\r\nAllow: GET, HEAD");
  }
  if (target.substr(0, target.find('?')) != "/metrics") {
    return refused("404 Not Found");
  }
  return answered("200 OK", kType, text(), method == "GET");
}

MetricsServer::MetricsServer(mail::ListeningSocket socket, std::function<std::string()> text,
                             Bounds bounds)
    : socket_(std::move(socket)), make_(std::move(text)), bounds_(bounds) {}

MetricsServer::~MetricsServer() {
  for (const auto& client : clients_) {
    close(client.socket);
  }
}

const std::string& MetricsServer::text() {
  if (text_.empty() || Clock::now() - made_ >= kFresh) {
    text_ = make_();
    made_ = Clock::now();
  }
  return text_;
}

void MetricsServer::accept_one() {
  const int socket = accept4(socket_.descriptor(), nullptr, nullptr, SOCK_NONBLOCK | SOCK_CLOEXEC);
  if (socket < 0) {
    if (errno == EMFILE || errno == ENFILE || errno == ENOMEM || errno == ENOBUFS) {
      poll(nullptr, 0, static_cast<int>(kNoDescriptors.count()));  // the machine's want, not ours
    }
    return;
  }
  if (clients_.size() == bounds_.connections) {
    close(clients_.front().socket);
    clients_.pop_front();
  }
  clients_.push_back({socket, Clock::now() + bounds_.patience});
}

// What comes behind a request is read and thrown away, so that the answer is not lost by a reset.
bool MetricsServer::hear(Client& client) {
  std::array<char, 4096> octets{};
  const auto got = recv(client.socket, octets.data(), octets.size(), 0);
  if (got < 0) {
    return errno == EAGAIN || errno == EINTR;
  }
  if (got == 0) {
    return false;
  }
  if (client.answering) {
    return true;
  }
  client.request.append(octets.data(), static_cast<std::size_t>(got));
  if (client.request.find(kEnd) != std::string::npos || client.request.size() > bounds_.request) {
    client.answer = answer_to(client.request, [this]() -> const std::string& { return text(); });
    client.request.clear();
    client.answering = true;
    return speak(client);
  }
  return true;
}

bool MetricsServer::speak(Client& client) {
  const auto sent = send(client.socket, client.answer.data(), client.answer.size(), MSG_NOSIGNAL);
  if (sent < 0) {
    return errno == EAGAIN || errno == EINTR;
  }
  client.answer.erase(0, static_cast<std::size_t>(sent));
  if (client.answer.empty() && !client.leaving) {
    shutdown(client.socket, SHUT_WR);
    client.leaving = true;
    client.end = std::min(client.end, Clock::now() + bounds_.farewell);
  }
  return true;
}

void MetricsServer::run(int stop) {
  for (;;) {
    std::vector<pollfd> waits{{stop, POLLIN, 0}, {socket_.descriptor(), POLLIN, 0}};
    auto first = Clock::time_point::max();
    for (const auto& client : clients_) {
      const bool to_send = client.answering && !client.leaving;
      waits.push_back({client.socket, static_cast<short>(to_send ? POLLOUT : POLLIN), 0});
      first = std::min(first, client.end);
    }
    const auto left = std::chrono::ceil<std::chrono::milliseconds>(first - Clock::now());
    poll(waits.data(), waits.size(),
         clients_.empty() ? -1 : static_cast<int>(std::max<std::int64_t>(left.count(), 0)));
    if (waits[0].revents != 0) {
      return;
    }
    auto wait = waits.begin() + 2;
    for (auto client = clients_.begin(); client != clients_.end(); ++wait) {
      const bool stays =
          Clock::now() < client->end &&
          (wait->revents == 0 || ((wait->events & POLLOUT) != 0 ? speak(*client) : hear(*client)));
      if (!stays) {
        close(client->socket);
      }
      client = stays ? std::next(client) : clients_.erase(client);
    }
    if (waits[1].revents != 0) {
      accept_one();
    }
  }
}

}  // namespace pouch::gateway
