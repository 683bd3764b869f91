// A private Dovecot on loopback with a certificate of a test authority: real IMAP for the tests.
// Lies in a short folder of its own, is stopped in the destructor.
#pragma once

#include <string>
#include <vector>

#include "tests/system/harness.hpp"

namespace pouch::test {

struct Certificate {
  fs::path file, key;
};

// A throw-away certificate authority, and a server's certificate for 127.0.0.1 and mail.localhost.
class TestAuthority {
 public:
  explicit TestAuthority(const fs::path& folder);
  // `names` as in "IP:127.0.0.1, DNS:mail.localhost"; of a past day when `days` is negative.
  Certificate issue(const std::string& name, const std::string& names, int days = 2) const;
  // Vouched for by itself alone.
  Certificate self_signed(const std::string& name, const std::string& names) const;
  fs::path ca;
  Certificate server;

 private:
  fs::path folder_;
};

struct DovecotSettings {
  std::vector<std::string> users;  // a mailbox each; everybody's password is "secret"
  bool with_idle = true;
  bool with_lmtp = false;
  bool as_example = false;  // mailbox and user as config/examples/dovecot says, paths put in
  std::string extra{};      // lines of configuration
};

class Dovecot {
 public:
  explicit Dovecot(DovecotSettings settings);  // and starts it
  ~Dovecot();
  Dovecot(const Dovecot&) = delete;
  Dovecot& operator=(const Dovecot&) = delete;

  const TestAuthority& authority() const { return authority_; }
  int imap_port() const { return imap_port_; }
  int imaps_port() const { return imaps_port_; }
  fs::path lmtp() const { return scratch_.path() / "lmtp"; }  // any process may deliver there
  fs::path base() const { return scratch_.path() / "run"; }   // of sockets in `extra`
  std::string log() const;
  // Into INBOX, of the first user when none is named.
  void save(const std::string& mail, const std::string& user = {}) const;
  // As its owner reads it: over IMAP with TLS, oldest first.
  std::vector<std::string> inbox(const std::string& user) const;
  // The first user's, from the disk: bytes of each.
  std::vector<std::string> mails(const std::string& folder) const;
  // Changes what is written in `extra`, at the next start.
  void add(const std::string& lines);
  // That user has no mailbox any more; LMTP says so.
  void remove(const std::string& user);
  // Its mails are other ones now, as far as UIDs tell (RFC 3501 section 2.3.1.1).
  void renumber() const;
  void stop();
  void start();

 private:
  void configure();
  std::string mailboxes() const;  // of the configuration
  fs::path box(const std::string& user) const;
  void write_users() const;
  Scratch scratch_;
  DovecotSettings settings_;
  TestAuthority authority_;
  fs::path configuration_, mail_;
  int imap_port_ = 0, imaps_port_ = 0;
  pid_t master_ = -1;
};

int free_port();

}  // namespace pouch::test
