// A worker takes one spooled mail from open to commit: open, identify, read the form, check,
// decide, seal, one transaction (SPEC section 2 steps 2–7). Small on purpose: every GnuPG call
// forks (ENGINES section 1). Bad mail ends in a letter or a hold; what the worker could not do
// (agent, disk) puts the mail back with a delay; a mail that kills it has cost one attempt.
#pragma once

#include <cstdint>
#include <string>

#include "gateway/process/runtime.hpp"
#include "gateway/store/store.hpp"
#include "mail/openpgp/engine.hpp"

namespace pouch::gateway {

enum class Work { kNothing, kDone, kPutBack };

class Worker {
 public:
  Worker(const Runtime& runtime, Store& store, mail::openpgp::Engine& engine);
  Work work_one();                // the oldest entry that is due
  Work work(std::int64_t spool);  // a given one (deliver --wait)
  // Legs that waited for a focal point or a key and can go now; how many went.
  int send_waiting_legs();
  // Notices of letters that do not arrive, all that are due; how many times something was done.
  int tell_of_letters();

 private:
  Work process(const SpoolEntry& entry);
  Work put_back(const SpoolEntry& entry, const std::string& why);
  Work hold(const SpoolEntry& entry, const std::string& reason, const std::string& detail);

  const Runtime& runtime_;
  Store& store_;
  mail::openpgp::Engine& engine_;
};

}  // namespace pouch::gateway
