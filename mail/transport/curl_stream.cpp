#include <poll.h>

#include <algorithm>
#include <array>
#include <vector>

#include "mail/transport/curl_library.hpp"
#include "mail/transport/stream.hpp"

namespace pouch::mail {
namespace {

constexpr long kLoginTime = 30;  // seconds, connection included
constexpr std::chrono::seconds kSendTime{60};
constexpr std::size_t kPiece = 64u << 10;

[[noreturn]] void lost(const std::string& where, const std::string& why) {
  throw Fault(Permanence::kTransient, where + ": " + why, "is the server up and reachable?");
}

std::string hint_of(CURLcode code) {
  switch (code) {
    case CURLE_PEER_FAILED_VERIFICATION:
      return "the server's certificate is not valid for this host; see transport.ca_file";
    case CURLE_USE_SSL_FAILED:
      return "the server offers no STARTTLS; use imaps://, or mend the server";
    case CURLE_LOGIN_DENIED:
      return "the server refused user or password";
    default:
      return "is the server up and reachable?";
  }
}

class CurlStream : public Stream {
 public:
  CurlStream(const std::string& uri, const Login& login, const std::filesystem::path& ca_file)
      : server_(parse_server_uri(uri)), where_(server_.scheme + "://" + server_.authority()) {
    const auto& curl = curl_library();
    set_server(handle_.get(), server_, login, ca_file);
    curl.easy_setopt(handle_.get(), CURLOPT_CONNECT_ONLY, 1L);
    curl.easy_setopt(handle_.get(), CURLOPT_TIMEOUT, kLoginTime);
    curl.easy_setopt(handle_.get(), CURLOPT_TCP_KEEPALIVE, 1L);
    const auto code = curl.easy_perform(handle_.get());
    if (code != CURLE_OK) {
      throw Fault(Permanence::kTransient, where_ + ": " + curl_library().easy_strerror(code),
                  hint_of(code));
    }
    curl.easy_getinfo(handle_.get(), CURLINFO_ACTIVESOCKET, &socket_);
    if (socket_ == CURL_SOCKET_BAD) {
      lost(where_, "no connection");
    }
  }

  void send(std::string_view bytes) override {
    const auto end = std::chrono::steady_clock::now() + kSendTime;
    while (!bytes.empty()) {
      std::size_t sent = 0;
      const auto code = curl_library().easy_send(handle_.get(), bytes.data(), bytes.size(), &sent);
      bytes.remove_prefix(sent);
      if (code == CURLE_AGAIN) {
        wait(POLLOUT, std::chrono::seconds(1), {});
        if (std::chrono::steady_clock::now() > end) {
          lost(where_, "the server takes nothing any more");
        }
      } else if (code != CURLE_OK) {
        lost(where_, curl_library().easy_strerror(code));
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

std::unique_ptr<Stream> open_stream(const std::string& uri, const Login& login,
                                    const std::filesystem::path& ca_file) {
  return std::make_unique<CurlStream>(uri, login, ca_file);
}

}  // namespace pouch::mail
