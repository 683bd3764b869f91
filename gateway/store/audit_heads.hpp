// Heads of the audit log: one a day, a text that says how far the log went, the root of the tree
// over its new rows (audit_tree.hpp) and the hash of the head before, so that whoever keeps one
// head holds the whole log before it. The clocks make the text, in one transaction and once a day;
// the worker signs it, and its row ends in the transaction of the letters to the auditors. Throws
// Fault as sqlite.hpp does.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "gateway/store/audit.hpp"
#include "gateway/store/sqlite.hpp"
#include "gateway/store/waiting_rows.hpp"

namespace pouch::gateway {

struct AuditHead {
  std::int64_t number = 0;           // 1, 2, 3 …
  std::string day;                   // "2026-11-30", where the site is
  std::int64_t first = 0, last = 0;  // rows; last < first: there was none
  std::string text;
  std::string signed_text{};  // clear-signed; empty: not yet
};

// What a head proves of a log.
struct HeadVerdict {
  enum class What {
    kUnchanged,
    kChanged,      // a row up to the head is not what it was
    kMissing,      // the log ends before it
    kOfAnotherLog  // no head of this site, or not to be read
  };
  What what = What::kUnchanged;
  std::int64_t from = 0, to = 0;  // rows: the first that differs or is missing is one of these
};

// One row as evidence: with it and the head's tree anybody can see that it was there.
struct RowProof {
  AuditRow row;
  std::string salt{};
  std::string text{};               // of its leaf
  std::int64_t head = 0;            // number; 0: no head covers it yet
  std::vector<std::string> path{};  // as Tree::path() has it
};

class AuditHeads {
 public:
  AuditHeads(Database& database, Audit& audit, const Secret& data_key, std::string epoch_mark);

  // --- clocks
  // The head of the day that has ended, when there is none: true.
  bool note_due(const std::string& site, const std::string& zone, Time now);
  static Time next_midnight(const std::string& zone, Time now);

  // --- letters
  std::optional<AuditHead> claim(Time now);
  void put_back(const AuditHead& head, Time not_before);
  std::optional<Time> next();
  std::string seed(const AuditHead& head) const;
  // Within the transaction of a commit; false: it is signed already.
  [[nodiscard]] bool finish(std::int64_t number, std::string_view signed_text);

  // --- what they prove
  std::optional<AuditHead> newest();                  // that is signed
  std::vector<AuditHead> all_from(std::int64_t row);  // signed ones that end at that row or later
  HeadVerdict check(std::string_view text);           // of a head whose signature is proved
  std::vector<RowProof> proofs(std::vector<AuditRow> rows);  // in their order

 private:
  bool has_day(const std::string& day);
  std::optional<AuditHead> find(std::int64_t number);
  std::string root_of(std::int64_t first, std::int64_t last);
  std::vector<std::string> leaves(std::int64_t first, std::int64_t last);
  std::string salt(std::int64_t row) const;

  Database& database_;
  Audit& audit_;
  detail::WaitingRows rows_;
  Secret key_;  // of salts and seeds
  std::string epoch_mark_;
};

}  // namespace pouch::gateway
