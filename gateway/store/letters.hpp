// Letters on their way: one row per recipient, queued until it is delivered, failed or dropped
// (SPEC section 2 step 8); and their words, kept sealed so that a Reply can be told from what it
// quotes: under the key of the case to which the letter belongs, so that erasing the case takes
// them too. Their octets are in letter_files.hpp, what came back of them in reports.hpp. Throws
// Fault as sqlite.hpp and vault.hpp do.
#pragma once

#include <chrono>
#include <cstddef>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "gateway/cases/answered.hpp"
#include "gateway/cases/case.hpp"
#include "gateway/store/audit.hpp"
#include "gateway/store/case_keys.hpp"
#include "gateway/store/cases.hpp"
#include "gateway/store/notices.hpp"
#include "gateway/store/queued_letter.hpp"
#include "gateway/store/return_path.hpp"
#include "gateway/store/sealed_letter.hpp"
#include "gateway/store/sqlite.hpp"

namespace pouch::gateway {

// Which key signed a letter, and which open it; kept for good.
struct LetterSealing {
  std::string signed_with;  // empty: it was written before this was kept
  std::vector<std::string> keys;
};

class Letters {
 public:
  Letters(Database& database, Audit& audit, CaseKeys& keys, Cases& cases, Notices& notices,
          ReturnPath return_path);

  std::vector<QueuedLetter> of(const CaseNumber& number);
  std::vector<QueuedLetter> queue(bool with_delivered);  // by time
  // The letter of that Message-ID; nullopt: no letter of this store.
  std::optional<AnsweredLetter> sent(std::string_view message_id);
  LetterSealing sealing_of(const std::string& letter_id);
  std::vector<std::string> unknown(const std::set<std::string>& ids);  // of letters
  // Automatic: answers that nobody asked a person for (receipts, refusals, the text to strangers).
  int count_since(std::string_view recipient, Time since, bool automatic_only);
  // Addresses to which a letter of that kind was written since then that was not given up.
  std::vector<std::string> recipients_since(std::string_view kind, Time since);

  // --- deliver
  std::vector<QueuedLetter> due(Time now, std::size_t most);
  std::optional<Time> next_delivery();
  void record_handover(const std::string& letter_id, const std::string& recipient,
                       std::string_view state, std::string_view answer, Time at,
                       std::optional<Time> next,  // "delivered", "queued", "failed"
                       std::string_view status = {});
  // A clock that ran ahead has left times that no pause is as long as: what is to be tried later
  // than `longest` from now is due now, and mails and notices that were put back. How many.
  int bring_forward(Time now, std::chrono::seconds longest);
  // What is due is not tried before `until`, or before its time to give up; no try is counted.
  void put_off(Time now, Time until, std::chrono::seconds give_up, std::string_view why);
  bool retry(const std::string& letter_id, Time now);
  // Its recipients' deliveries end, its leg with them; writer and operators are told by letter.
  bool drop(const std::string& letter_id, std::string_view actor, Time now);

  // Envelope sender of a letter; empty: the null sender.
  std::string return_path(std::string_view ours, const QueuedLetter& letter) const;
  // The delivery to whose envelope sender a mail came, when its token is one of ours.
  std::optional<QueuedLetter> returned_to(const std::vector<std::string>& recipients,
                                          std::string_view ours);

  // --- for a commit: their words sealed before its transaction, all written within it
  // Empty where the case is erased: nothing more is kept of it.
  std::vector<std::string> seal_words(const std::vector<SealedLetter>& letters,
                                      const std::optional<MessageNumber>& number);
  void write(const std::vector<SealedLetter>& letters, const std::optional<MessageNumber>& number,
             const std::vector<std::string>& sealed_words, Time at);

 private:
  Database& database_;
  Audit& audit_;
  CaseKeys& keys_;
  Cases& cases_;
  Notices& notices_;
  ReturnPath return_path_;
};

}  // namespace pouch::gateway
