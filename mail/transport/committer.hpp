// Has the Acceptor make whole mails durable on a thread of its own, one lot at a time, so that the
// listener goes on reading while the disk works. What the Acceptor throws is answered 451 and told
// to it as trouble. Without a descriptor it is not made: Fault (transient). Private to transport.
#pragma once

#include <condition_variable>
#include <mutex>
#include <thread>
#include <vector>

#include "mail/transport/listener.hpp"

namespace pouch::mail {

// One reply for each.
std::vector<Reply> accept_all(Acceptor& acceptor, const std::vector<Submission>& mails);

class Committer {
 public:
  explicit Committer(Acceptor& acceptor);
  ~Committer();  // when the lot in hand is done
  Committer(const Committer&) = delete;
  Committer& operator=(const Committer&) = delete;
  // What they are made of must stay as it is until their replies are there. Not while others are in
  // hand.
  void begin(std::vector<Submission> mails);
  int ready() const { return ready_; }  // a descriptor, readable when there are replies
  std::vector<Reply> replies();         // to the lot that was begun; waits for it

 private:
  void work();

  Acceptor& acceptor_;
  int ready_;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::vector<Submission> mails_;
  std::vector<Reply> replies_;
  bool over_ = false;
  std::thread thread_;
};

}  // namespace pouch::mail
