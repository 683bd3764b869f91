// An SMTP server without a socket: answers commands by a table, in chunks of any size, and hangs up
// or falls silent where it is told.
#pragma once

#include <algorithm>
#include <map>
#include <string>
#include <vector>

#include "mail/fault.hpp"
#include "mail/transport/smtp_client.hpp"

namespace pouch::mail::test {

struct Script {
  std::map<std::string, std::string> answers;  // by command line, or by verb; "." the letter's end
  std::string ehlo = "250-mx.example\r\n250 SIZE 1000000";
  std::size_t chunk = 1u << 16;
  std::size_t hangs_up_after = std::string::npos;  // octets said on one connection
  bool silent_then = false;                        // falls silent there instead
  bool interrupts = false;                         // a stop is asked for while it is silent
  // What it heard.
  std::vector<std::string> commands, mails;
  int connections = 0;
  std::size_t said = 0;  // octets, on the last connection

  std::string answer(const std::string& line, const std::string& usual) const {
    const auto verb = line.substr(0, line.find(' '));
    const auto exact = answers.find(line), general = answers.find(verb);
    const auto reply = exact != answers.end()     ? exact->second
                       : general != answers.end() ? general->second
                                                  : usual;
    return reply.empty() ? reply : reply + "\r\n";  // empty: says nothing
  }
};

class ScriptedStream : public Stream {
 public:
  explicit ScriptedStream(Script& script) : script_(script) {
    ++script.connections;
    script.said = 0;
  }
  void send(std::string_view bytes, std::chrono::milliseconds, std::span<const int>) override {
    if (over() && !script_.silent_then) gone();
    heard_ += bytes;
    for (std::size_t end = 0; (end = heard_.find("\r\n")) != std::string::npos;) {
      auto line = heard_.substr(0, end);
      heard_.erase(0, end + 2);
      in_mail_ ? take(line) : obey(line);
    }
  }
  Arrival receive(std::string& buffer, std::chrono::milliseconds,
                  std::span<const int> interrupts) override {
    if (over() && !script_.silent_then) gone();
    if (over() || pending_.empty()) {
      return script_.interrupts && !interrupts.empty() ? Arrival::kInterrupted : Arrival::kQuiet;
    }
    const auto octets =
        std::min({script_.chunk, pending_.size(), script_.hangs_up_after - script_.said});
    buffer += pending_.substr(0, octets);
    pending_.erase(0, octets);
    script_.said += octets;
    return Arrival::kData;
  }

 private:
  [[noreturn]] static void gone() {
    throw Fault(Permanence::kTransient, "the server closed the connection", "");
  }
  bool over() const { return script_.said >= script_.hangs_up_after; }
  void obey(const std::string& line) {
    script_.commands.push_back(line);
    const auto verb = line.substr(0, line.find(' '));
    const auto reply = script_.answer(line, verb == "EHLO"   ? script_.ehlo
                                            : verb == "DATA" ? "354 go on"
                                            : verb == "QUIT" ? "221 bye"
                                                             : "250 ok");
    pending_ += reply;
    in_mail_ = verb == "DATA" && reply.starts_with("354");
  }
  void take(const std::string& line) {
    if (line != ".") {
      mail_ += line + "\r\n";
      return;
    }
    script_.mails.push_back(mail_);
    mail_.clear();
    in_mail_ = false;
    pending_ += script_.answer(".", "250 2.0.0 taken");
  }

  Script& script_;
  std::string heard_, pending_, mail_;
  bool in_mail_ = false;
};

inline SmtpClient client_of(Script& script, int stop = -1) {
  ServerAccess access;
  access.client_name = "pouch.example";
  access.stop = stop;
  return SmtpClient([&script] { return std::make_unique<ScriptedStream>(script); }, access,
                    SmtpTimes());
}

inline Handing a_letter(const std::string& to = "nfp@mvr.bg.example", bool report = true) {
  return {"L1", "requests+L1@pouch.example", to, "Subject: x\r\n\r\nhello\r\n", report};
}

}  // namespace pouch::mail::test
