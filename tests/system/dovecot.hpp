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

struct DovecotSettings {
  std::vector<std::string> users;  // a mailbox each; everybody's password is "secret"
  bool with_idle = true;
  bool with_lmtp = false;
  std::string extra{};  // lines of configuration
};

class Dovecot {
 public:
  explicit Dovecot(DovecotSettings settings);
  ~Dovecot();
  Dovecot(const Dovecot&) = delete;
  Dovecot& operator=(const Dovecot&) = delete;

  const TestAuthority& authority() const { return authority_; }
  int imap_port() const { return imap_port_; }
  int imaps_port() const { return imaps_port_; }
  fs::path lmtp() const { return scratch_.path() / "lmtp"; }  // any process may deliver there
  std::string log() const;
  void save(const std::string& mail) const;  // into INBOX of the first user
  // As its owner reads it: over IMAP with TLS, oldest first.
  std::vector<std::string> inbox(const std::string& user) const;
  // The first user's, from the disk: bytes of each.
  std::vector<std::string> mails(const std::string& folder) const;
  // Its mails are other ones now, as far as UIDs tell (RFC 3501 section 2.3.1.1).
  void renumber() const;
  void stop();
  void start();

 private:
  void configure();
  Scratch scratch_;
  DovecotSettings settings_;
  TestAuthority authority_;
  fs::path configuration_, mail_;
  int imap_port_ = 0, imaps_port_ = 0;
  pid_t master_ = -1;
};

int free_port();

}  // namespace pouch::test
