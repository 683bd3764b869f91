#include "tests/crash/sink.hpp"

#include <sys/socket.h>
#include <unistd.h>

#include <chrono>

#include "tests/crash/sockets.hpp"

namespace pouch::test {
namespace {

constexpr int kLook = 20;           // milliseconds
constexpr int kIdleLooks = 60'000;  // then a client is forgotten

}  // namespace

Sink::Sink() { up(); }
Sink::~Sink() { down(); }

void Sink::up() {
  listener_ = listen_on(port_);
  ended_ = false;
  thread_ = std::thread([this] { serve(); });
}

void Sink::down() {
  ended_ = true;
  if (thread_.joinable()) {
    thread_.join();
    close(listener_);
  }
  for (auto& talk : talks_) {
    talk.join();
  }
  talks_.clear();
}

std::vector<TakenLetter> Sink::taken() const {
  const std::lock_guard<std::mutex> lock(mutex_);
  return taken_;
}

void Sink::serve() {
  while (!ended_) {
    if (readable(listener_, kLook)) {
      const int client = accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC);
      if (client >= 0) {
        talks_.emplace_back([this, client] { talk(client); });
      }
    }
  }
}

bool Sink::finish(int client, TakenLetter& letter) {
  hung_ += mood_ == Mood::kHangs ? 1 : 0;
  while (mood_ == Mood::kHangs && !ended_) {
    std::this_thread::sleep_for(std::chrono::milliseconds(kLook));
    if (mood_ != Mood::kHangs) {
      return false;
    }
  }
  if (ended_) {
    return false;
  }
  {
    const std::lock_guard<std::mutex> lock(mutex_);
    taken_.push_back(letter);
  }
  letter = {};
  if (mood_ == Mood::kDiesAfter) {
    ++died_after_;
    return false;
  }
  return put(client, "250 2.0.0 taken\r\n");
}

void Sink::talk(int client) {
  const Socket owner(client);
  std::string rest, line;
  TakenLetter letter;
  bool in_data = false;
  put(client, "220 sink.example ESMTP\r\n");
  for (int looks = 0; !ended_ && looks < kIdleLooks; ++looks) {
    if (rest.find("\r\n") == std::string::npos && !readable(client, kLook)) {
      continue;
    }
    if (!get_line(client, rest, line, kLook * 50)) {
      return;
    }
    const auto word = line.substr(0, 4);
    if (in_data && line != ".") {
      letter.bytes += (line.rfind('.', 0) == 0 ? line.substr(1) : line) + "\r\n";
    } else if (in_data) {
      in_data = false;
      if (!finish(client, letter)) {
        return;
      }
    } else if (word == "EHLO") {
      put(client,
          "250-sink.example\r\n250-PIPELINING\r\n250-8BITMIME\r\n250-SMTPUTF8\r\n250-DSN\r\n"
          "250 ENHANCEDSTATUSCODES\r\n");
    } else if (word == "MAIL") {
      letter = {};
      letter.from = line.substr(line.find('<') + 1, line.find('>') - line.find('<') - 1);
      put(client, "250 2.1.0 ok\r\n");
    } else if (word == "RCPT" && mood_ == Mood::kRefuses) {
      ++refused_;
      put(client, "451 4.3.0 come back later\r\n");
    } else if (word == "RCPT") {
      letter.recipients.push_back(
          line.substr(line.find('<') + 1, line.find('>') - line.find('<') - 1));
      put(client, "250 2.1.5 ok\r\n");
    } else if (word == "DATA" && letter.recipients.empty()) {
      put(client, "554 5.5.1 no valid recipients\r\n");
    } else if (word == "DATA") {
      in_data = true;
      put(client, "354 go on\r\n");
    } else if (word == "QUIT") {
      put(client, "221 2.0.0 bye\r\n");
      return;
    } else {
      if (word == "RSET") {
        letter = {};
      }
      put(client, "250 2.0.0 ok\r\n");
    }
  }
}

}  // namespace pouch::test
