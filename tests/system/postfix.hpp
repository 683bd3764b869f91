// A private Postfix on loopback: submission by SMTP, the gateway's address to Pouch, everybody
// else's to Dovecot. Configuration, queue and log lie in a short folder of its own; no system
// instance is touched. It is stopped in the destructor, and by the kernel when the test is killed.
// Postfix starts as root only: another user needs `sudo -n`; without it the test says so and fails.
#pragma once

#include <string>
#include <vector>

#include "tests/system/harness.hpp"

namespace pouch::test {

struct PostfixSettings {
  std::string main;    // lines for main.cf, after our own
  std::string master;  // lines for master.cf, likewise
};

class Postfix {
 public:
  Postfix();
  ~Postfix();
  Postfix(const Postfix&) = delete;
  Postfix& operator=(const Postfix&) = delete;

  void start(const PostfixSettings& settings);
  void stop();
  // Everybody may enter it, for sockets and tables.
  const fs::path& folder() const { return scratch_.path(); }
  int port() const { return port_; }
  std::string uri() const { return "smtp://127.0.0.1:" + std::to_string(port_); }
  std::string log() const;
  std::string queue() const;  // postqueue -p
  bool idle() const;          // nothing is queued
  void flush() const;         // tries all that is deferred now
  // Lets Postfix's unprivileged processes use a socket that Pouch has made.
  void admit(const fs::path& socket) const;

 private:
  Scratch scratch_;
  fs::path configuration_, queue_;
  int port_ = 0;
  pid_t master_ = -1;
};

// One mail by SMTP, as an officer's client submits it; whether the server took it.
bool submit(const std::string& uri, const std::string& from, const std::string& to,
            const std::string& mail);

}  // namespace pouch::test
