// A session without sockets: what an acceptor was asked and given, what was answered.
#pragma once

#include <catch2/catch.hpp>

#include <algorithm>
#include <atomic>
#include <functional>
#include <memory>
#include <set>
#include <stdexcept>
#include <string>
#include <vector>

#include "mail/fault.hpp"
#include "mail/transport/session.hpp"

namespace pouch::mail::test {

struct Taken {
  Envelope envelope;
  std::string bytes;
};

// Tells its acceptor how many octets lie in mails that were begun and not dropped.
class MemoryMail : public MailSink {
 public:
  MemoryMail(std::atomic<std::size_t>& kept, std::size_t most) : kept_(kept), most_(most) {}
  ~MemoryMail() override { kept_ -= bytes.size(); }
  void write(std::string_view octets) override {
    if (bytes.size() + octets.size() > most_) throw std::runtime_error("canary: the disk is full");
    bytes += octets;
    kept_ += octets.size();
  }
  std::string bytes;

 private:
  std::atomic<std::size_t>& kept_;
  std::size_t most_;
};

class Sink : public Acceptor {
 public:
  Reply room(std::size_t octets) override {
    return octets <= space ? Reply{250, "2.1.0", "ok"} : Reply{452, "4.3.1", "no room"};
  }
  Reply recipient(std::string_view address) override {
    asked.emplace_back(address);
    return address.starts_with("nobody")  ? Reply{550, "5.1.1", "no such address"}
           : address.starts_with("later") ? Reply{451, "4.2.0", "not now"}
                                          : Reply{250, "2.1.5", "ok"};
  }
  std::unique_ptr<MailSink> begin() override {
    if (begins_none) throw std::runtime_error("canary: out of descriptors");
    return std::make_unique<MemoryMail>(kept, most);
  }
  std::vector<Reply> accept(const std::vector<Submission>& mails) override {
    if (before) before();
    std::vector<Reply> replies;
    for (const auto& mail : mails) {
      taken.push_back({mail.envelope, static_cast<const MemoryMail&>(mail.sink).bytes});
      if (mail.octets != taken.back().bytes.size()) throw std::logic_error("octets are missing");
      replies.push_back(answer);
    }
    most_together = std::max(most_together, mails.size());
    return replies;
  }
  void trouble(const std::string&) override { ++troubles; }
  void turned_away(std::size_t count, const std::string&) override { away += count; }
  std::vector<std::string> asked;
  std::vector<Taken> taken;
  std::atomic<int> troubles{0};
  std::atomic<std::size_t> away{0};
  std::atomic<std::size_t> kept{0};      // octets in sinks
  std::size_t most = std::string::npos;  // octets that a sink takes
  bool begins_none = false;
  std::function<void()> before;
  std::size_t most_together = 0;
  std::size_t space = 25u << 20;
  Reply answer{250, "2.0.0", "durable"};
};

struct Dialogue {
  explicit Dialogue(bool lmtp = false) : session(lmtp, settings, "127.0.0.1:1", sink) {}
  explicit Dialogue(ListenerSettings given)
      : settings(std::move(given)), session(false, settings, "127.0.0.1:1", sink) {}
  static ListenerSettings plain() {
    ListenerSettings settings;
    settings.host_name = "mx.pouch.example";
    return settings;
  }
  // Greeted, sender and one recipient given.
  Dialogue& ready() {
    REQUIRE(say("EHLO me\r\nMAIL FROM:<a@x.example>\r\nRCPT TO:<us@pouch.example>\r\n")
                .ends_with("250 2.1.5 ok\r\n"));
    return *this;
  }
  // As the listener would, were there no other connection.
  std::string say(std::string_view octets) {
    auto replies = session.feed(octets);
    while (session.waits()) replies += session.answer(sink.accept({session.mail()}).front());
    return replies;
  }
  // The code of the answer to one command.
  std::string code(const std::string& line) { return say(line + "\r\n").substr(0, 3); }
  std::string data(std::string_view octets) {
    REQUIRE(say("DATA\r\n").starts_with("354"));
    return say(octets);
  }

  ListenerSettings settings = plain();
  Sink sink;
  Session session;
};

inline std::vector<std::string> codes(const std::string& replies) {
  std::vector<std::string> result;
  std::size_t at = 0;
  while (at < replies.size()) {
    const auto end = replies.find("\r\n", at);
    REQUIRE(end != std::string::npos);
    if (end - at < 4 || replies[at + 3] != '-') result.push_back(replies.substr(at, 3));
    at = end + 2;
  }
  return result;
}

}  // namespace pouch::mail::test
