// Retention in the store: what is known of each case's end (retention.hpp of cases), holds, what
// owners have said, and the letters that are still to be written. What is noted of a case and the
// rows of its letters stand in one transaction; a row ends in the transaction of its letter: each
// letter is written exactly once, whatever is killed in between. A case that has changed is stale
// until it is looked at again. Archives that were imported are the operator's: no row is theirs.
//
// Throws Fault as sqlite.hpp does.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "gateway/cases/case.hpp"
#include "gateway/cases/retention.hpp"
#include "gateway/store/audit.hpp"
#include "gateway/store/sqlite.hpp"
#include "gateway/store/vault.hpp"
#include "gateway/store/waiting_rows.hpp"

namespace pouch::gateway {

struct RetentionRow {
  CaseNumber number;
  RetentionState state{};
  std::optional<RetentionDue> due{};  // as it was last looked at
  std::optional<RetentionDay> ends{};
  std::optional<Time> held{};
  std::string held_by{}, held_why{};
  std::string ordered_by{};
};

// What a look at a case has found, and whom it tells.
struct RetentionLook {
  CaseNumber number;
  RetentionDue due{};
  RetentionStep step{};
  std::vector<std::string> owners{};  // principals who get the letter of `step`
  std::int64_t version = 0;           // of the case, as it was read
};

struct RetentionLetterRow {
  std::int64_t id = 0;
  CaseNumber number;
  std::optional<RetentionLetter> kind{};  // nullopt: the case is erased, so should copies be
  std::string receiver;                   // principal; an address when the case is erased
  RetentionDay ends{};
};

// Somebody who was asked to erase copies.
struct AskedToErase {
  CaseNumber number;
  std::string address;
  Time asked{};
  std::optional<Time> confirmed{};
};

// Which cases are looked at: those whose owner has said that they are to be erased; beside them
// those whose day has come; beside them those that have changed.
enum class LookAt { kOrdered, kDue, kChanged };

class Retention {
 public:
  Retention(Database& database, Audit& audit, const Secret& data_key, std::string epoch_mark);

  // --- looks
  // The next `most` by number after `after`.
  std::vector<CaseNumber> waiting(RetentionDay today, LookAt which, const std::string& after,
                                  std::size_t most);
  std::optional<RetentionDay> next_look();
  bool any_stale();
  RetentionRow row(const CaseNumber& number);
  std::vector<RetentionRow> rows();  // of cases that are not erased, by the day of their end
  std::vector<Keeping> kept(const CaseNumber& number);
  // Nothing when the case has changed meanwhile: it is looked at again.
  void note(const RetentionLook& look, Time now);
  // It cannot be opened today; nullopt: never more, nothing of it is left.
  void look_later(const CaseNumber& number, const std::optional<RetentionDay>& day);

  // --- the operator
  // False: it stands already, or none does.
  bool hold(const CaseNumber& number, std::string_view by, std::string_view why, Time now);
  bool release(const CaseNumber& number, std::string_view by, std::string_view why, Time now);
  bool is_held(const CaseNumber& number);
  std::vector<AskedToErase> asked_to_erase();  // newest first

  // --- letters
  std::optional<RetentionLetterRow> claim(Time now);
  void put_back(const RetentionLetterRow& row, Time not_before, std::string_view why, Time now);
  void end(const RetentionLetterRow& row, std::string_view state, std::string_view why, Time now);
  std::optional<Time> next();
  std::string seed(const RetentionLetterRow& row) const;  // of Message-IDs: the same on a retry

  // --- within the transaction of a commit
  void write(const std::optional<RetentionOrder>& order, Time at);
  // False: it is written, or ended, already. Whoever is asked to erase copies is reminded twice, a
  // fortnight apart, until they confirm.
  [[nodiscard]] bool finish(std::int64_t letter, Time at);

 private:
  void remind_to_erase(std::int64_t letter, Time at);
  void overtake(const CaseNumber& number);
  void keep(const RetentionOrder& order, Time at);
  void make_letter(const CaseNumber& number, std::string_view kind, const std::string& receiver,
                   RetentionDay ends, Time now);
  bool lay_hold(const CaseNumber& number, std::string_view by, std::string_view why, Time now);
  bool end_hold(const CaseNumber& number, std::string_view by, std::string_view why, Time now);
  void note_end(const RetentionLetterRow& row, std::string_view act, std::string_view why,
                Time now);

  Database& database_;
  Audit& audit_;
  detail::WaitingRows rows_;
  Secret key_;  // of seeds
  std::string epoch_mark_;
};

}  // namespace pouch::gateway
