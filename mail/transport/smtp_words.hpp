// What we say to an SMTP server: the envelope with its parameters as far as the server offers them
// (RFC 5321 section 4.1.1, 1870, 3461, 6152, 6531), and the letter's octets with CRLF line ends and
// stuffed dots (section 4.5.2). Nothing that could end a command or the letter early is ever said
// (SECURITY classes 23 and 24). Private to this folder.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "mail/transport/outbox.hpp"
#include "mail/transport/smtp_reply.hpp"

namespace pouch::mail {

// What a server offers in its answer to EHLO.
struct SmtpOffers {
  bool pipelining = false, dsn = false, smtputf8 = false, eightbit = false, size = false;
  std::size_t size_limit = 0;  // octets; 0: none is declared
};
SmtpOffers read_offers(const SmtpReply& reply);

// An address that could end a command or hold more than an address: refused before anything is
// said.
std::optional<HandoverResult> refuse_unspeakable(const Handing& handing);

// The commands of one letter, or why the server cannot be given it at all.
struct SmtpEnvelope {
  std::string mail, rcpt;                   // without the line end
  bool reports = false;                     // delivery reports are asked for
  std::optional<HandoverResult> refusal{};  // permanent; nothing is to be said
};
SmtpEnvelope make_envelope(const Handing& handing, const SmtpOffers& offers);

// RFC 3461 section 4: what is no plain letter becomes +HEX.
std::string xtext(std::string_view text);

// Makes the letter fit for DATA, piece by piece: CRLF, bare CR and bare LF are all one line end and
// go out as CRLF, so that no server can see another end of the letter than ours.
class DotStuffer {
 public:
  std::string put(std::string_view piece);
  std::string end();  // with the line of one dot

 private:
  void end_line(std::string& out);
  bool at_start_ = true, after_cr_ = false;
};

}  // namespace pouch::mail
