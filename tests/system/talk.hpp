// A mail server that answers by a script, and a client that sends any bytes: for the program's two
// network sides. Loopback only; the threads end with the object.
#pragma once

#include <atomic>
#include <functional>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

namespace pouch::test {

// Answers RCPT with the line set last, "250 ok" at first; keeps what it took.
class MailServer {
 public:
  MailServer();
  ~MailServer();
  MailServer(const MailServer&) = delete;
  MailServer& operator=(const MailServer&) = delete;
  std::string uri() const { return "smtp://127.0.0.1:" + std::to_string(port_); }
  void answer(const std::string& line);
  std::vector<std::string> mails() const;    // the DATA of each, dots unstuffed
  std::vector<std::string> senders() const;  // MAIL FROM lines

 private:
  void serve();
  void talk(int client);
  int listener_ = -1, port_ = 0;
  std::atomic<bool> ended_{false};
  mutable std::mutex mutex_;
  std::string answer_ = "250 ok";
  std::vector<std::string> mails_, senders_;
  std::thread thread_;
};

// A server of one connection at a time that greets and answers each line by a function.
class LineServer {
 public:
  using Answer = std::function<std::string(const std::string& line)>;
  LineServer(std::string greeting, Answer answer);
  ~LineServer();
  LineServer(const LineServer&) = delete;
  LineServer& operator=(const LineServer&) = delete;
  int port() const { return port_; }
  std::vector<std::string> lines() const;  // without CRLF

 private:
  void serve();
  void talk(int client);
  int listener_ = -1, port_ = 0;
  std::string greeting_;
  Answer answer_;
  std::atomic<bool> ended_{false};
  mutable std::mutex mutex_;
  std::vector<std::string> lines_;
  std::thread thread_;
};

// A client that waits for each answer before it goes on, as a sender does that looks harmless.
class Dialogue {
 public:
  explicit Dialogue(const std::string& uri);  // smtp://127.0.0.1:2525 or lmtp:/path
  ~Dialogue();
  Dialogue(const Dialogue&) = delete;
  Dialogue& operator=(const Dialogue&) = delete;
  // Sends the bytes; what came back up to the first whole reply and whatever came with it.
  std::string say(const std::string& bytes);
  // Sends the bytes and reads until the server closes or falls silent.
  std::string end(const std::string& bytes);

 private:
  std::string hear();
  int socket_ = -1;
};

// Takes connections and never says a word.
class SilentServer {
 public:
  SilentServer();
  ~SilentServer();
  SilentServer(const SilentServer&) = delete;
  SilentServer& operator=(const SilentServer&) = delete;
  std::string uri() const { return "smtp://127.0.0.1:" + std::to_string(port_); }
  bool has_caller() const;  // waits for one

 private:
  int listener_ = -1, port_ = 0;
};

// A port of the loopback on which nobody listens.
int closed_port();

// Sends the bytes to `smtp://host:port` after its greeting, gives all that came back until the
// server closed or fell silent.
std::string say(const std::string& uri, const std::string& bytes);

}  // namespace pouch::test
