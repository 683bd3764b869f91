#include "mail/transport/listening_socket.hpp"

#include <arpa/inet.h>
#include <fcntl.h>
#include <grp.h>
#include <netdb.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <charconv>
#include <cstring>
#include <filesystem>
#include <memory>
#include <optional>
#include <utility>

#include "mail/fault.hpp"

namespace pouch::mail {
namespace {

constexpr unsigned kHighestPort = 65535;
constexpr mode_t kGroupToo = 0660;

struct Where {
  std::string scheme;  // "smtp", "lmtp"
  std::string path;    // of a Unix socket, else empty
  std::string host, port;
};

[[noreturn]] void no_port(const std::string& uri) {
  throw Fault(Permanence::kPermanent, uri + " names no port", "smtp://127.0.0.1:2525");
}

[[noreturn]] void cannot_listen(const std::string& uri, const std::string& why,
                                const std::string& hint = {}) {
  throw Fault(Permanence::kPermanent, "cannot listen on " + uri + ": " + why,
              hint.empty() ? "is another program there already, and may this user bind it?" : hint);
}

Where parse(const std::string& uri) {
  Where where;
  where.scheme = uri.substr(0, uri.find(':'));
  auto rest = uri.substr(std::min(uri.size(), where.scheme.size() + 1));
  if (!rest.starts_with("//")) {
    where.path = rest;
    return where;
  }
  rest = rest.substr(2);
  const auto colon = rest.rfind(':');
  if (colon == std::string::npos) {
    no_port(uri);
  }
  where.host = rest.substr(0, colon);
  where.port = rest.substr(colon + 1);
  unsigned port = 0;
  const auto* end = where.port.data() + where.port.size();
  if (const auto read = std::from_chars(where.port.data(), end, port);
      read.ec != std::errc() || read.ptr != end || port > kHighestPort) {
    no_port(uri);
  }
  if (where.host.size() > 2 && where.host.front() == '[') {
    where.host = where.host.substr(1, where.host.size() - 2);
  }
  return where;
}

void set_flags(int descriptor) {
  fcntl(descriptor, F_SETFL, O_NONBLOCK);
  fcntl(descriptor, F_SETFD, FD_CLOEXEC);
}

// --- addresses ---------------------------------------------------------------------------------

struct AddressesOf {
  void operator()(addrinfo* list) const { freeaddrinfo(list); }
};
using AddressList = std::unique_ptr<addrinfo, AddressesOf>;

AddressList resolve(const Where& where) {
  addrinfo hints{};
  hints.ai_socktype = SOCK_STREAM;
  hints.ai_flags = AI_PASSIVE | AI_NUMERICSERV;
  addrinfo* list = nullptr;
  return AddressList(
      getaddrinfo(where.host.c_str(), where.port.c_str(), &hints, &list) == 0 ? list : nullptr);
}

struct Bound {
  sockaddr_storage address{};
  socklen_t size = sizeof(sockaddr_storage);
};

std::optional<Bound> address_of(int descriptor) {
  Bound bound;
  int listening = 0, type = 0;
  socklen_t size = sizeof listening;
  if (getsockopt(descriptor, SOL_SOCKET, SO_ACCEPTCONN, &listening, &size) != 0 || listening == 0) {
    return std::nullopt;
  }
  size = sizeof type;
  if (getsockopt(descriptor, SOL_SOCKET, SO_TYPE, &type, &size) != 0 || type != SOCK_STREAM ||
      getsockname(descriptor, reinterpret_cast<sockaddr*>(&bound.address), &bound.size) != 0) {
    return std::nullopt;
  }
  return bound;
}

// Empty when it is no socket in the file system.
std::string path_of(const Bound& bound) {
  if (bound.address.ss_family != AF_UNIX) {
    return {};
  }
  const auto& address = reinterpret_cast<const sockaddr_un&>(bound.address);
  const auto most = static_cast<std::size_t>(bound.size) - offsetof(sockaddr_un, sun_path);
  return {address.sun_path, strnlen(address.sun_path, std::min(most, sizeof address.sun_path))};
}

unsigned port_of(const Bound& bound) {
  return ntohs(bound.address.ss_family == AF_INET6
                   ? reinterpret_cast<const sockaddr_in6&>(bound.address).sin6_port
                   : reinterpret_cast<const sockaddr_in&>(bound.address).sin_port);
}

std::string host_of(const sockaddr* address) {
  std::array<char, INET6_ADDRSTRLEN> text{};
  const void* octets =
      address->sa_family == AF_INET6
          ? static_cast<const void*>(&reinterpret_cast<const sockaddr_in6*>(address)->sin6_addr)
          : static_cast<const void*>(&reinterpret_cast<const sockaddr_in*>(address)->sin_addr);
  inet_ntop(address->sa_family, octets, text.data(), text.size());
  return text.data();
}

std::string with_port(const Where& where, unsigned port) {
  const bool six = where.host.find(':') != std::string::npos;
  return where.scheme + "://" + (six ? "[" + where.host + "]" : where.host) + ":" +
         std::to_string(port);
}

// --- binding -----------------------------------------------------------------------------------

sockaddr_un unix_address(const std::string& uri, const std::string& path) {
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  if (path.size() >= sizeof address.sun_path) {
    cannot_listen(uri, "the path is longer than 107 octets");
  }
  std::memcpy(address.sun_path, path.data(), path.size());
  return address;
}

// What is left over from a crash may go: a socket on which nobody listens, nothing else.
void remove_stale(const std::string& uri, const std::string& path, const sockaddr_un& address) {
  struct stat facts {};
  if (lstat(path.c_str(), &facts) != 0) {
    return;
  }
  if (!S_ISSOCK(facts.st_mode)) {
    cannot_listen(uri, "there is a file of that name that is no socket",
                  "move it away, or write another path into pouch.toml");
  }
  const int probe = socket(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
  const int answer = connect(probe, reinterpret_cast<const sockaddr*>(&address), sizeof address);
  const int why = errno;
  close(probe);
  if (answer == 0 || why != ECONNREFUSED) {
    cannot_listen(uri, answer == 0 || why == EAGAIN ? "somebody listens there"
                                                    : std::string(std::strerror(why)));
  }
  unlink(path.c_str());
}

void give_to_group(const std::string& uri, const std::string& path, const std::string& group) {
  if (group.empty()) {
    return;
  }
  const auto* entry = getgrnam(group.c_str());
  if (entry == nullptr) {
    cannot_listen(uri, "there is no group " + group, "addgroup --system " + group);
  }
  if (chown(path.c_str(), static_cast<uid_t>(-1), entry->gr_gid) != 0) {
    cannot_listen(uri, "the socket cannot be given to group " + group,
                  "the user that runs pouch must be a member of it");
  }
}

int listen_unix(const std::string& uri, const std::string& path, const std::string& group) {
  const auto address = unix_address(uri, path);
  remove_stale(uri, path, address);
  const int descriptor = socket(AF_UNIX, SOCK_STREAM, 0);
  const auto before = umask(0177);  // nobody else until it is the right group's
  const int bound = ::bind(descriptor, reinterpret_cast<const sockaddr*>(&address), sizeof address);
  std::string why = std::strerror(errno);
  umask(before);
  if (bound != 0) {
    close(descriptor);
    cannot_listen(uri, why);
  }
  try {
    give_to_group(uri, path, group);
    if (chmod(path.c_str(), kGroupToo) != 0 || listen(descriptor, SOMAXCONN) != 0) {
      cannot_listen(uri, std::strerror(errno));
    }
  } catch (...) {
    unlink(path.c_str());
    close(descriptor);
    throw;
  }
  set_flags(descriptor);
  return descriptor;
}

int listen_tcp(const std::string& uri, const Where& where) {
  const auto list = resolve(where);
  if (list == nullptr) {
    cannot_listen(uri, "no such host or port");
  }
  std::string why;
  for (const auto* entry = list.get(); entry != nullptr; entry = entry->ai_next) {
    const int descriptor = socket(entry->ai_family, entry->ai_socktype, entry->ai_protocol);
    const int on = 1;
    setsockopt(descriptor, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    if (::bind(descriptor, entry->ai_addr, entry->ai_addrlen) == 0 &&
        listen(descriptor, SOMAXCONN) == 0) {
      set_flags(descriptor);
      return descriptor;
    }
    why = std::strerror(errno);
    close(descriptor);
  }
  cannot_listen(uri, why);
}

}  // namespace

ListeningSocket ListeningSocket::bind(const std::string& uri, const std::string& group) {
  const auto where = parse(uri);
  if (!where.path.empty()) {
    ListeningSocket result(uri, listen_unix(uri, where.path, group));
    result.is_unix_ = true;
    result.owned_path_ = where.path;
    return result;
  }
  ListeningSocket result(uri, listen_tcp(uri, where));
  if (const auto bound = address_of(result.descriptor_)) {
    result.uri_ = with_port(where, port_of(*bound));
  }
  return result;
}

ListeningSocket ListeningSocket::adopt(const std::string& uri, int descriptor) {
  if (!listens_at(descriptor, uri)) {
    cannot_listen(uri, "the socket handed over for it is " + place_of(descriptor),
                  "ListenStream= of the .socket unit and sources in pouch.toml must name the same");
  }
  ListeningSocket result(uri, descriptor);
  result.is_unix_ = !parse(uri).path.empty();
  set_flags(descriptor);
  return result;
}

ListeningSocket::ListeningSocket(ListeningSocket&& other) noexcept
    : uri_(std::move(other.uri_)),
      owned_path_(std::move(other.owned_path_)),
      descriptor_(std::exchange(other.descriptor_, -1)),
      is_unix_(other.is_unix_) {
  other.owned_path_.clear();
}

ListeningSocket::~ListeningSocket() {
  if (descriptor_ >= 0) {
    close(descriptor_);
  }
  if (!owned_path_.empty()) {
    unlink(owned_path_.c_str());
  }
}

bool listens_at(int descriptor, const std::string& uri) {
  const auto where = parse(uri);
  const auto bound = address_of(descriptor);
  if (!bound) {
    return false;
  }
  if (!where.path.empty()) {
    const std::filesystem::path wanted(where.path), real(path_of(*bound));
    return wanted.lexically_normal() == real.lexically_normal();
  }
  if (bound->address.ss_family != AF_INET && bound->address.ss_family != AF_INET6) {
    return false;
  }
  const auto* generic = reinterpret_cast<const sockaddr*>(&bound->address);
  const auto list = resolve(where);
  for (const auto* entry = list.get(); entry != nullptr; entry = entry->ai_next) {
    if (entry->ai_family == generic->sa_family && host_of(entry->ai_addr) == host_of(generic) &&
        where.port == std::to_string(port_of(*bound))) {
      return true;
    }
  }
  return false;
}

std::string place_of(int descriptor) {
  const auto bound = address_of(descriptor);
  if (!bound) {
    return "no listening socket";
  }
  switch (bound->address.ss_family) {
    case AF_UNIX: {
      const auto path = path_of(*bound);
      return path.empty() ? "a socket without a name" : path;
    }
    case AF_INET:
    case AF_INET6: {
      const auto host = host_of(reinterpret_cast<const sockaddr*>(&bound->address));
      return (host.find(':') == std::string::npos ? host : "[" + host + "]") + ":" +
             std::to_string(port_of(*bound));
    }
    default:
      return "a socket of another family";
  }
}

}  // namespace pouch::mail
