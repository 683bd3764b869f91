// A private Dovecot on loopback with a certificate of a test authority: real IMAP for the tests.
// Lies in a short folder of its own, is stopped in the destructor.
#pragma once

#include <string>
#include <vector>

#include "tests/system/harness.hpp"

namespace pouch::test {

// A throw-away certificate authority and a server's certificate for 127.0.0.1 and mail.localhost.
struct TestAuthority {
  explicit TestAuthority(const fs::path& folder);
  fs::path ca, certificate, key;
};

class Dovecot {
 public:
  // One mailbox, `user`, whose password is "secret".
  explicit Dovecot(std::string user, bool with_idle = true);
  ~Dovecot();
  Dovecot(const Dovecot&) = delete;
  Dovecot& operator=(const Dovecot&) = delete;

  const TestAuthority& authority() const { return authority_; }
  int imap_port() const { return imap_port_; }
  int imaps_port() const { return imaps_port_; }
  void save(const std::string& mail) const;                         // into INBOX
  std::vector<std::string> mails(const std::string& folder) const;  // bytes of each
  void stop();
  void start();

 private:
  Scratch scratch_;
  TestAuthority authority_;
  std::string user_;
  fs::path configuration_, mail_;
  int imap_port_ = 0, imaps_port_ = 0;
  bool runs_ = false;
};

int free_port();

}  // namespace pouch::test
