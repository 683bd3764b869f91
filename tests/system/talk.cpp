#include "tests/system/talk.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <array>
#include <cstring>
#include <stdexcept>

namespace pouch::test {
namespace {

constexpr int kPatience = 3000, kLook = 50, kCall = 20000;  // milliseconds

sockaddr_in loopback(int port) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(static_cast<std::uint16_t>(port));
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  return address;
}

int bound(int& port) {
  const int socket_ = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  auto address = loopback(0);
  socklen_t size = sizeof address;
  if (bind(socket_, reinterpret_cast<sockaddr*>(&address), size) != 0 ||
      getsockname(socket_, reinterpret_cast<sockaddr*>(&address), &size) != 0) {
    throw std::runtime_error("bind");
  }
  port = ntohs(address.sin_port);
  return socket_;
}

bool readable(int descriptor, int milliseconds) {
  pollfd wait{descriptor, POLLIN, 0};
  return poll(&wait, 1, milliseconds) > 0;
}

void put(int descriptor, const std::string& text) {
  std::size_t done = 0;
  while (done < text.size()) {
    const auto sent = send(descriptor, text.data() + done, text.size() - done, MSG_NOSIGNAL);
    if (sent <= 0) {
      return;
    }
    done += static_cast<std::size_t>(sent);
  }
}

}  // namespace

MailServer::MailServer() {
  listener_ = bound(port_);
  listen(listener_, 16);
  thread_ = std::thread([this] { serve(); });
}

MailServer::~MailServer() {
  ended_ = true;
  thread_.join();
  close(listener_);
}

void MailServer::answer(const std::string& line) {
  const std::lock_guard lock(mutex_);
  answer_ = line;
}

std::vector<std::string> MailServer::mails() const {
  const std::lock_guard lock(mutex_);
  return mails_;
}

std::vector<std::string> MailServer::senders() const {
  const std::lock_guard lock(mutex_);
  return senders_;
}

void MailServer::serve() {
  while (!ended_) {
    if (readable(listener_, kLook)) {
      const int client = accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC);
      talk(client);
      close(client);
    }
  }
}

void MailServer::talk(int client) {
  put(client, "220 test ESMTP\r\n");
  std::string pending, data;
  bool in_data = false;
  std::array<char, 16384> octets{};
  while (!ended_) {
    if (!readable(client, kLook)) {
      continue;
    }
    const auto got = recv(client, octets.data(), octets.size(), 0);
    if (got <= 0) {
      return;
    }
    pending.append(octets.data(), static_cast<std::size_t>(got));
    for (std::size_t end = 0; (end = pending.find("\r\n")) != std::string::npos;) {
      const auto line = pending.substr(0, end);
      pending.erase(0, end + 2);
      const std::lock_guard lock(mutex_);
      if (in_data) {
        in_data = line != ".";
        if (in_data) {
          data += (line.rfind('.', 0) == 0 ? line.substr(1) : line) + "\r\n";
        } else {
          mails_.push_back(data);
          data.clear();
          put(client, "250 taken\r\n");
        }
      } else if (line.rfind("RCPT", 0) == 0) {
        put(client, answer_ + "\r\n");
      } else if (line.rfind("DATA", 0) == 0) {
        in_data = true;
        put(client, "354 go on\r\n");
      } else if (line.rfind("QUIT", 0) == 0) {
        put(client, "221 bye\r\n");
        return;
      } else {
        if (line.rfind("MAIL", 0) == 0) {
          senders_.push_back(line);
        }
        put(client, "250 ok\r\n");
      }
    }
  }
}

LineServer::LineServer(std::string greeting, Answer answer)
    : greeting_(std::move(greeting)), answer_(std::move(answer)) {
  listener_ = bound(port_);
  listen(listener_, 16);
  thread_ = std::thread([this] { serve(); });
}

LineServer::~LineServer() {
  ended_ = true;
  thread_.join();
  close(listener_);
}

std::vector<std::string> LineServer::lines() const {
  const std::lock_guard lock(mutex_);
  return lines_;
}

void LineServer::serve() {
  while (!ended_) {
    if (readable(listener_, kLook)) {
      const int client = accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC);
      talk(client);
      close(client);
    }
  }
}

void LineServer::talk(int client) {
  put(client, greeting_);
  std::string pending;
  std::array<char, 4096> octets{};
  while (!ended_) {
    if (!readable(client, kLook)) {
      continue;
    }
    const auto got = recv(client, octets.data(), octets.size(), 0);
    if (got <= 0) {
      return;
    }
    pending.append(octets.data(), static_cast<std::size_t>(got));
    for (std::size_t end = 0; (end = pending.find("\r\n")) != std::string::npos;) {
      const auto line = pending.substr(0, end);
      pending.erase(0, end + 2);
      {
        const std::lock_guard lock(mutex_);
        lines_.push_back(line);
      }
      put(client, answer_(line));
    }
  }
}

Dialogue::Dialogue(const std::string& uri) {
  int failed = 0;
  if (uri.rfind("lmtp:/", 0) == 0) {
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    uri.copy(address.sun_path, sizeof address.sun_path - 1, uri.find(':') + 1);
    socket_ = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    failed = connect(socket_, reinterpret_cast<const sockaddr*>(&address), sizeof address);
  } else {
    const auto address = loopback(std::stoi(uri.substr(uri.rfind(':') + 1)));
    socket_ = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    failed = connect(socket_, reinterpret_cast<const sockaddr*>(&address), sizeof address);
  }
  if (failed != 0) {
    close(socket_);
    throw std::runtime_error("connect " + uri);
  }
  hear();
}

Dialogue::~Dialogue() { close(socket_); }

std::string Dialogue::say(const std::string& bytes) {
  put(socket_, bytes);
  return hear();
}

std::string Dialogue::end(const std::string& bytes) {
  put(socket_, bytes);
  shutdown(socket_, SHUT_WR);
  std::string heard, more;
  while (!(more = hear()).empty()) {
    heard += more;
  }
  return heard;
}

// RFC 5321 section 4.2.1: the last line of a reply has a blank after the code.
std::string Dialogue::hear() {
  std::string heard;
  std::array<char, 4096> octets{};
  const auto whole = [&] {
    const auto last = heard.rfind("\r\n", heard.size() < 3 ? 0 : heard.size() - 3);
    const auto begin = last == std::string::npos ? 0 : last + 2;
    return heard.size() > begin + 3 && heard.compare(heard.size() - 2, 2, "\r\n") == 0 &&
           heard[begin + 3] == ' ';
  };
  while (!whole() && readable(socket_, kPatience)) {
    const auto got = recv(socket_, octets.data(), octets.size(), 0);
    if (got <= 0) {
      break;
    }
    heard.append(octets.data(), static_cast<std::size_t>(got));
  }
  return heard;
}

SilentServer::SilentServer() {
  listener_ = bound(port_);
  listen(listener_, 16);
}

SilentServer::~SilentServer() { close(listener_); }

bool SilentServer::has_caller() const { return readable(listener_, kCall); }

int closed_port() {
  int port = 0;
  close(bound(port));
  return port;
}

std::string say(const std::string& uri, const std::string& bytes) {
  const auto address = loopback(std::stoi(uri.substr(uri.rfind(':') + 1)));
  const int client = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  if (connect(client, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0) {
    close(client);
    throw std::runtime_error("connect");
  }
  std::string heard;
  std::array<char, 4096> octets{};
  const auto hear = [&] {
    const auto got = recv(client, octets.data(), octets.size(), 0);
    if (got > 0) {
      heard.append(octets.data(), static_cast<std::size_t>(got));
    }
    return got > 0;
  };
  hear();
  put(client, bytes);
  shutdown(client, SHUT_WR);
  while (readable(client, kPatience) && hear()) {
  }
  close(client);
  return heard;
}

}  // namespace pouch::test
