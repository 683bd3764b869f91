// A small correct server for SMTP (RFC 5321) and LMTP (RFC 2033) with PIPELINING, SIZE (RFC 1870),
// 8BITMIME, SMTPUTF8 (RFC 6531), ENHANCEDSTATUSCODES (RFC 2034). It relays for nobody: recipients
// are asked of the Acceptor. A mail is never held whole: its octets go into the Acceptor's sink as
// they come. 250 after DATA means that the Acceptor has made the mail durable. Only CRLF.CRLF ends
// DATA; a bare CR or LF in DATA is refused (SMTP smuggling, SECURITY class 24). One thread,
// poll(2), many connections, bounded memory and time per connection: for a command and for a mail
// as a whole, however slowly octets drip (RFC 5321 section 4.5.3.2). Mails that end while others
// are made durable, on a second thread, are given to the Acceptor together. Over the limit of
// connections, and over a peer's share of them, it says 421; without descriptors it accepts nobody
// for a while and serves those it has.
#pragma once

#include <chrono>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "mail/limits.hpp"
#include "mail/transport/listening_socket.hpp"

namespace pouch::mail {

struct Envelope {
  std::string from;  // empty for <>
  std::vector<std::string> to;
  std::string peer;  // "127.0.0.1:4711", "unix"
  bool smtputf8 = false;
};

struct Reply {
  int code = 250;        // 250, 451, 452, 550, 552 …
  std::string enhanced;  // "2.0.0"
  std::string text;
};

// Takes the octets of one mail as they come. Destroyed, it leaves nothing of a mail that was not
// accepted.
class MailSink {
 public:
  virtual ~MailSink() = default;
  virtual void write(std::string_view octets) = 0;
};

// A whole mail that was sent; valid while the call lasts to which it is given.
struct Submission {
  const Envelope& envelope;
  MailSink& sink;  // that `begin` made, with all of the mail in it
  std::size_t octets;
};

class Acceptor {
 public:
  virtual ~Acceptor() = default;
  // At MAIL FROM: 452 4.3.1 when there is no room for a mail of so many octets (RFC 1870
  // section 6.3; 0: the client did not say).
  virtual Reply room(std::size_t octets) {
    (void)octets;
    return {250, "2.1.0", "ok"};
  }
  // 250 when this address is ours (with any +tag), else 550 5.1.1.
  virtual Reply recipient(std::string_view address) = 0;
  // At DATA. When this or the sink throws, the mail is answered 451 at its end.
  virtual std::unique_ptr<MailSink> begin() = 0;
  // One reply for each, in this order; returns after those with 250 are durable. Never none. Called
  // on another thread than the rest, while further mails come in.
  virtual std::vector<Reply> accept(const std::vector<Submission>& mails) = 0;
  // For the operator, at most once a second.
  virtual void trouble(const std::string& what) { (void)what; }
  // So many connections were sent away with 421 since the last call, the last of them of `peer`; at
  // most once a second.
  virtual void turned_away(std::size_t count, const std::string& peer) {
    (void)count;
    (void)peer;
  }
};

struct ListenerSettings {
  std::string uri;        // smtp://127.0.0.1:2525, lmtp://127.0.0.1:2424, lmtp:/run/pouch/lmtp.sock
  std::string host_name;  // for the greeting
  std::size_t message_limit = 25u << 20;
  std::size_t connections = 100;
  std::size_t per_peer = 50;  // of one address; whoever may use a Unix socket may use all of it
  std::size_t recipients = 100;
  std::size_t total_data_limit = 256u << 20;  // of mail in flight, of all connections together
  std::chrono::seconds idle_time{300};
  std::chrono::seconds command_time{300};  // from the answer before it to its end
  std::chrono::seconds mail_time{3600};    // from DATA to its end
};

class Listener {
 public:
  // Binds settings.uri; throws mail::Fault (permanent) when it cannot. Port 0 is allowed.
  Listener(ListenerSettings settings, Acceptor& acceptor);
  // On a socket that is bound already; settings.uri is not looked at.
  Listener(ListenerSettings settings, ListeningSocket socket, Acceptor& acceptor);
  ~Listener();
  Listener(const Listener&) = delete;
  Listener& operator=(const Listener&) = delete;
  std::string uri() const;  // with the real port
  // Octets of all mail in flight; from any thread.
  std::size_t held() const;
  // Serves until `stop_descriptor` becomes readable; then no new mail, open DATA ends with 421.
  void run(int stop_descriptor);

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace pouch::mail
