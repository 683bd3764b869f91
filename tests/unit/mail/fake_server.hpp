// A mail server on loopback that answers as it is told and remembers what it heard.
#pragma once

#include <chrono>
#include <condition_variable>
#include <map>
#include <mutex>
#include <thread>
#include <vector>

#include "tests/unit/mail/sockets.hpp"

namespace pouch::mail::test {

using Answers = std::map<std::string, std::string>;  // by verb, or by verb and argument

class FakeServer {
 public:
  explicit FakeServer(Answers answers = {}) : answers_(std::move(answers)) {
    listening_ = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    if (bind(listening_, reinterpret_cast<sockaddr*>(&address), size) != 0 ||
        listen(listening_, 8) != 0) {
      throw std::runtime_error("bind");
    }
    getsockname(listening_, reinterpret_cast<sockaddr*>(&address), &size);
    port_ = ntohs(address.sin_port);
    thread_ = std::thread([this] { serve(); });
  }
  ~FakeServer() {
    shutdown(listening_, SHUT_RDWR);
    {
      const std::lock_guard<std::mutex> lock(mutex_);
      if (current_ >= 0) shutdown(current_, SHUT_RDWR);
    }
    thread_.join();
    close(listening_);
  }
  std::string uri(const std::string& host = "127.0.0.1") const {
    return "smtp://" + host + ":" + std::to_string(port_);
  }
  void set(const std::string& command, const std::string& answer) {
    const std::lock_guard<std::mutex> lock(mutex_);
    answers_[command] = answer;
  }
  // Says nothing more from this answer on, until the connection ends.
  void fall_silent_at(const std::string& step) { set(step, kSilence); }
  void wait_for_silence() {
    std::unique_lock<std::mutex> lock(mutex_);
    fallen_silent_.wait_for(lock, std::chrono::milliseconds(kPatience), [this] { return silent_; });
  }
  std::vector<std::string> commands() const {
    const std::lock_guard<std::mutex> lock(mutex_);
    return commands_;
  }
  std::vector<std::string> mails() const {
    const std::lock_guard<std::mutex> lock(mutex_);
    return mails_;
  }
  int connections() const {
    const std::lock_guard<std::mutex> lock(mutex_);
    return connections_;
  }
  void drop_connection() {
    const std::lock_guard<std::mutex> lock(mutex_);
    shutdown(current_, SHUT_RDWR);
  }

 private:
  void serve() {
    int descriptor = -1;
    while ((descriptor = accept4(listening_, nullptr, nullptr, SOCK_CLOEXEC)) >= 0) {
      {
        const std::lock_guard<std::mutex> lock(mutex_);
        current_ = descriptor;
        ++connections_;
      }
      Line line(descriptor);
      talk(line);
      const std::lock_guard<std::mutex> lock(mutex_);
      current_ = -1;
    }
  }
  std::string answer(const std::string& line, const std::string& usual) {
    const std::lock_guard<std::mutex> lock(mutex_);
    const auto verb = line.substr(0, line.find(' '));
    const auto exact = answers_.find(line), general = answers_.find(verb);
    return exact != answers_.end()     ? exact->second
           : general != answers_.end() ? general->second
                                       : usual;
  }
  void talk(Line& line) {
    if (!say(line, answer("GREETING", "220 fake ESMTP"))) return;
    while (true) {
      const auto command = line.hear();
      if (command.empty()) return;
      {
        const std::lock_guard<std::mutex> lock(mutex_);
        commands_.push_back(command);
      }
      const auto verb = command.substr(0, command.find(' '));
      const auto reply = answer(command, verb == "EHLO"   ? "250-fake\r\n250 SIZE 1000000"
                                         : verb == "DATA" ? "354 go on"
                                         : verb == "QUIT" ? "221 bye"
                                                          : "250 ok");
      if (!say(line, reply)) return;
      if (verb == "QUIT") return;
      if (verb == "DATA" && reply.starts_with("354") && !take_mail(line)) return;
    }
  }
  bool take_mail(Line& line) {
    std::string mail;
    while (true) {
      auto text = line.hear();
      if (text == ".") break;
      if (text.empty() && line.is_gone()) return false;
      mail += text + "\r\n";
    }
    {
      const std::lock_guard<std::mutex> lock(mutex_);
      mails_.push_back(mail);
    }
    return say(line, answer("MAIL-END", "250 queued"));
  }

  // False: the server says nothing.
  bool say(Line& line, const std::string& reply) {
    if (reply != kSilence) {
      line.say(reply + "\r\n");
      return true;
    }
    {
      const std::lock_guard<std::mutex> lock(mutex_);
      silent_ = true;
    }
    fallen_silent_.notify_all();
    while (!line.is_gone() && !line.hear().empty()) {
    }
    return false;
  }

  static constexpr const char* kSilence = "(silence)";
  mutable std::mutex mutex_;
  std::condition_variable fallen_silent_;
  bool silent_ = false;
  Answers answers_;
  std::vector<std::string> commands_, mails_;
  int connections_ = 0, current_ = -1, listening_ = -1, port_ = 0;
  std::thread thread_;
};

}  // namespace pouch::mail::test
