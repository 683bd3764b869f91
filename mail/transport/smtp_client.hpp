// Private to this folder: handing letters to an SMTP server by libcurl (its only door in this
// room).
#pragma once

#include <memory>

#include "mail/transport/outbox.hpp"

namespace pouch::mail {

class SmtpClient : public Outbox {
 public:
  // smtp://[USER@]HOST[:PORT] (STARTTLS beyond loopback) or smtps://.
  SmtpClient(std::string uri, const ServerAccess& access);
  ~SmtpClient() override;
  HandoverResult hand_over(const Handing& handing) override;
  HandoverResult reachable() override;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace pouch::mail
