#include "tests/system/browser.hpp"

#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <array>
#include <cctype>
#include <cstdlib>
#include <cstring>
#include <utility>

namespace pouch::test {
namespace {

std::string escaped(const std::string& text) {
  constexpr const char* kDigits = "0123456789ABCDEF";
  std::string out;
  for (const unsigned char c : text) {
    if (std::isalnum(c) != 0) {
      out += static_cast<char>(c);
    } else {
      out += {'%', kDigits[c >> 4], kDigits[c & 15]};
    }
  }
  return out;
}

std::string between(const std::string& text, const std::string& begin, const std::string& end) {
  const auto at = text.find(begin);
  const auto until = at == std::string::npos ? at : text.find(end, at + begin.size());
  return until == std::string::npos ? std::string()
                                    : text.substr(at + begin.size(), until - at - begin.size());
}

}  // namespace

std::string Page::field(const std::string& name) const {
  return between(head, "\r\n" + name + ": ", "\r\n");
}

Browser::Browser(std::string socket, std::string origin, std::string name)
    : socket_(std::move(socket)), origin_(std::move(origin)), name_(std::move(name)) {}

std::string Browser::fields() const {
  return " HTTP/1.1\r\nHost: " + origin_.substr(origin_.find("//") + 2) +
         "\r\nUser-Agent: " + name_ +
         "\r\nX-Forwarded-For: 198.51.100.24\r\nConnection: close\r\nSec-Fetch-Site: same-origin" +
         (cookie_.empty() ? "" : "\r\nCookie: __Host-pouch=" + cookie_);
}

Page Browser::get(const std::string& path) { return ask("GET " + path + fields() + "\r\n\r\n"); }

Page Browser::post(const std::string& path, std::map<std::string, std::string> values) {
  values.emplace("token", token_);
  std::string body;
  for (const auto& [name, value] : values) {
    body += (body.empty() ? "" : "&") + name + "=" + escaped(value);
  }
  return ask("POST " + path + fields() + "\r\nOrigin: " + origin_ +
             "\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: " +
             std::to_string(body.size()) + "\r\n\r\n" + body);
}

Page Browser::follow(Page page) {
  for (int steps = 0; page.status == 303 && steps < 5; ++steps) {
    page = get(page.field("Location"));
  }
  return page;
}

Page Browser::ask(const std::string& request) {
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  std::memcpy(address.sun_path, socket_.data(), socket_.size());
  const int client = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
  std::string all;
  if (connect(client, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0 &&
      send(client, request.data(), request.size(), MSG_NOSIGNAL) ==
          static_cast<ssize_t>(request.size())) {
    std::array<char, 65536> octets{};
    for (ssize_t got = 0; (got = recv(client, octets.data(), octets.size(), 0)) > 0;) {
      all.append(octets.data(), static_cast<std::size_t>(got));
    }
  }
  close(client);
  const auto end = all.find("\r\n\r\n");
  if (end == std::string::npos) {
    return {};
  }
  Page page{std::atoi(all.c_str() + 9), all.substr(0, end + 2), all.substr(end + 4)};
  if (const auto cookie = page.field("Set-Cookie"); !cookie.empty()) {
    cookie_ = between(cookie + ";", "__Host-pouch=", ";");
  }
  if (const auto token = between(page.body, "name=\"token\" value=\"", "\""); !token.empty()) {
    token_ = token;
  }
  return page;
}

}  // namespace pouch::test
