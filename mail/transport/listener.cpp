#include "mail/transport/listener.hpp"

#include <arpa/inet.h>
#include <fcntl.h>
#include <netdb.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <charconv>
#include <cstring>
#include <list>

#include "mail/fault.hpp"
#include "mail/transport/session.hpp"

namespace pouch::mail {
namespace {

using Steady = std::chrono::steady_clock;

constexpr std::size_t kReadAtOnce = 64u << 10;
constexpr unsigned kHighestPort = 65535;
constexpr std::size_t kMostUnsent = 256u << 10;  // replies that a peer does not fetch

struct Where {
  bool lmtp = false;
  std::string path;  // of a Unix socket, else empty
  std::string host, port;
};

Where parse(const std::string& uri) {
  Where where;
  where.lmtp = uri.starts_with("lmtp:");
  auto rest = uri.substr(uri.find(':') + 1);
  if (!rest.starts_with("//")) {
    where.path = rest;
    return where;
  }
  rest = rest.substr(2);
  const auto colon = rest.rfind(':');
  if (colon == std::string::npos) {
    throw Fault(Permanence::kPermanent, uri + " names no port", "smtp://127.0.0.1:2525");
  }
  where.host = rest.substr(0, colon);
  where.port = rest.substr(colon + 1);
  unsigned port = 0;
  const auto* end = where.port.data() + where.port.size();
  if (const auto read = std::from_chars(where.port.data(), end, port);
      read.ec != std::errc() || read.ptr != end || port > kHighestPort) {
    throw Fault(Permanence::kPermanent, uri + " names no port", "smtp://127.0.0.1:2525");
  }
  if (where.host.size() > 2 && where.host.front() == '[') {
    where.host = where.host.substr(1, where.host.size() - 2);
  }
  return where;
}

[[noreturn]] void cannot_listen(const std::string& uri, const std::string& why) {
  throw Fault(Permanence::kPermanent, "cannot listen on " + uri + ": " + why,
              "is another program there already, and may this user bind it?");
}

void set_flags(int descriptor) {
  fcntl(descriptor, F_SETFL, O_NONBLOCK);
  fcntl(descriptor, F_SETFD, FD_CLOEXEC);
}

int listen_unix(const std::string& uri, const std::string& path) {
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  if (path.size() >= sizeof address.sun_path) {
    cannot_listen(uri, "the path is longer than 107 octets");
  }
  std::memcpy(address.sun_path, path.data(), path.size());
  const auto* generic = reinterpret_cast<const sockaddr*>(&address);
  const int descriptor = socket(AF_UNIX, SOCK_STREAM, 0);
  // A socket file that nobody listens on is left over from a crash.
  if (descriptor >= 0 && connect(descriptor, generic, sizeof address) == 0) {
    close(descriptor);
    cannot_listen(uri, "somebody listens there");
  }
  if (errno == ECONNREFUSED) {
    unlink(path.c_str());
  }
  if (descriptor < 0 || bind(descriptor, generic, sizeof address) != 0 ||
      chmod(path.c_str(), 0660) != 0 || listen(descriptor, SOMAXCONN) != 0) {
    const std::string why = std::strerror(errno);
    close(descriptor);
    cannot_listen(uri, why);
  }
  set_flags(descriptor);
  return descriptor;
}

int listen_tcp(const std::string& uri, const Where& where) {
  addrinfo hints{};
  hints.ai_socktype = SOCK_STREAM;
  hints.ai_flags = AI_PASSIVE | AI_NUMERICSERV;
  addrinfo* list = nullptr;
  if (getaddrinfo(where.host.c_str(), where.port.c_str(), &hints, &list) != 0) {
    cannot_listen(uri, "no such host or port");
  }
  int descriptor = -1;
  std::string why;
  for (const auto* entry = list; entry != nullptr && descriptor < 0; entry = entry->ai_next) {
    descriptor = socket(entry->ai_family, entry->ai_socktype, entry->ai_protocol);
    const int on = 1;
    setsockopt(descriptor, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    if (bind(descriptor, entry->ai_addr, entry->ai_addrlen) != 0 ||
        listen(descriptor, SOMAXCONN) != 0) {
      why = std::strerror(errno);
      close(descriptor);
      descriptor = -1;
    }
  }
  freeaddrinfo(list);
  if (descriptor < 0) {
    cannot_listen(uri, why);
  }
  set_flags(descriptor);
  return descriptor;
}

int port_of(int descriptor) {
  sockaddr_storage address{};
  socklen_t size = sizeof address;
  getsockname(descriptor, reinterpret_cast<sockaddr*>(&address), &size);
  return ntohs(address.ss_family == AF_INET6 ? reinterpret_cast<sockaddr_in6*>(&address)->sin6_port
                                             : reinterpret_cast<sockaddr_in*>(&address)->sin_port);
}

std::string peer_of(const sockaddr_storage& address) {
  std::array<char, INET6_ADDRSTRLEN> text{};
  if (address.ss_family == AF_INET) {
    const auto& four = reinterpret_cast<const sockaddr_in&>(address);
    inet_ntop(AF_INET, &four.sin_addr, text.data(), text.size());
    return std::string(text.data()) + ":" + std::to_string(ntohs(four.sin_port));
  }
  if (address.ss_family == AF_INET6) {
    const auto& six = reinterpret_cast<const sockaddr_in6&>(address);
    inet_ntop(AF_INET6, &six.sin6_addr, text.data(), text.size());
    return "[" + std::string(text.data()) + "]:" + std::to_string(ntohs(six.sin6_port));
  }
  return "unix";
}

struct Connection {
  Connection(int socket_descriptor, Session dialogue)
      : descriptor(socket_descriptor),
        session(std::move(dialogue)),
        unsent(session.greeting()),
        last(Steady::now()) {}
  ~Connection() { close(descriptor); }
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;

  int descriptor;
  Session session;
  std::string unsent;
  Steady::time_point last;
  bool broken = false;
  bool done() const { return broken || (session.closing() && unsent.empty()); }
};

}  // namespace

struct Listener::Impl {
  Impl(ListenerSettings given, Acceptor& taker) : settings(std::move(given)), acceptor(taker) {
    where = parse(settings.uri);
    descriptor = where.path.empty() ? listen_tcp(settings.uri, where)
                                    : listen_unix(settings.uri, where.path);
  }

  ~Impl() {
    close(descriptor);
    if (!where.path.empty()) {
      unlink(where.path.c_str());
    }
  }

  void run(int stop) {
    while (true) {
      std::vector<pollfd> waits{{stop, POLLIN, 0}, {descriptor, POLLIN, 0}};
      for (const auto& connection : connections) {
        const bool write = !connection.unsent.empty();
        waits.push_back({connection.descriptor, static_cast<short>(write ? POLLOUT : POLLIN), 0});
      }
      poll(waits.data(), waits.size(), time_to_idle());
      if (waits[0].revents != 0) {
        break;
      }
      std::size_t i = 2;
      for (auto& connection : connections) {
        serve(connection, waits[i++].revents);
      }
      connections.remove_if([](const Connection& connection) { return connection.done(); });
      if (waits[1].revents != 0) {
        take_connection();
      }
    }
    say_goodbye();
  }

  int time_to_idle() const {
    auto least = std::chrono::milliseconds(-1);
    for (const auto& connection : connections) {
      const auto left = std::max(std::chrono::milliseconds(0),
                                 std::chrono::ceil<std::chrono::milliseconds>(
                                     connection.last + settings.idle_time - Steady::now()));
      least = least.count() < 0 ? left : std::min(least, left);
    }
    return static_cast<int>(least.count());
  }

  void take_connection() {
    sockaddr_storage address{};
    socklen_t size = sizeof address;
    const int socket = accept4(descriptor, reinterpret_cast<sockaddr*>(&address), &size,
                               SOCK_NONBLOCK | SOCK_CLOEXEC);
    if (socket < 0) {
      return;
    }
    if (connections.size() >= settings.connections) {
      const std::string busy = "421 4.3.2 too many connections\r\n";
      (void)!send(socket, busy.data(), busy.size(), MSG_NOSIGNAL);
      close(socket);
      return;
    }
    const int on = 1;
    if (where.path.empty()) {
      setsockopt(socket, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    }
    connections.emplace_back(socket, Session(where.lmtp, settings, peer_of(address), acceptor));
    flush(connections.back());
  }

  void serve(Connection& connection, short events) {
    if (events == 0) {
      if (Steady::now() >= connection.last + settings.idle_time) {
        end(connection, "421 4.4.2 too long idle\r\n");
      }
      return;
    }
    connection.last = Steady::now();
    if ((events & POLLOUT) != 0) {
      flush(connection);
    }
    if ((events & (POLLIN | POLLHUP | POLLERR)) != 0 && connection.unsent.empty()) {
      receive(connection);
    }
  }

  void receive(Connection& connection) {
    const auto got = recv(connection.descriptor, buffer.data(), buffer.size(), 0);
    if (got == 0 || (got < 0 && errno != EAGAIN && errno != EINTR)) {
      connection.broken = true;  // nothing unfinished was ever accepted
      return;
    }
    if (got > 0) {
      connection.unsent += connection.session.feed({buffer.data(), static_cast<std::size_t>(got)});
      if (connection.unsent.size() > kMostUnsent) {
        connection.broken = true;
      }
      bound_memory(connection);
      flush(connection);
    }
  }

  // All mail in flight together stays below a bound: whoever goes over it tries again later.
  void bound_memory(Connection& connection) {
    std::size_t total = 0;
    for (const auto& other : connections) {
      total += other.session.held();
    }
    if (total > settings.total_data_limit) {
      end(connection, "421 4.3.1 not enough memory now\r\n");
    }
  }

  static void end(Connection& connection, std::string_view farewell) {
    connection.unsent += farewell;
    flush(connection);
    connection.broken = true;
  }

  static void flush(Connection& connection) {
    while (!connection.unsent.empty()) {
      const auto sent = send(connection.descriptor, connection.unsent.data(),
                             connection.unsent.size(), MSG_NOSIGNAL);
      if (sent < 0) {
        connection.broken = connection.broken || (errno != EAGAIN && errno != EINTR);
        return;
      }
      connection.unsent.erase(0, static_cast<std::size_t>(sent));
    }
  }

  void say_goodbye() {
    for (auto& connection : connections) {
      end(connection, "421 4.3.2 going down\r\n");
    }
    connections.clear();
  }

  ListenerSettings settings;
  Acceptor& acceptor;
  Where where;
  int descriptor = -1;
  std::list<Connection> connections;
  std::array<char, kReadAtOnce> buffer{};
};

Listener::Listener(ListenerSettings settings, Acceptor& acceptor)
    : impl_(std::make_unique<Impl>(std::move(settings), acceptor)) {}
Listener::~Listener() = default;

std::string Listener::uri() const {
  const auto& where = impl_->where;
  if (!where.path.empty()) {
    return "lmtp:" + where.path;
  }
  const bool six = where.host.find(':') != std::string::npos;
  return std::string(where.lmtp ? "lmtp://" : "smtp://") +
         (six ? "[" + where.host + "]" : where.host) + ":" +
         std::to_string(port_of(impl_->descriptor));
}

void Listener::run(int stop_descriptor) { impl_->run(stop_descriptor); }

}  // namespace pouch::mail
