// Letters to an SMTP server over one kept connection: opened when a letter is due, used again for
// the next, opened anew when the server has closed it meanwhile. Tells the letter's trouble from
// the server's. Private to this folder.
#pragma once

#include <functional>
#include <memory>

#include "mail/transport/outbox.hpp"
#include "mail/transport/smtp_dialogue.hpp"

namespace pouch::mail {

using StreamOpener = std::function<std::unique_ptr<Stream>()>;

class SmtpClient : public Outbox {
 public:
  // smtp://[USER@]HOST[:PORT] (STARTTLS beyond loopback) or smtps://.
  SmtpClient(const std::string& uri, const ServerAccess& access);
  SmtpClient(StreamOpener opener, const ServerAccess& access, const SmtpTimes& times);
  ~SmtpClient() override;
  HandoverResult hand_over(const Handing& handing) override;
  Reach reachable() override;
  void rest() override;

 private:
  void open();
  void close();
  HandoverResult try_once(const Handing& handing, bool& again);

  StreamOpener opener_;
  ServerAccess access_;
  SmtpTimes times_;
  std::unique_ptr<SmtpDialogue> dialogue_;
  std::chrono::steady_clock::time_point last_use_;
};

}  // namespace pouch::mail
