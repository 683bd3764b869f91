// Who we are to another mail server. Secrets come from files that only we can read, never from the
// configuration (SPEC section 4): a password, or an OAuth 2.0 bearer token (XOAUTH2, RFC 7628's
// forerunner).
#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "mail/fault.hpp"

namespace pouch::mail {

struct Login {
  std::string user;
  std::string password;
  std::string token;  // used instead of the password when there is one
  Login() = default;
  Login(Login&&) = default;
  Login& operator=(Login&&) = default;
  Login(const Login&) = default;
  Login& operator=(const Login&) = default;
  ~Login();  // wipes
};

// The parts of a server's address in a URI.
struct ServerUri {
  std::string scheme;  // imap, imaps, smtp, smtps
  std::string user;    // percent-decoded; may be empty
  std::string host;    // with brackets when it is an IPv6 address
  std::string port;    // may be empty
  std::string path;    // without the slash, percent-decoded
  bool tls() const { return scheme.ends_with('s'); }
  bool loopback() const;
  std::string authority() const;  // host:port, no user
};

// Throws a permanent Fault when it is none.
ServerUri parse_server_uri(const std::string& uri);

// Where secrets and authorities lie, who we say we are, and what ends a wait.
struct ServerAccess {
  std::vector<std::filesystem::path> credentials;  // folders, looked into in turn
  std::filesystem::path ca_file;                   // empty: the system's authorities
  std::string client_name;                         // our domain, for EHLO; empty: "localhost"
  int stop = -1;  // a descriptor: once it is readable no server is waited for any more
};

// Whom we call ourselves: A-labels (RFC 5321 section 4.1.1.1).
std::string client_name(const ServerAccess& access);

// Looks for the files `USER@HOST` (password) and `USER@HOST.token` in each folder in turn; the
// first line counts. Throws a permanent Fault when the URI names a user and there is no such file,
// or others may read it.
Login find_login(const ServerUri& server, const ServerAccess& access);

}  // namespace pouch::mail
