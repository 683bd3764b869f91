// Hands sealed letters over, with retries at growing intervals up to `delivery.give_up` (SPEC
// section 2 step 8). It sees wire bytes only. A crash between handing over and recording hands the
// same letter over again: harmless in a Maildir, recognisable by its Message-ID elsewhere. Trouble
// of a server is not the letter's: the server gets a pause that grows, and what is due waits for
// its end untried, so that a dead server costs one time-out and not one for each letter. A letter
// that was under way then counts the try as its own: should it be what the server cannot take, it
// comes less and less often, and the others go before it. A result that the store does not take
// (disk full) is kept and written first: the letter does not go twice.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "gateway/site/runtime.hpp"
#include "gateway/store/letter_files.hpp"
#include "gateway/store/letters.hpp"
#include "mail/transport/outbox.hpp"

namespace pouch::gateway {

class Deliverer {
 public:
  // One outbox, and how long it is left alone.
  struct Way {
    std::string uri;
    std::unique_ptr<mail::Outbox> outbox;
    std::chrono::seconds pause{0};
    Time ready{};
  };
  // `stop`: a descriptor; once it is readable, work() comes back, from a hung server too. -1: none.
  Deliverer(const Runtime& runtime, Letters& letters, LetterFiles& files, int stop = -1);
  Deliverer(const Runtime& runtime, Letters& letters, LetterFiles& files, std::vector<Way> ways);
  // All letters that are due; how many were tried or given up.
  std::size_t work();
  // Removes the files of large letters that nobody can ask for any more: after a Maildir at once,
  // after a server when no report can come.
  void forget_files();
  std::optional<Time> next_work();  // when something is due, of all this
  // Once more what the store did not take: before the end of the process. Never throws.
  void settle() noexcept;

 private:
  bool stop_asked() const;
  std::chrono::seconds files_kept() const;
  Time ready() const;  // when the first outbox may be asked
  std::optional<mail::HandoverResult> try_outboxes(const QueuedLetter& letter);
  void heed(Way& way, const mail::HandoverResult& result);
  void record(const QueuedLetter& letter, const mail::HandoverResult& result);
  void write_down(const QueuedLetter& letter, const mail::HandoverResult& result);
  std::size_t put_off();
  void heed_clock();
  bool clock_jumped() const;

  const Runtime& runtime_;
  Letters& letters_;
  LetterFiles& files_;
  int stop_ = -1;
  std::vector<Way> ways_;
  mail::HandoverResult trouble_;                                       // the last that a server had
  std::optional<std::pair<QueuedLetter, mail::HandoverResult>> owed_;  // the store did not take it
};

// When the next try of a letter is due after `attempts` failed ones; nullopt: give up.
std::optional<Time> next_try(const config::Delivery& delivery, Time created, Time now,
                             int attempts);

}  // namespace pouch::gateway
