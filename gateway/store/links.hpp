// Links between messages of different cases, and who is still to be told of them. The cross-check
// follows the commit log with a position of its own: each message is compared once, also when the
// index is built anew. What it found, the notices that follow from it and the position are one
// transaction; a notice ends in the transaction of its letter: each is written exactly once,
// whatever is killed in between.
//
// Readable is which two messages have something in common; what it is, is sealed twice, each
// message's words of it under its own case's key: with either key a link is gone.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "gateway/cases/case.hpp"
#include "gateway/cases/link.hpp"
#include "gateway/store/audit.hpp"
#include "gateway/store/case_keys.hpp"
#include "gateway/store/sqlite.hpp"
#include "gateway/store/vault.hpp"
#include "gateway/store/waiting_rows.hpp"

namespace pouch::gateway {

// Somebody is to be told of the links of a message that was new.
struct LinkNotice {
  std::int64_t id = 0;
  std::int64_t message = 0;  // of the row
  std::string receiver;      // principal
};

class Links {
 public:
  Links(Database& database, Audit& audit, CaseKeys& keys, const Secret& data_key,
        std::string epoch_mark);

  // --- the cross-check
  std::int64_t position();  // the last message that was compared
  // Messages up to this one need no comparing, or had nothing in common with others.
  void pass(std::int64_t position);
  // All of one message, and the position behind it.
  void record(const MessageNumber& fresh, std::int64_t row, const std::vector<Link>& links,
              const std::vector<std::string>& receivers, Time now);

  // Those that still open, whichever side the case or the message is on; oldest first.
  std::vector<Link> of(const CaseNumber& number);
  std::vector<Link> of_fresh(std::int64_t message);

  // --- notices
  // The oldest that is due and that no living process has.
  std::optional<LinkNotice> claim(Time now);
  void put_back(const LinkNotice& notice, Time not_before, std::string_view why, Time now);
  void end(const LinkNotice& notice, std::string_view why, Time now);  // nobody is told
  std::optional<Time> next();
  std::string seed(const LinkNotice& notice) const;  // of Message-IDs: the same on a retry

  // --- within the transaction of a commit; false: it is written, or ended, already
  [[nodiscard]] bool finish(std::int64_t notice);

 private:
  std::vector<Link> read(Statement& rows);
  void set_position(std::int64_t position);

  Database& database_;
  Audit& audit_;
  CaseKeys& keys_;
  detail::WaitingRows rows_;
  Secret key_;  // of seeds
  std::string epoch_mark_;
};

}  // namespace pouch::gateway
