#include "tests/crash/sockets.hpp"

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

sockaddr_in loopback(int port) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(static_cast<std::uint16_t>(port));
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  return address;
}

int connected(int descriptor, const sockaddr* address, socklen_t size) {
  if (descriptor >= 0 && connect(descriptor, address, size) != 0) {
    close(descriptor);
    return -1;
  }
  return descriptor;
}

}  // namespace

Socket::~Socket() {
  if (descriptor_ >= 0) {
    close(descriptor_);
  }
}

int connect_to(const std::string& where) {
  if (where.front() != '/') {
    const auto address = loopback(std::stoi(where));
    return connected(socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0),
                     reinterpret_cast<const sockaddr*>(&address), sizeof address);
  }
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  std::memcpy(address.sun_path, where.data(), std::min(where.size(), sizeof address.sun_path - 1));
  return connected(socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0),
                   reinterpret_cast<const sockaddr*>(&address), sizeof address);
}

int listen_on(int& port) {
  const int descriptor = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  const int on = 1;
  setsockopt(descriptor, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
  auto address = loopback(port);
  socklen_t size = sizeof address;
  if (bind(descriptor, reinterpret_cast<const sockaddr*>(&address), size) != 0 ||
      listen(descriptor, SOMAXCONN) != 0 ||
      getsockname(descriptor, reinterpret_cast<sockaddr*>(&address), &size) != 0) {
    throw std::runtime_error("cannot listen on a loopback port: " +
                             std::string(std::strerror(errno)));
  }
  port = ntohs(address.sin_port);
  return descriptor;
}

bool readable(int descriptor, int milliseconds) {
  pollfd wait{descriptor, POLLIN, 0};
  return poll(&wait, 1, milliseconds) > 0;
}

bool put(int descriptor, const std::string& bytes) {
  for (std::size_t done = 0; done < bytes.size();) {
    const auto sent = send(descriptor, bytes.data() + done, bytes.size() - done, MSG_NOSIGNAL);
    if (sent <= 0) {
      return false;
    }
    done += static_cast<std::size_t>(sent);
  }
  return true;
}

bool get_line(int descriptor, std::string& rest, std::string& line, int milliseconds) {
  std::array<char, 16384> octets{};
  for (;;) {
    const auto end = rest.find("\r\n");
    if (end != std::string::npos) {
      line = rest.substr(0, end);
      rest.erase(0, end + 2);
      return true;
    }
    if (!readable(descriptor, milliseconds)) {
      return false;
    }
    const auto got = recv(descriptor, octets.data(), octets.size(), 0);
    if (got <= 0) {
      return false;
    }
    rest.append(octets.data(), static_cast<std::size_t>(got));
  }
}

}  // namespace pouch::test
