// What one transaction of the store takes (SPEC section 2 step 7): how a mail ended, and with it
// the case, the message, the letters, the audit rows and all else that must stand or fall together.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "config/absence.hpp"
#include "gateway/cases/audit_entry.hpp"
#include "gateway/cases/case.hpp"
#include "gateway/cases/case_receipt.hpp"
#include "gateway/cases/kept_mail.hpp"
#include "gateway/cases/key_update.hpp"
#include "gateway/cases/outcome.hpp"
#include "gateway/cases/retention.hpp"
#include "gateway/store/sealed_letter.hpp"
#include "gateway/store/web_letters.hpp"
#include "mail/pieces.hpp"

namespace pouch::gateway {

struct NewMessage {
  Message row;        // row.id is ignored
  Contents contents;  // sealed by the store under the case key
  mail::Pieces raw;   // re-sealed under the case key
};

// An earlier message of a case reaches more than it did: a leg that had waited is sent.
struct WiderAudience {
  std::int64_t message = 0;  // of the row
  Audience audience;
  std::vector<std::string> readers;
};

// What a report said of a delivery (RFC 3464).
struct DeliveryNews {
  std::int64_t delivery = 0;
  std::string action;      // failed, delayed, delivered, relayed, expanded
  std::string status;      // RFC 3463; may be empty
  std::string diagnostic;  // one bounded line
  std::string raw;         // the report itself, kept sealed as evidence
  bool warns = false;      // a delay so long that sender and operator hear of it
};

struct Commit {
  std::int64_t spool = 0;  // 0: no spool entry (a waiting leg sent later, a notice)
  Outcome outcome = Outcome::kAccepted;
  std::string reason;           // short code; empty when accepted
  std::string detail;           // for `pouch held`, no content
  std::string summary;          // the JSON that `deliver --wait --json` prints
  std::optional<Case> opened;   // a new case
  std::optional<Case> changed;  // an existing one; `version` is the one that was read
  std::optional<NewMessage> message;
  std::vector<std::string> thread_ids;  // Message-IDs that lead to this case from now on
  std::vector<std::string> signatures;  // identities, for ever
  std::string signer;                   // of the identities
  std::string mail_id;                  // Message-ID of the mail that bore them
  std::vector<SealedLetter> letters;
  std::vector<AuditEntry> audit;
  std::optional<KeptParts> keep;
  std::vector<std::string> forget;  // letters whose kept mails have been used
  // Whose the letters are when no message comes with them; of the case that changes, if one does.
  std::optional<MessageNumber> about;
  std::optional<WiderAudience> wider;
  std::optional<DeliveryNews> news;
  std::string mark;  // of a request, to know the same one again (Messages::marked); empty: none
  std::vector<std::int64_t>
      notices;                   // that the letters of this commit are; none may be written yet
  std::int64_t link_notice = 0;  // the same of linked cases; 0: none
  std::int64_t reminder = 0;     // the same of a leg's clock; 0: none
  std::int64_t digest = 0;       // the same of a digest of the day; 0: none
  std::vector<std::string> warnings;        // codes, for the receipt of its message
  std::optional<ReceiptPlace> receipt_at;   // that the letters say of this receipt
  std::string raw_sha256;                   // of a mail that was refused, for its receipt
  std::int64_t audit_head = 0;              // that the letters bring; none may have brought it yet
  std::string signed_head;                  // … with its signature
  std::int64_t retention_letter = 0;        // the same of a letter on retention; 0: none
  std::optional<RetentionOrder> retention;  // of an owner, or of who had copies
  std::int64_t joined = 0;                  // the same of a welcome to a group; 0: none
  std::int64_t web_letter = 0;              // the same of a letter of the page; 0: none
  std::optional<WebLetterAsk> web_asked{};  // such a letter is asked for by mail
  std::int64_t key_letter = 0;              // the same of a person's key; 0: none
  std::optional<KeyUpdateChange> key_update{};  // a new key goes a step on its way
  std::int64_t overview = 0;                    // the same of an overview; 0: none
  std::string overview_said;                    // by it
  std::optional<config::Absence> absence;       // that the message announces
  std::optional<WithdrawnFiles> withdrawn;      // that the message takes back
  Time at{};
};

enum class [[nodiscard]] CommitResult{kDone, kCaseChanged, kSignatureSeen, kAlreadyDone};

}  // namespace pouch::gateway
