// Receipts as evidence (DOMAIN section 6): what became of a case, link by link, for whoever must
// prove it later. R1 accepted, R2 routed, R3 delivered, R4 read, R5 what the desk said, each with
// its negative; a negative comes on time-out too. All receipts of a case are a chain: each names
// its number and the SHA-256 of the text before it, and its own text is signed by the gateway. No
// content of a case stands in one. Pure values: the store keeps them (store/receipts.hpp).
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "gateway/cases/case.hpp"

namespace pouch::gateway {

enum class ReceiptKind { kAccepted, kRouted, kDelivered, kRead, kBusiness };

// Why the answer is no; the codes of DOMAIN section 6.
enum class ReceiptReason {
  kNone,
  kOther,         // E100
  kDeskRefused,   // E200: the asked desk said no
  kNotAccepted,   // E201: the gateway did not take it
  kTimeOut,       // E300: nobody said that it arrived, or was read, in time
  kRouteTimeOut,  // E301: it was not routed in time
  kUnreachable,   // E404: no desk, no key, or its server refused
};
std::string_view code(ReceiptReason reason);  // "E404"; empty: none

struct CaseReceipt {
  ReceiptKind kind = ReceiptKind::kAccepted;
  bool positive = true;
  std::string of;         // case or message number
  std::string country{};  // of the leg
  std::string state{};    // R5: ACK, CLARIFY, DELAY, PARTIAL, REFUSAL, FINAL, WITHDRAWN
  ReceiptReason reason = ReceiptReason::kNone;
  std::vector<std::pair<std::string, std::string>> values{};  // label and value; empty ones go
  std::string once;  // what it is the receipt of: a case has one of each
};

// "R3 DELIVERED", "R3- NOT DELIVERED", "R5 FINAL".
std::string title(const CaseReceipt& receipt);

// Where it stands in the chain of its case.
struct ReceiptPlace {
  std::string number;  // of the case
  int position = 1;
  std::string previous;  // hash of the one before, hex
  Time at{};
};
// What the first one has for the one before.
inline const std::string kNoReceipt(64, '0');
// What is hashed and signed: lines "Label: value", LF at each end, nothing that could be taken for
// a line of its own.
std::string text_of(const CaseReceipt& receipt, const ReceiptPlace& place);
// The lines of such a text.
std::vector<std::pair<std::string, std::string>> lines_of_receipt(std::string_view text);

// A message of the case, as it was taken; `warnings` are codes.
CaseReceipt accepted_receipt(const Message& message, const std::vector<std::string>& warnings);
// A mail that belongs to the case and was not taken: `entry` is its number in the spool.
CaseReceipt rejected_receipt(const MessageNumber& about, std::int64_t entry,
                             const std::string& reason, const std::string& raw_sha256);
// What a message did to the legs of its case: `before`, as they stood. `by` is who wrote it.
std::vector<CaseReceipt> receipts_of_legs(const std::vector<Leg>& before, const Case& after,
                                          const std::string& of, const std::string& by);
// The deadline passed and the desk has said nothing.
CaseReceipt unread_receipt(const CaseNumber& number, const std::string& country,
                           const std::string& desk, Time deadline);

}  // namespace pouch::gateway
