// Reminders: who is to be told of a leg's clock (leg_clock.hpp). A tick that has passed is noted on
// its leg, and a row made for the letter that tells it, in one transaction; the row ends in the
// transaction of its letters. So each reminder is written exactly once, whatever is killed in
// between, and however often the day is looked at.
//
// Throws Fault as sqlite.hpp does.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "gateway/cases/case.hpp"
#include "gateway/store/audit.hpp"
#include "gateway/store/overviews.hpp"
#include "gateway/store/sqlite.hpp"
#include "gateway/store/vault.hpp"
#include "gateway/store/waiting_rows.hpp"

namespace pouch::gateway {

struct Reminder {
  std::int64_t id = 0;
  CaseNumber number;
  std::string country;  // of the leg
  int term = 1;         // in which the tick passed
  Tick tick = Tick::kHalf;
};

class Reminders {
 public:
  Reminders(Database& database, Audit& audit, Overviews& overviews, const Secret& data_key,
            std::string epoch_mark);

  // --- clocks
  // Notes every leg whose next tick has passed, a few at a time: mails that arrive need the write
  // lock between them. True: somebody is to be told.
  bool note_due(Time now);
  std::optional<Time> next_tick();  // of all legs
  // After a restore: all that has passed counts as told, and nothing waits to be.
  void take_as_told(Time now);

  // --- letters
  // The oldest that is due and that no living process has.
  std::optional<Reminder> claim(Time now);
  void put_back(const Reminder& reminder, Time not_before, std::string_view why, Time now);
  // Nobody is told: the answer came meanwhile ("overtaken"), or nobody can be ("untold").
  void end(const Reminder& reminder, std::string_view state, std::string_view why, Time now);
  std::optional<Time> next();
  std::string seed(const Reminder& reminder) const;  // of Message-IDs: the same on a retry

  // --- within the transaction of a commit; false: it is written, or ended, already
  [[nodiscard]] bool finish(std::int64_t reminder);

 private:
  int note(Time now);
  void note_leg(const std::string& number, std::int64_t position, const Leg& leg, Time now,
                int& rows);
  // By itself, as an alert does whose time is over: nobody is written to, its letters said so.
  void end_leg(const std::string& number, std::int64_t position, const Leg& leg, Time end,
               Time now);
  void note_end(const Reminder& reminder, std::string_view act, std::string_view why, Time now);

  Database& database_;
  Audit& audit_;
  Overviews& overviews_;
  detail::WaitingRows rows_;
  Secret key_;  // of seeds
  std::string epoch_mark_;
};

}  // namespace pouch::gateway
