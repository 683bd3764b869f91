// Pouch between real mail servers: officers and focal points submit to a Postfix, which gives the
// gateway's mail to Pouch over LMTP and theirs to their mailboxes in a Dovecot; Pouch sends its
// letters through the same Postfix. Postfix is configured by config/examples/postfix, with our
// ports and paths put in: so these are proved.
#pragma once

#include <string>
#include <vector>

#include "tests/system/dovecot.hpp"
#include "tests/system/harness.hpp"
#include "tests/system/postfix.hpp"

namespace pouch::test {

inline const std::string kGateway = "requests@pouch.example";

class MailDomain {
 public:
  MailDomain();
  MailDomain(const MailDomain&) = delete;
  MailDomain& operator=(const MailDomain&) = delete;

  // To be changed before `start`.
  PostfixSettings settings;
  Site site;
  // In the transport table, for the gateway's domain.
  void route(const std::string& transport) const;
  void start(const Environment& environment = {});  // Postfix, then `pouch serve`
  void serve(const Environment& environment = {});  // `pouch serve` alone, once more
  // What the person's client sends to the gateway, or anybody.
  void send(const std::string& writer, const std::string& mail, const std::string& to = kGateway);
  std::vector<std::string> inbox(const std::string& person) const;  // over IMAP
  // Opened with the person's key; the case fails when there is none such within a while.
  Letter letter(const std::string& reader, std::size_t number) const;
  bool has(const std::string& person, std::size_t mails) const;  // waits for so many

  Dovecot dovecot;
  Postfix postfix;

 private:
  std::string example(const std::string& file) const;
  int door_;  // of Postfix, for Pouch's letters
};

}  // namespace pouch::test
