// Plain sockets on loopback for the tests of transport.
#pragma once

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <array>
#include <cstdint>
#include <cstring>
#include <stdexcept>
#include <string>
#include <string_view>

namespace pouch::mail::test {

constexpr int kPatience = 20000;  // milliseconds that a broken test waits

class Line {
 public:
  explicit Line(int descriptor) : descriptor_(descriptor) {}
  ~Line() { hang_up(); }
  Line(Line&& other) noexcept : descriptor_(other.descriptor_), heard_(std::move(other.heard_)) {
    other.descriptor_ = -1;
  }
  Line& operator=(Line&&) = delete;

  // `from`: the address that the other side sees, of loopback.
  static Line to_port(int port, const char* from = "127.0.0.1") {
    sockaddr_in address{}, ours{};
    address.sin_family = ours.sin_family = AF_INET;
    address.sin_port = htons(static_cast<std::uint16_t>(port));
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    inet_pton(AF_INET, from, &ours.sin_addr);
    return to(AF_INET, reinterpret_cast<const sockaddr*>(&address), sizeof address,
              reinterpret_cast<const sockaddr*>(&ours));
  }
  static Line to_path(const std::string& path) {
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    std::memcpy(address.sun_path, path.data(), path.size());
    return to(AF_UNIX, reinterpret_cast<const sockaddr*>(&address), sizeof address);
  }

  void say(std::string_view octets) const {
    while (!octets.empty()) {
      const auto sent = send(descriptor_, octets.data(), octets.size(), MSG_NOSIGNAL);
      if (sent <= 0) return;
      octets.remove_prefix(static_cast<std::size_t>(sent));
    }
  }
  // One line without its CRLF; empty when the other side has hung up.
  std::string hear() {
    std::size_t end = 0;
    while ((end = heard_.find("\r\n")) == std::string::npos) {
      if (!more()) return {};
    }
    auto line = heard_.substr(0, end);
    heard_.erase(0, end + 2);
    return line;
  }
  // The last line of one reply.
  std::string reply() {
    auto line = hear();
    while (line.size() > 3 && line[3] == '-') line = hear();
    return line;
  }
  std::string ask(const std::string& command) {
    say(command + "\r\n");
    return reply();
  }
  bool is_over() {
    while (more()) {
    }
    return over_;
  }
  bool is_gone() const { return over_; }
  void finish_sending() const { shutdown(descriptor_, SHUT_WR); }
  void hang_up() {
    if (descriptor_ >= 0) close(descriptor_);
    descriptor_ = -1;
  }
  int descriptor() const { return descriptor_; }

 private:
  static Line to(int family, const sockaddr* address, socklen_t size,
                 const sockaddr* ours = nullptr) {
    const int descriptor = socket(family, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if ((ours != nullptr && bind(descriptor, ours, size) != 0) ||
        connect(descriptor, address, size) != 0) {
      close(descriptor);
      throw std::runtime_error("connect");
    }
    return Line(descriptor);
  }
  bool more() {
    pollfd wait{descriptor_, POLLIN, 0};
    std::array<char, 4096> buffer{};
    if (poll(&wait, 1, kPatience) <= 0) return false;
    const auto got = recv(descriptor_, buffer.data(), buffer.size(), 0);
    over_ = got <= 0;
    if (got > 0) heard_.append(buffer.data(), static_cast<std::size_t>(got));
    return got > 0;
  }

  int descriptor_;
  std::string heard_;
  bool over_ = false;
};

}  // namespace pouch::mail::test
