// Letters that the page asks for, a row each until a worker has written them: one that lets a
// member in (kind enter), one that tells of a budget that is used up (kind alarm). Who asks for a
// letter with an address that nobody has gets a row too, which comes to nothing: the same work for
// every address. From where it was asked lies sealed, until the row has ended. Rows are noted in
// one transaction with what the audit log says of them, and end in the transaction of their letter.
//
// Throws Fault as sqlite.hpp does.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "gateway/cases/audit_entry.hpp"
#include "gateway/cases/case.hpp"
#include "gateway/store/sqlite.hpp"
#include "gateway/store/vault.hpp"
#include "gateway/store/waiting_rows.hpp"

namespace pouch::gateway {

class Audit;

struct WebLetterAsk {
  bool alarm = false;     // else it lets him in
  std::string who{};      // principal id: whose letter, or of whom it tells; empty: nobody
  std::string network{};  // of the browser that asked; empty: asked by mail
  std::string browser{};  // User-Agent
  std::string mark{};     // WebBook::mark of its cookie
  std::string what{};     // of an alarm: "60 searches in an hour"
};

struct WebLetter {
  std::int64_t id = 0;
  WebLetterAsk asked{};
  Time created{};
};

class WebLetters {
 public:
  WebLetters(Database& database, Audit& audit, const Secret& data_key, std::string epoch_mark);

  // --- answering: durable with these rows of the audit log
  void note(const WebLetterAsk& asked, const std::vector<AuditEntry>& rows, Time now);

  // --- letters
  std::optional<WebLetter> claim(Time now);
  void put_back(const WebLetter& row, Time not_before, std::string_view why, Time now);
  void end(const WebLetter& row, std::string_view state, std::string_view why, Time now);
  std::optional<Time> next();
  std::string seed(const WebLetter& row) const;  // of Message-IDs: the same on a retry

  // --- within the transaction of a commit
  void write(const WebLetterAsk& asked, Time now);
  [[nodiscard]] bool finish(std::int64_t letter);  // false: it is written, or ended, already

 private:
  bool end_row(std::int64_t letter, std::string_view state);

  Database& database_;
  Audit& audit_;
  detail::WaitingRows rows_;
  Secret key_;
  std::string epoch_mark_;
};

}  // namespace pouch::gateway
