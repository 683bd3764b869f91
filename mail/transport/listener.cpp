#include "mail/transport/listener.hpp"

#include <arpa/inet.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <cerrno>
#include <cstring>
#include <list>
#include <utility>

#include "mail/transport/committer.hpp"
#include "mail/transport/session.hpp"

namespace pouch::mail {
namespace {

using Steady = std::chrono::steady_clock;

constexpr std::size_t kReadAtOnce = 64u << 10;
constexpr std::chrono::seconds kAcceptPause{1}, kTellPause{1};
constexpr std::size_t kMostTogether = 64;        // each has a file open meanwhile
constexpr std::size_t kMostUnsent = 256u << 10;  // replies that a peer does not fetch

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

// Without the port.
std::string host_of(const std::string& peer) { return peer.substr(0, peer.rfind(':')); }

struct Connection {
  Connection(int socket_descriptor, Session dialogue, std::string whose)
      : descriptor(socket_descriptor),
        session(std::move(dialogue)),
        host(std::move(whose)),
        unsent(session.greeting()),
        last(Steady::now()),
        since(last) {}
  ~Connection() { close(descriptor); }
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;

  int descriptor;
  Session session;
  std::string host;
  std::string unsent;
  Steady::time_point last;   // when octets came or went
  Steady::time_point since;  // when the command or mail that is under way began
  std::uint64_t steps = 0;
  bool broken = false;
  bool in_hand = false;  // its mail is being made durable: nobody touches it meanwhile
  bool done() const { return broken || (session.closing() && unsent.empty()); }
  void stepped() {
    if (session.steps() != steps) {
      steps = session.steps();
      since = Steady::now();
    }
  }
};

}  // namespace

struct Listener::Impl {
  Impl(ListenerSettings given, ListeningSocket bound, Acceptor& taker)
      : settings(std::move(given)), socket(std::move(bound)), acceptor(taker) {}

  void run(int stop) {
    while (true) {
      const bool accepts = Steady::now() >= accept_again;
      std::vector<pollfd> waits{{stop, POLLIN, 0},
                                {accepts ? socket.descriptor() : -1, POLLIN, 0},
                                {committer.ready(), POLLIN, 0}};
      for (const auto& connection : connections) {
        const bool write = !connection.unsent.empty();
        waits.push_back({connection.in_hand ? -1 : connection.descriptor,
                         static_cast<short>(write ? POLLOUT : POLLIN), 0});
      }
      poll(waits.data(), waits.size(), time_to_wait());
      if (waits[0].revents != 0) {
        break;
      }
      std::size_t i = 3;
      for (auto& connection : connections) {
        if (!connection.in_hand) {
          serve(connection, waits[i].revents);
        }
        ++i;
      }
      if (waits[2].revents != 0) {
        answer(committer.replies());
      }
      settle();
      connections.remove_if([](const Connection& connection) { return connection.done(); });
      if (waits[1].revents != 0) {
        take_connection();
      }
      tell_turned_away();
    }
    say_goodbye();
  }

  // When that connection has had its time.
  Steady::time_point end_of(const Connection& connection) const {
    const auto whole = connection.session.in_data() ? settings.mail_time : settings.command_time;
    return std::min(connection.last + settings.idle_time, connection.since + whole);
  }

  // Until the first connection has had its time, or accepting may go on; -1: for ever.
  int time_to_wait() const {
    const auto now = Steady::now();
    auto least = std::chrono::milliseconds(-1);
    const auto consider = [&](Steady::time_point due) {
      const auto left = std::max(std::chrono::milliseconds(0),
                                 std::chrono::ceil<std::chrono::milliseconds>(due - now));
      least = least.count() < 0 ? left : std::min(least, left);
    };
    for (const auto& connection : connections) {
      if (!connection.in_hand) {
        consider(end_of(connection));
      }
    }
    if (turned_away > 0) {
      consider(tell_again);
    }
    if (accept_again > now) {
      consider(accept_again);
    }
    return static_cast<int>(least.count());
  }

  // Out of descriptors or memory, whoever waits in the queue would wake us at once, again and
  // again: leave him there for a while.
  void pause_accepting(int why) {
    accept_again = Steady::now() + kAcceptPause;
    acceptor.trouble("cannot accept connections: " + std::string(std::strerror(why)));
  }

  void take_connection() {
    sockaddr_storage address{};
    socklen_t size = sizeof address;
    const int peer = accept4(socket.descriptor(), reinterpret_cast<sockaddr*>(&address), &size,
                             SOCK_NONBLOCK | SOCK_CLOEXEC);
    if (peer < 0) {
      if (errno == EMFILE || errno == ENFILE || errno == ENOBUFS || errno == ENOMEM) {
        pause_accepting(errno);
      }
      return;
    }
    const auto whose = peer_of(address);
    const bool full = connections.size() >= settings.connections;
    if (full || (!socket.is_unix() && count_of(host_of(whose)) >= settings.per_peer)) {
      const std::string busy = full ? "421 4.3.2 too many connections\r\n"
                                    : "421 4.7.0 too many connections from you\r\n";
      (void)!send(peer, busy.data(), busy.size(), MSG_NOSIGNAL);
      close(peer);
      ++turned_away;
      last_turned = whose;
      return;
    }
    const int on = 1;
    if (!socket.is_unix()) {
      setsockopt(peer, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    }
    connections.emplace_back(peer, Session(socket.is_lmtp(), settings, whose, acceptor),
                             host_of(whose));
    flush(connections.back());
  }

  std::size_t count_of(const std::string& host) const {
    return static_cast<std::size_t>(
        std::count_if(connections.begin(), connections.end(),
                      [&](const Connection& connection) { return connection.host == host; }));
  }

  void tell_turned_away() {
    const auto now = Steady::now();
    if (turned_away > 0 && now >= tell_again) {
      tell_again = now + kTellPause;
      acceptor.turned_away(std::exchange(turned_away, 0), last_turned);
    }
  }

  void serve(Connection& connection, short events) {
    const auto now = Steady::now();
    if (now >= end_of(connection)) {
      const bool idle = now >= connection.last + settings.idle_time;
      end(connection, idle ? "421 4.4.2 too long idle\r\n" : "421 4.4.2 too slow\r\n");
      return;
    }
    if (events == 0) {
      return;
    }
    connection.last = now;
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
      connection.stepped();
      if (connection.unsent.size() > kMostUnsent) {
        connection.broken = true;
      }
      bound_memory(connection);
      flush(connection);
    }
  }

  // All mails that ended while others were made durable become durable together, and meanwhile the
  // others are read; behind one its sender may have sent another. A lonely client is served without
  // a change of threads.
  void settle() {
    while (in_hand.empty()) {
      for (auto& connection : connections) {
        if (connection.session.waits() && !connection.broken && in_hand.size() < kMostTogether) {
          connection.in_hand = true;
          in_hand.push_back(&connection);
        }
      }
      if (in_hand.empty()) {
        return;
      }
      std::vector<Submission> mails;
      for (const auto* connection : in_hand) {
        mails.push_back(connection->session.mail());
      }
      if (connections.size() > 1) {
        committer.begin(std::move(mails));
      } else {
        answer(accept_all(acceptor, mails));
      }
    }
  }

  void answer(const std::vector<Reply>& replies) {
    const auto answered = std::exchange(in_hand, {});
    for (std::size_t i = 0; i < answered.size(); ++i) {
      auto& connection = *answered[i];
      connection.in_hand = false;
      connection.unsent += connection.session.answer(replies[i]);
      connection.last = Steady::now();
      connection.stepped();
      flush(connection);
    }
  }

  // All mail in flight together stays below a bound: whoever goes over it tries again later.
  void bound_memory(Connection& connection) {
    std::size_t total = 0;
    for (const auto& other : connections) {
      total += other.session.held();
    }
    held = total;
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
    if (!in_hand.empty()) {
      answer(committer.replies());
    }
    for (auto& connection : connections) {
      end(connection, "421 4.3.2 going down\r\n");
    }
    connections.clear();
  }

  ListenerSettings settings;
  ListeningSocket socket;
  Acceptor& acceptor;
  Steady::time_point accept_again{};
  std::list<Connection> connections;
  std::vector<Connection*> in_hand;
  Committer committer{acceptor};  // ends before what it holds
  std::size_t turned_away = 0;    // not told yet
  std::string last_turned;
  Steady::time_point tell_again{};
  std::atomic<std::size_t> held{0};
  std::array<char, kReadAtOnce> buffer{};
};

Listener::Listener(ListenerSettings settings, Acceptor& acceptor)
    : Listener(settings, ListeningSocket::bind(settings.uri), acceptor) {}
Listener::Listener(ListenerSettings settings, ListeningSocket socket, Acceptor& acceptor)
    : impl_(std::make_unique<Impl>(std::move(settings), std::move(socket), acceptor)) {}
Listener::~Listener() = default;

std::string Listener::uri() const { return impl_->socket.uri(); }
std::size_t Listener::held() const { return impl_->held; }
void Listener::run(int stop_descriptor) { impl_->run(stop_descriptor); }

}  // namespace pouch::mail
