#include "tests/system/meddler.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <stdexcept>

namespace pouch::test {
namespace {

constexpr int kLook = 50;  // milliseconds

sockaddr_in loopback(int port) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(static_cast<std::uint16_t>(port));
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  return address;
}

void put(int descriptor, const std::string& text) {
  (void)!send(descriptor, text.data(), text.size(), MSG_NOSIGNAL);  // small, on loopback
}

void cut(std::string& text, const std::string& what) {
  for (std::size_t at = 0; (at = text.find(what)) != std::string::npos;) {
    text.erase(at, what.size());
  }
}

}  // namespace

Meddler::Meddler(int server_port, Trick trick) : server_port_(server_port), trick_(trick) {
  listener_ = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  auto address = loopback(0);
  socklen_t size = sizeof address;
  if (bind(listener_, reinterpret_cast<sockaddr*>(&address), size) != 0 ||
      getsockname(listener_, reinterpret_cast<sockaddr*>(&address), &size) != 0 ||
      listen(listener_, 16) != 0) {
    throw std::runtime_error("listen");
  }
  port_ = ntohs(address.sin_port);
  thread_ = std::thread([this] { serve(); });
}

Meddler::~Meddler() {
  ended_ = true;
  thread_.join();
  close(listener_);
}

std::string Meddler::heard() const {
  const std::lock_guard lock(mutex_);
  return heard_;
}

void Meddler::serve() {
  while (!ended_) {
    pollfd wait{listener_, POLLIN, 0};
    if (poll(&wait, 1, kLook) <= 0) {
      continue;
    }
    const int client = accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC);
    const int server = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    const auto address = loopback(server_port_);
    asked_ = false;
    if (connect(server, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0) {
      relay(client, server);
    }
    close(server);
    close(client);
  }
}

void Meddler::relay(int client, int server) {
  std::array<char, 16384> octets{};
  while (!ended_) {
    std::array<pollfd, 2> waits{{{client, POLLIN, 0}, {server, POLLIN, 0}}};
    poll(waits.data(), waits.size(), kLook);
    for (std::size_t i = 0; i < waits.size(); ++i) {
      if (waits[i].revents == 0) {
        continue;
      }
      const auto got = recv(waits[i].fd, octets.data(), octets.size(), 0);
      if (got <= 0) {
        return;
      }
      const std::string text(octets.data(), static_cast<std::size_t>(got));
      if (i == 0) {
        put(server, from_client(text, client));
      } else {
        put(client, from_server(text));
      }
    }
  }
}

std::string Meddler::from_client(const std::string& octets, int client) {
  const std::lock_guard lock(mutex_);
  heard_ += octets;
  const auto at = octets.find("STARTTLS\r\n");
  if (at == std::string::npos || asked_) {
    return octets;
  }
  asked_ = true;
  if (trick_ != Trick::kLie) {
    return octets;
  }
  put(client, at == 0 ? "220 2.0.0 begin\r\n" : octets.substr(0, at) + "OK begin\r\n");
  return {};
}

std::string Meddler::from_server(std::string octets) {
  if (trick_ == Trick::kStrip) {
    cut(octets, "250-STARTTLS\r\n");
    cut(octets, " STARTTLS");
    cut(octets, " LOGINDISABLED");
  }
  if (trick_ == Trick::kInject && asked_) {
    asked_ = false;
    octets += octets.rfind("220", 0) == 0 ? "250-x\r\n250 AUTH PLAIN\r\n"
                                          : "* CAPABILITY IMAP4rev1 AUTH=PLAIN\r\n";
  }
  return octets;
}

}  // namespace pouch::test
