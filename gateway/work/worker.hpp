// A worker takes one spooled mail from open to commit: open, identify, read the form, check,
// decide, seal, one transaction (SPEC section 2 steps 2–7). Small on purpose: every GnuPG call
// forks (ENGINES section 1). Bad mail ends in a letter or a hold; what the worker could not do
// (agent, disk) puts the mail back, each time for longer; a mail that kills it has cost one
// attempt. An outcome that the store does not take (disk full) is owed: the claim stays ours, and
// nothing else is begun before it is written down.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>

#include "gateway/cases/spool_entry.hpp"
#include "gateway/site/crypto.hpp"
#include "gateway/site/runtime.hpp"
#include "gateway/store/store.hpp"

namespace pouch::gateway {

enum class [[nodiscard]] Work{kNothing, kDone, kPutBack};

class Worker {
 public:
  // The absences beside its directory are those of the store, read anew for each piece of work.
  Worker(Runtime& runtime, Store& store, Crypto& crypto);
  Work work_one();                // the oldest entry that is due
  Work work(std::int64_t spool);  // a given one (deliver --wait)
  // Legs that waited for a focal point or a key and can go now; how many went. One that cannot be
  // sent for another reason stays, and is looked at again.
  int send_waiting_legs();
  // The same when it is time to: at once, with each new day (registrations begin and end with it),
  // and every few minutes.
  int look_at_waiting_legs();
  std::optional<Time> next_look() const { return next_look_; }
  // Notices of letters that do not arrive and of linked cases, all that are due; how many times
  // something was done.
  int tell_of_letters();
  // Signs some of the receipts that wait. When to go on if something is in the way: next_signing().
  bool sign_some();
  std::optional<Time> next_signing() const { return next_signing_; }
  // Once more what the store did not take: before the end of the process. Never throws.
  void settle() noexcept;

 private:
  void look_who_is_there();
  Work process(const SpoolEntry& entry);
  Work write_down(std::function<Work()> outcome);
  void remove_file(const SpoolEntry& entry);
  Work put_back(const SpoolEntry& entry, const std::string& why);
  Work hold(const SpoolEntry& entry, const std::string& reason, const std::string& detail);

  Runtime& runtime_;
  Store& store_;
  Crypto& crypto_;
  std::function<Work()> owed_;     // an outcome that the store has not taken yet
  std::optional<Time> next_look_;  // at legs that wait
  std::optional<Time> next_signing_;
};

// How long a mail waits that was put back so often before: 2 s, then twice as long, 10 minutes at
// most.
std::chrono::seconds pause_after(int setbacks);

}  // namespace pouch::gateway
