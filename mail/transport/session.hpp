// One connection's dialogue as a pure state machine: octets in, replies out (RFC 5321, RFC 2033).
// No sockets, no clock; so any chunking of the same octets gives the same replies. A mail goes into
// the acceptor's sink as it comes; what is too large or unacceptable, or given up by RSET or the
// connection's end, is dropped there. Private to transport.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "mail/transport/data_reader.hpp"
#include "mail/transport/listener.hpp"

namespace pouch::mail {

class Session {
 public:
  Session(bool lmtp, const ListenerSettings& settings, std::string peer, Acceptor& acceptor);
  std::string greeting() const;
  // Everything to be written back. Octets behind a whole mail are kept until that is answered.
  std::string feed(std::string_view octets);
  // A whole mail was sent, and its sender waits to hear whether it is durable.
  bool waits() const { return waits_; }
  Submission mail() const { return {envelope_, *sink_, data_.octets()}; }
  // Tells him, and goes on with what he sent behind it.
  std::string answer(const Reply& reply);
  bool closing() const { return closing_; }  // write what is left, then close
  // Octets of its mail in flight, and of what is not read yet.
  std::size_t held() const { return (sink_ ? data_.octets() : 0) + line_.size() + behind_.size(); }
  bool in_data() const { return in_data_; }
  // Grows with every command and every mail that has ended.
  std::uint64_t steps() const { return steps_; }

 private:
  struct Command {
    std::string verb, rest;
  };
  std::string command(std::string_view line);
  std::string hello(const Command& command);
  std::string mail_from(const Command& command);
  std::string rcpt_to(const Command& command);
  std::string data_begin();
  std::string take_data(std::string_view& octets);
  void keep(std::string_view piece);
  std::string data_end();
  std::string end_mail(const Reply& answer);
  std::string reply(int code, std::string_view enhanced, std::string_view text);
  std::string wrong(int code, std::string_view enhanced, std::string_view text);
  void reset();

  bool lmtp_;
  const ListenerSettings& settings_;
  Acceptor& acceptor_;
  Envelope envelope_;
  bool greeted_ = false, has_sender_ = false, in_data_ = false, waits_ = false, closing_ = false;
  std::string line_;  // of a command, not yet ended
  DataReader data_;
  std::unique_ptr<MailSink> sink_;  // none: what comes of the mail is not kept
  std::string behind_;              // sent while the mail before it waits
  int mistakes_ = 0;
  std::uint64_t steps_ = 0;
};

}  // namespace pouch::mail
