// The mail server that letters are handed to (RFC 5321), with the ways of failing that real ones
// have. It keeps every mail for which DATA came to its end, also those for which it died before its
// 250: a receiver has those too. Loopback only; its threads end with stop().
#pragma once

#include <atomic>
#include <list>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

namespace pouch::test {

struct TakenLetter {
  std::string from;
  std::vector<std::string> recipients;
  std::string bytes;  // dots unstuffed
};

class Sink {
 public:
  enum class Mood {
    kTakes,
    kRefuses,   // 451 to every RCPT
    kHangs,     // takes the DATA and says nothing until the mood changes, then hangs up
    kDiesAfter  // keeps the mail and hangs up before its 250
  };

  Sink();   // takes a port, listens
  ~Sink();  // down()
  Sink(const Sink&) = delete;
  Sink& operator=(const Sink&) = delete;
  std::string uri() const { return "smtp://127.0.0.1:" + std::to_string(port_); }
  void set(Mood mood) { mood_ = mood; }
  void down();  // nobody listens there, every connection is broken
  void up();    // on the same port again
  std::vector<TakenLetter> taken() const;
  // Letters that met a mood.
  std::size_t refused() const { return refused_; }
  std::size_t hung() const { return hung_; }
  std::size_t died_after() const { return died_after_; }

 private:
  void serve();
  void talk(int client);
  bool finish(int client, TakenLetter& letter);  // false: hang up

  int port_ = 0, listener_ = -1;
  std::atomic<bool> ended_{false};
  std::atomic<Mood> mood_{Mood::kTakes};
  std::atomic<std::size_t> refused_{0}, hung_{0}, died_after_{0};
  mutable std::mutex mutex_;
  std::vector<TakenLetter> taken_;
  std::thread thread_;
  std::list<std::thread> talks_;
};

}  // namespace pouch::test
