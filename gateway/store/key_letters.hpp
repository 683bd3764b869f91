// Letters about people's keys that are still to be written: that a key ends, and each step of a key
// update. The row is made once for each key, date and step, or in the transaction of the step that
// it tells; it ends in the transaction of its letters. So each is told exactly once, whatever is
// killed in between.
//
// Throws Fault as sqlite.hpp does.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "gateway/cases/key_clock.hpp"
#include "gateway/store/audit.hpp"
#include "gateway/store/sqlite.hpp"
#include "gateway/store/vault.hpp"
#include "gateway/store/waiting_rows.hpp"

namespace pouch::gateway {

struct KeyLetter {
  std::int64_t id = 0;
  std::string what;  // "ends", or the state of a key update (cases/key_update.hpp)
  std::string holder, fingerprint;
  Time expires{};          // of "ends"
  std::int64_t about = 0;  // of "ends": days before; else the id of the update
};

class KeyLetters {
 public:
  KeyLetters(Database& database, Audit& audit, const Secret& data_key, std::string epoch_mark);

  // --- clocks
  // True: somebody is to be told. A key with a new date has new steps.
  bool note_due(const std::vector<EndingKey>& keys, Time now);
  // After a restore: all that has passed counts as told.
  void take_as_told(const std::vector<EndingKey>& keys, Time now);

  // --- letters
  std::optional<KeyLetter> claim(Time now);
  void put_back(const KeyLetter& letter, Time not_before, std::string_view why, Time now);
  // Nobody is told: the key was renewed ("overtaken"), or nobody can be ("untold").
  void end(const KeyLetter& letter, std::string_view state, std::string_view why, Time now);
  std::optional<Time> next();
  std::string seed(const KeyLetter& letter) const;  // of Message-IDs: the same on a retry

  // --- within the caller's transaction
  void make(std::string_view what, const std::string& holder, const std::string& fingerprint,
            std::int64_t update, Time now);
  // False: it is written, or ended, already.
  [[nodiscard]] bool finish(std::int64_t letter);

 private:
  bool is_told(const EndingKey& key, int step);
  void note_end(const KeyLetter& letter, std::string_view act, std::string_view why, Time now);

  Database& database_;
  Audit& audit_;
  detail::WaitingRows rows_;
  Secret key_;  // of seeds
  std::string epoch_mark_;
};

}  // namespace pouch::gateway
