// An honest mail server on the sending side (RFC 5321 section 4.5.4.1, RFC 2033): it keeps each
// mail until it heard 250, and sends the same bytes again after 4yz, a broken connection or
// silence. Some of its connections break when everything was sent and nothing heard: doubt, so a
// duplicate.
#pragma once

#include <atomic>
#include <chrono>
#include <deque>
#include <mutex>
#include <random>
#include <string>
#include <thread>
#include <vector>

#include "tests/crash/mails.hpp"

namespace pouch::test {

class Mta {
 public:
  // `doors`: paths of LMTP sockets and ports of SMTP listeners. At most `rate` first tries a
  // second.
  Mta(const std::vector<Mail>& mails, std::vector<std::string> doors, double rate, unsigned seed);
  ~Mta();
  Mta(const Mta&) = delete;
  Mta& operator=(const Mta&) = delete;
  bool done() const { return accepted_ + refused_ == mails_.size(); }
  std::size_t accepted() const { return accepted_; }
  std::size_t refused() const { return refused_; }    // 5yz: never to be seen
  std::size_t sent_again() const { return again_; }   // tries after the first
  std::size_t in_doubt() const { return in_doubt_; }  // all sent, 250 not heard
  std::vector<std::string> refusals() const;

 private:
  enum class Heard { kAccepted, kLater, kDoubt, kNever };
  using Steady = std::chrono::steady_clock;
  struct Waiting {
    std::size_t mail = 0;
    Steady::time_point due;
    bool tried = false;
  };
  void work(unsigned seed);
  bool take(Waiting& waiting);
  void put_back(Waiting waiting, int milliseconds);
  Heard send(const Mail& mail, const std::string& door, bool break_before_answer);

  const std::vector<Mail>& mails_;
  const std::vector<std::string> doors_;
  mutable std::mutex mutex_;
  std::deque<Waiting> queue_;
  std::vector<std::string> refusals_;
  std::atomic<std::size_t> accepted_{0}, refused_{0}, again_{0}, in_doubt_{0};
  std::atomic<bool> ended_{false};
  std::vector<std::thread> threads_;
};

}  // namespace pouch::test
