// One connection to an SMTP server after libcurl's login (RFC 5321): EHLO, then letter after
// letter, each with RSET before it when it is not the first, MAIL, RCPT and DATA in one group where
// PIPELINING is offered (RFC 2920). One recipient a letter, so that each has its own answer. Every
// wait is bounded and a letter as a whole too: a server that hangs, or drips, holds nobody for
// hours. What breaks the protocol ends the connection. Private to this folder.
#pragma once

#include <chrono>
#include <memory>
#include <string>
#include <vector>

#include "mail/transport/outbox.hpp"
#include "mail/transport/smtp_reply.hpp"
#include "mail/transport/smtp_words.hpp"
#include "mail/transport/stream.hpp"

namespace pouch::mail {

// RFC 5321 section 4.5.3.2 names the first three as the least.
struct SmtpTimes {
  std::chrono::milliseconds reply = std::chrono::minutes(5);    // to a command
  std::chrono::milliseconds piece = std::chrono::minutes(3);    // 64 KB of the letter taken
  std::chrono::milliseconds end = std::chrono::minutes(10);     // to the letter's last dot
  std::chrono::milliseconds probe = std::chrono::seconds(30);   // to RSET on a kept connection
  std::chrono::milliseconds letter = std::chrono::minutes(15);  // all of it, and besides
  std::size_t slowest = 8u << 10;                               // octets a second of the letter
  std::chrono::milliseconds grace = std::chrono::seconds(3);    // for that last answer at a stop
};

class SmtpDialogue {
 public:
  // `stop`: a descriptor that ends every wait once it is readable; -1: none.
  SmtpDialogue(std::unique_ptr<Stream> stream, const SmtpTimes& times, int stop);

  // EHLO, else HELO. Throws a transient Fault when the server wants neither.
  void greet(const std::string& name);
  const SmtpOffers& offers() const { return offers_; }

  struct Outcome {
    HandoverResult result;
    bool usable = false;  // for the next letter
    bool given = false;   // of the letter's octets something was sent
  };
  Outcome hand_over(const Handing& handing);
  // True when the server has said or done something since: it is not for use any more.
  bool stale();
  void quit() noexcept;  // says goodbye, waits for nothing

 private:
  struct Refusal;
  void begin(std::chrono::milliseconds time);
  void say(std::string_view text, std::chrono::milliseconds time);
  SmtpReply hear(std::chrono::milliseconds time);
  SmtpReply hear_end();
  Outcome speak(const Handing& handing);
  std::optional<Refusal> converse(const SmtpEnvelope& envelope);
  std::optional<SmtpReply> give(const Pieces& wire);
  Outcome outcome_of(const SmtpReply& reply, SmtpStep step);

  std::unique_ptr<Stream> stream_;
  SmtpTimes times_;
  std::vector<int> interrupts_;
  SmtpReplyParser parser_;
  SmtpOffers offers_;
  std::chrono::steady_clock::time_point deadline_;
  bool used_ = false, given_ = false;
};

}  // namespace pouch::mail
