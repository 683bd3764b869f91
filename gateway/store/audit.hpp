// The audit log: one row per act, in the same transaction as the act, chained by hash from the
// first row on (DOMAIN section 8, Directive 2016/680 Article 25): who, when, what, on which case,
// why. No content. BLAKE2b keyed with a key derived from the data key, so that a thief of the disk
// cannot rewrite history. A head of its own (sequence, hash, keyed tag) shows when the end was cut
// off. What this cannot show is the whole state folder put back as it was on an earlier day: keep
// `pouch audit export` elsewhere for that.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "gateway/cases/audit_entry.hpp"
#include "gateway/cases/case.hpp"
#include "gateway/store/sqlite.hpp"
#include "gateway/store/vault.hpp"

namespace pouch::gateway {

struct AuditRow : AuditEntry {
  std::int64_t sequence = 0;
  Time at{};
  std::string hash;  // hex
};

class CaseKeys;

class Audit {
 public:
  // `keys`: of cases; null: words end with none.
  Audit(Database& database, const Secret& data_key, CaseKeys* keys = nullptr);
  void begin();  // an empty log, once in a store's life; harmless on one that has begun
  // Throws Fault (permanent) when the head is missing or forged.
  void append(const AuditEntry& entry, Time at);  // inside the caller's transaction
  void note(const AuditEntry& entry, Time at);    // in one of its own (search, show)
  void note_all(const std::vector<AuditEntry>& entries, Time at);  // all or none of them
  Time last_note();              // of the last row; the beginning of time when there is none
  std::int64_t last_sequence();  // 0: there is none. Throws Fault as append does.
  // Words that the log must have and a thief of the disk must not read: "sealed:…". `of`: cases
  // that they speak of (for which was asked, which were shown); the erasure of one of them is the
  // end of the words, and the chain stays whole.
  std::string seal_words(std::string_view words, const std::vector<CaseNumber>& of = {});
  std::string open_words(std::string_view detail);  // what was sealed in it opened
  // Sequence number of the first row that was changed, taken out, moved or put in; for a log that
  // was cut off, of the first row that is missing at the end. nullopt when the chain is whole.
  std::optional<std::int64_t> first_broken();
  // Of a case and its messages, or of one message; empty: all. In order.
  std::vector<AuditRow> rows(std::string_view number);
  // Those of these numbers, in order.
  void each(std::int64_t first, std::int64_t last,
            const std::function<void(const AuditRow&)>& look);

 private:
  struct Head {
    std::int64_t sequence = 0;
    std::string hash;
  };
  std::optional<Head> head();  // nullopt: missing or forged
  void set_head(const Head& head);
  std::string tag(const Head& head) const;
  std::string chained(std::string_view previous, const AuditRow& row) const;

  std::string opened_words(std::string_view sealed);

  Database& database_;
  CaseKeys* keys_;
  Secret key_;
  Secret words_key_;
};

}  // namespace pouch::gateway
