// The machine-readable parts of letters: request.json, receipt.json. One schema each, numbered, in
// docs/schemas. The gateway's adapter to nlohmann-json for what it writes into letters.
#pragma once

#include <string>

#include "gateway/letters/letter.hpp"
#include "gateway/letters/non_delivery.hpp"
#include "gateway/store/sealed_letter.hpp"

namespace pouch::gateway {

std::string message_json(const LetterSource& source, const LetterPlan& plan);
std::string receipt_json(const LetterSource& source, const Decision& decision);
// {"ground","why","group","to":[…],"narrowed":[…]}, as in receipt.json and `pouch show --json`.
std::string audience_json(const Audience& audience);

// A receipt of the case's chain (cases/case_receipt.hpp), with the hash of its text:
// case-receipt.json of receipts, and in the archive that `pouch receipts` exports;
// docs/schemas/case-receipt.json.
std::string case_receipt_json(const std::string& text, const std::string& hash, bool is_signed);

// receipt.json of letters that do not arrive: their addresses are for the operator alone.
std::string delivery_json(const std::vector<Undelivered>& what, Time now, bool for_operator);

// receipt.json of a mail that was not taken, in its refusal or in the question that is asked of its
// writer; docs/schemas/rejection-receipt.json. What it says of the mail is what its writer sent.
struct Rejection {
  Outcome outcome = Outcome::kRefused;  // or held
  std::string reason;                   // code of docs/reasons.md, part 1
  std::string number{};                 // of the case or message that the mail names
  std::string form{};
  Time received{};
  std::optional<Time> signed_at{};
  std::string signer{}, raw_sha256{}, body_sha256{};
  std::vector<templates::Problem> problems{};
  std::vector<ReplyChoice> choices{};  // of a question
  Time kept_until{};                   // the epoch: nothing is kept
};
std::string rejection_json(const Rejection& rejection);

// What `deliver --wait --json` prints (SPEC section 3).
struct Summary {
  Outcome outcome = Outcome::kHeld;
  std::string reason, number, message, form, sender;
  std::vector<templates::Problem> problems, warnings;
  std::vector<SealedLetter> letters;
};
std::string summary_json(const Summary& summary);

}  // namespace pouch::gateway
