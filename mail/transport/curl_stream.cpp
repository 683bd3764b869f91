// The bytes of a connection of libcurl (stream.hpp).
#include <poll.h>

#include <algorithm>
#include <array>
#include <vector>

#include "mail/ascii.hpp"
#include "mail/transport/curl_library.hpp"
#include "mail/transport/stream.hpp"

namespace pouch::mail {
namespace {

constexpr long kLoginTime = 60;  // seconds, connection, TLS and greeting included
constexpr std::size_t kPiece = 64u << 10;
constexpr std::size_t kLongestText = 300;

[[noreturn]] void lost(const std::string& where, const std::string& why) {
  throw Fault(Permanence::kTransient, where + ": " + why, "is the server up and reachable?");
}

std::string hint_of(CURLcode code, const ServerUri& server) {
  const bool smtp = server.scheme.starts_with("smtp");
  switch (code) {
    case CURLE_COULDNT_RESOLVE_HOST:
      return "is the host's name right, and does this machine's name server know it?";
    case CURLE_PEER_FAILED_VERIFICATION:
      return "the server's certificate is not valid for this host and time, or its authority is "
             "not known here: see servers.ca_file";
    case CURLE_SSL_CACERT_BADFILE:
      return "servers.ca_file cannot be read, or is no PEM file";
    case CURLE_SSL_CONNECT_ERROR:
      return "does this port speak TLS 1.2 or later from the first octet? Else write smtp:// or "
             "imap:// (STARTTLS)";
    case CURLE_USE_SSL_FAILED:
      return std::string(
                 "the server offers no STARTTLS; beyond loopback nothing is said without "
                 "TLS: use ") +
             (smtp ? "smtps://" : "imaps://") + ", or fix the server";
    case CURLE_LOGIN_DENIED:
      return "the server refused user or password; see the file of the secret in "
             "servers.credentials";
    case CURLE_WEIRD_SERVER_REPLY:
    case CURLE_REMOTE_ACCESS_DENIED:
      return "the server wants nothing from us now; its log says why";
    default:
      return "is the server up and reachable?";
  }
}

// What the server says while libcurl talks: for texts, and to know that a login took place.
struct Heard {
  std::string refusal;  // the last line that refused something
  bool login = false;
};

std::size_t hear(char* line, std::size_t size, std::size_t count, void* self) {
  const std::string_view text(line, size * count);
  auto& heard = *static_cast<Heard*>(self);
  if (text.starts_with('4') || text.starts_with('5')) {
    heard.refusal.clear();
    for (const char c : trim(text).substr(0, kLongestText)) {
      heard.refusal += is_control(c) || is_eight_bit(c) ? '?' : c;
    }
  }
  heard.login = heard.login || text.starts_with("235 ");  // RFC 4954 section 6
  return size * count;
}

// Asked about once a second while libcurl waits: whoever wants us to stop need not wait longer.
int look_whether_to_stop(void* stop, curl_off_t, curl_off_t, curl_off_t, curl_off_t) {
  pollfd wait{*static_cast<const int*>(stop), POLLIN, 0};
  return wait.fd >= 0 && poll(&wait, 1, 0) > 0 ? 1 : 0;
}

class CurlStream : public Stream {
 public:
  CurlStream(const std::string& uri, const ServerAccess& access)
      : server_(parse_server_uri(uri)), where_(server_.scheme + "://" + server_.authority()) {
    const auto& curl = curl_library();
    const auto login = find_login(server_, access);
    Heard heard;
    set_server(handle_.get(), server_, login, access);
    curl.easy_setopt(handle_.get(), CURLOPT_CONNECT_ONLY, 1L);
    curl.easy_setopt(handle_.get(), CURLOPT_TIMEOUT, kLoginTime);
    curl.easy_setopt(handle_.get(), CURLOPT_TCP_KEEPALIVE, 1L);
    curl.easy_setopt(handle_.get(), CURLOPT_NOPROGRESS, 0L);
    curl.easy_setopt(handle_.get(), CURLOPT_XFERINFOFUNCTION, look_whether_to_stop);
    curl.easy_setopt(handle_.get(), CURLOPT_XFERINFODATA, &access.stop);
    if (server_.scheme.starts_with("smtp")) {
      curl.easy_setopt(handle_.get(), CURLOPT_HEADERFUNCTION, hear);
      curl.easy_setopt(handle_.get(), CURLOPT_HEADERDATA, &heard);
    }
    const auto code = curl.easy_perform(handle_.get());
    if (code == CURLE_ABORTED_BY_CALLBACK) {
      lost(where_, "we were asked to stop");
    }
    if (code != CURLE_OK) {
      throw Fault(Permanence::kTransient,
                  where_ + ": " + curl.easy_strerror(code) +
                      (heard.refusal.empty() ? "" : ": " + heard.refusal),
                  hint_of(code, server_));
    }
    // libcurl goes on without a login when the server offers none (RFC 4954 section 3).
    if (server_.scheme.starts_with("smtp") && !login.user.empty() && !heard.login) {
      throw Fault(Permanence::kTransient, where_ + ": the server lets nobody log in here",
                  "take the user out of the address, or use the port for submission (465, 587)");
    }
    curl.easy_getinfo(handle_.get(), CURLINFO_ACTIVESOCKET, &socket_);
    if (socket_ == CURL_SOCKET_BAD) {
      lost(where_, "no connection");
    }
    curl.easy_setopt(handle_.get(), CURLOPT_HEADERDATA, nullptr);
    curl.easy_setopt(handle_.get(), CURLOPT_NOPROGRESS, 1L);
  }

  void send(std::string_view bytes, std::chrono::milliseconds time,
            std::span<const int> interrupts) override {
    const auto end = std::chrono::steady_clock::now() + time;
    while (!bytes.empty()) {
      std::size_t sent = 0;
      const auto code = curl_library().easy_send(handle_.get(), bytes.data(), bytes.size(), &sent);
      bytes.remove_prefix(sent);
      if (code != CURLE_OK && code != CURLE_AGAIN) {
        lost(where_, curl_library().easy_strerror(code));
      }
      if (code == CURLE_AGAIN) {
        const auto left =
            std::chrono::ceil<std::chrono::milliseconds>(end - std::chrono::steady_clock::now());
        if (left.count() <= 0) {
          lost(where_, "the server takes nothing any more");
        }
        if (wait(POLLOUT, left, interrupts)) {
          lost(where_, "we were asked to stop");
        }
      }
    }
  }

  Arrival receive(std::string& buffer, std::chrono::milliseconds time,
                  std::span<const int> interrupts) override {
    const auto end = std::chrono::steady_clock::now() + time;
    for (;;) {
      const auto before = buffer.size();
      buffer.resize(before + kPiece);
      std::size_t got = 0;
      // TLS may hold octets that poll(2) does not see: ask it first.
      const auto code =
          curl_library().easy_recv(handle_.get(), buffer.data() + before, kPiece, &got);
      buffer.resize(before + got);
      if (code == CURLE_OK && got > 0) {
        return Arrival::kData;
      }
      if (code != CURLE_AGAIN) {
        lost(where_, code == CURLE_OK ? "the server closed the connection"
                                      : curl_library().easy_strerror(code));
      }
      const auto left =
          std::chrono::ceil<std::chrono::milliseconds>(end - std::chrono::steady_clock::now());
      if (left.count() <= 0) {
        return Arrival::kQuiet;
      }
      if (wait(POLLIN, left, interrupts)) {
        return Arrival::kInterrupted;
      }
    }
  }

 private:
  // True when one of the interrupts came.
  bool wait(short what, std::chrono::milliseconds time, std::span<const int> interrupts) {
    std::vector<pollfd> waits{{static_cast<int>(socket_), what, 0}};
    for (const int descriptor : interrupts) {
      waits.push_back({descriptor, POLLIN, 0});
    }
    poll(waits.data(), waits.size(), static_cast<int>(time.count()));
    return std::any_of(waits.begin() + 1, waits.end(),
                       [](const pollfd& one) { return one.revents != 0; });
  }

  ServerUri server_;
  std::string where_;  // for texts: no user, no secret
  EasyHandle handle_ = new_handle();
  curl_socket_t socket_ = CURL_SOCKET_BAD;
};

}  // namespace

std::unique_ptr<Stream> open_stream(const std::string& uri, const ServerAccess& access) {
  return std::make_unique<CurlStream>(uri, access);
}

}  // namespace pouch::mail
