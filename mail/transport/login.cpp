#include "mail/transport/login.hpp"

#include <arpa/inet.h>
#include <string.h>
#include <sys/stat.h>

#include <algorithm>
#include <array>
#include <fstream>
#include <optional>

#include "mail/text/charset.hpp"

namespace pouch::mail {
namespace {

int hex(char c) {
  return c >= '0' && c <= '9'   ? c - '0'
         : c >= 'a' && c <= 'f' ? c - 'a' + 10
         : c >= 'A' && c <= 'F' ? c - 'A' + 10
                                : -1;
}

// RFC 3986 section 2.1.
std::string percent_decoded(std::string_view text, const std::string& uri) {
  std::string result;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '%') {
      result += text[i];
      continue;
    }
    const int high = i + 2 < text.size() ? hex(text[i + 1]) : -1;
    const int low = i + 2 < text.size() ? hex(text[i + 2]) : -1;
    if (high < 0 || low < 0) {
      throw Fault(Permanence::kPermanent, uri + " has a broken %-escape", "write @ as %40");
    }
    result += static_cast<char>(high * 16 + low);
    i += 2;
  }
  if (std::any_of(result.begin(), result.end(),
                  [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7F; })) {
    throw Fault(Permanence::kPermanent, uri + " has control characters", "take them out");
  }
  return result;
}

std::optional<std::string> first_line(const std::filesystem::path& file) {
  struct stat facts {};
  if (stat(file.c_str(), &facts) != 0) {
    return std::nullopt;
  }
  if ((facts.st_mode & 077) != 0) {
    throw Fault(Permanence::kPermanent, file.string() + " can be read by others", "chmod 600 it");
  }
  std::ifstream in(file);
  std::string line;
  std::getline(in, line);
  while (!line.empty() && (line.back() == '\r' || line.back() == ' ')) {
    line.pop_back();
  }
  if (line.empty()) {
    throw Fault(Permanence::kPermanent, file.string() + " is empty or cannot be read",
                "its first line is the secret");
  }
  return line;
}

}  // namespace

Login::~Login() {
  explicit_bzero(password.data(), password.size());
  explicit_bzero(token.data(), token.size());
}

bool ServerUri::loopback() const {
  in_addr four{};  // a literal address: a name may begin like one
  return host == "localhost" || host == "[::1]" ||
         (inet_pton(AF_INET, host.c_str(), &four) == 1 && ntohl(four.s_addr) >> 24 == 127);
}

std::string ServerUri::authority() const { return host + (port.empty() ? "" : ":" + port); }

ServerUri parse_server_uri(const std::string& uri) {
  constexpr std::array<std::string_view, 4> kSchemes{"imap", "imaps", "smtp", "smtps"};
  ServerUri server;
  const auto mark = uri.find("://");
  server.scheme = uri.substr(0, std::min(mark, uri.size()));
  if (mark == std::string::npos ||
      std::find(kSchemes.begin(), kSchemes.end(), server.scheme) == kSchemes.end()) {
    throw Fault(Permanence::kPermanent, uri + " is no server's address",
                "imaps://user@mail.example/INBOX, smtp://127.0.0.1:25");
  }
  auto rest = uri.substr(mark + 3);
  const auto slash = rest.find('/');
  if (slash != std::string::npos) {
    server.path = percent_decoded(std::string_view(rest).substr(slash + 1), uri);
    rest.resize(slash);
  }
  const auto at = rest.rfind('@');
  if (at != std::string::npos) {
    server.user = percent_decoded(std::string_view(rest).substr(0, at), uri);
    rest = rest.substr(at + 1);
  }
  const auto colon = rest.rfind(':');
  if (colon != std::string::npos && rest.find(']', colon) == std::string::npos) {
    server.port = rest.substr(colon + 1);
    rest.resize(colon);
  }
  server.host = rest;
  const bool digits = std::all_of(server.port.begin(), server.port.end(),
                                  [](char c) { return c >= '0' && c <= '9'; });
  if (server.host.empty() || !digits || server.port.size() > 5) {
    throw Fault(Permanence::kPermanent, uri + " names no host, or no port",
                "imaps://user@mail.example/INBOX, smtp://127.0.0.1:25");
  }
  return server;
}

std::string client_name(const ServerAccess& access) {
  return domain_to_ascii(access.client_name).value_or("localhost");
}

Login find_login(const ServerUri& server, const ServerAccess& access) {
  Login login;
  login.user = server.user;
  if (login.user.empty()) {
    return login;
  }
  const auto name = login.user + "@" + server.host;
  if (name.find('/') != std::string::npos) {
    throw Fault(Permanence::kPermanent, "the user \"" + login.user + "\" names no file of a secret",
                "a user may not have a slash");
  }
  for (const auto& folder : access.credentials) {
    if (auto token = first_line(folder / (name + ".token"))) {
      login.token = *token;
      return login;
    }
    if (auto password = first_line(folder / name)) {
      login.password = *password;
      return login;
    }
  }
  std::string places;
  for (const auto& folder : access.credentials) {
    places += (places.empty() ? "" : " or ") + (folder / name).string();
  }
  throw Fault(Permanence::kPermanent, "there is no password for " + name,
              "write it into " + places + ", mode 0600 (or a token into NAME.token)");
}

}  // namespace pouch::mail
