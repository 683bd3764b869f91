// Hands sealed letters over, with retries at growing intervals up to `delivery.give_up` (SPEC
// section 2 step 8). It sees wire bytes only. A crash between handing over and recording hands the
// same letter over again: harmless in a Maildir, recognisable by its Message-ID elsewhere.
#pragma once

#include <memory>
#include <optional>
#include <vector>

#include "gateway/process/runtime.hpp"
#include "gateway/store/store.hpp"
#include "mail/transport/outbox.hpp"

namespace pouch::gateway {

class Deliverer {
 public:
  Deliverer(const Runtime& runtime, Store& store);
  // All letters that are due; how many were tried.
  std::size_t work();

 private:
  mail::HandoverResult try_outboxes(const QueuedLetter& letter);
  void record(const QueuedLetter& letter, const mail::HandoverResult& result);

  const Runtime& runtime_;
  Store& store_;
  std::vector<std::unique_ptr<mail::Outbox>> outboxes_;
};

// When the next try of a letter is due after `attempts` failed ones; nullopt: give up.
std::optional<Time> next_try(const config::Delivery& delivery, Time created, Time now,
                             int attempts);

}  // namespace pouch::gateway
