#include "gateway/cases/case_receipt.hpp"

#include <algorithm>

#include "gateway/cases/utc.hpp"

namespace pouch::gateway {
namespace {

struct KindWords {
  std::string_view number, yes, no;
};

KindWords words(ReceiptKind kind) {
  switch (kind) {
    case ReceiptKind::kAccepted:
      return {"R1", "ACCEPTED", "REJECTED"};
    case ReceiptKind::kRouted:
      return {"R2", "ROUTED", "NOT ROUTED"};
    case ReceiptKind::kDelivered:
      return {"R3", "DELIVERED", "NOT DELIVERED"};
    case ReceiptKind::kRead:
      return {"R4", "READ", "NOT READ"};
    case ReceiptKind::kBusiness:
      break;
  }
  return {"R5", "", ""};
}

std::string one_line(std::string value) {
  std::replace_if(
      value.begin(), value.end(),
      [](char c) { return static_cast<unsigned char>(c) < ' ' || c == '\x7f'; }, ' ');
  return value;
}

void add(std::string& text, std::string_view label, const std::string& value) {
  if (!value.empty()) {
    text.append(label).append(": ").append(one_line(value)).append("\n");
  }
}

// What the desk's word means (DOMAIN section 6, R5); empty: it said nothing.
std::string_view said(LegState state) {
  switch (state) {
    case LegState::kAcknowledged:
      return "ACK";
    case LegState::kPartlyAnswered:
      return "PARTIAL";
    case LegState::kAnswered:
      return "FINAL";
    case LegState::kRefused:
      return "REFUSAL";
    case LegState::kClarificationAsked:
      return "CLARIFY";
    case LegState::kWithdrawn:
      return "WITHDRAWN";
    case LegState::kWaiting:
    case LegState::kSent:
    case LegState::kNotDelivered:
    case LegState::kEnded:
      break;
  }
  return {};
}

bool is_word_of_desk(LegState state) {
  return !said(state).empty() && state != LegState::kWithdrawn;
}

std::string when(const std::optional<Time>& time) { return time ? utc_time(*time) : std::string(); }

CaseReceipt routed(const Leg& leg, const std::string& of) {
  const bool sent = leg.state != LegState::kWaiting;
  return {.kind = ReceiptKind::kRouted,
          .positive = sent,
          .of = of,
          .country = leg.country,
          .reason = sent ? ReceiptReason::kNone : ReceiptReason::kUnreachable,
          .values = {{"Desk", leg.desk}, {"Deadline", when(leg.deadline)}},
          .once = (sent ? "R2 " : "R2- ") + leg.country + " " + leg.desk};
}

CaseReceipt business(const Leg& leg, std::string_view state, const std::string& of,
                     const std::string& by) {
  const bool refused = state == "REFUSAL";
  return {.kind = ReceiptKind::kBusiness,
          .positive = !refused,
          .of = of,
          .country = leg.country,
          .state = std::string(state),
          .reason = refused ? ReceiptReason::kDeskRefused : ReceiptReason::kNone,
          .values = {{"Desk", leg.desk}, {"By", by}, {"Deadline", when(leg.deadline)}},
          .once = "R5 " + leg.country + " " + std::string(state) + " " + of};
}

// What one leg became, from `before` (null: it is new).
void add_leg(const Leg* before, const Leg& leg, const std::string& of, const std::string& by,
             std::vector<CaseReceipt>& receipts) {
  const bool new_desk = before == nullptr || before->desk != leg.desk ||
                        (before->state == LegState::kWaiting && leg.state != before->state);
  if (new_desk && leg.state != LegState::kWithdrawn) {
    receipts.push_back(routed(leg, of));
  }
  const bool moved = before == nullptr || before->state != leg.state;
  if (moved && is_word_of_desk(leg.state) &&
      (before == nullptr || !is_word_of_desk(before->state))) {
    receipts.push_back({.kind = ReceiptKind::kRead,
                        .of = of,
                        .country = leg.country,
                        .values = {{"Desk", leg.desk}, {"By", by}},
                        .once = "R4 " + leg.country + " " + leg.desk});
  }
  if (const auto state = said(leg.state);
      !state.empty() &&
      (moved || (before->last_message != leg.last_message && is_word_of_desk(leg.state)))) {
    receipts.push_back(business(leg, state, of, by));
  }
  if (before != nullptr && leg.clock.term > before->clock.term) {
    receipts.push_back(business(leg, "DELAY", of, by));
  }
}

}  // namespace

std::string_view code(ReceiptReason reason) {
  switch (reason) {
    case ReceiptReason::kNone:
      return {};
    case ReceiptReason::kOther:
      return "E100";
    case ReceiptReason::kDeskRefused:
      return "E200";
    case ReceiptReason::kNotAccepted:
      return "E201";
    case ReceiptReason::kTimeOut:
      return "E300";
    case ReceiptReason::kRouteTimeOut:
      return "E301";
    case ReceiptReason::kUnreachable:
      break;
  }
  return "E404";
}

std::string title(const CaseReceipt& receipt) {
  const auto [number, yes, no] = words(receipt.kind);
  const auto word = receipt.kind == ReceiptKind::kBusiness ? std::string_view(receipt.state)
                    : receipt.positive                     ? yes
                                                           : no;
  return std::string(number) + (receipt.positive ? " " : "- ") + std::string(word);
}

std::string text_of(const CaseReceipt& receipt, const ReceiptPlace& place) {
  std::string text = "Pouch receipt\n";
  add(text, "Case", place.number);
  add(text, "Number", std::to_string(place.position));
  add(text, "Receipt", title(receipt));
  add(text, "Of", receipt.of);
  add(text, "Country", receipt.country);
  add(text, "Time", utc_time(place.at));
  for (const auto& [label, value] : receipt.values) {
    add(text, label, value);
  }
  add(text, "Reason", std::string(code(receipt.reason)));
  add(text, "Previous", place.previous);
  return text;
}

std::vector<std::pair<std::string, std::string>> lines_of_receipt(std::string_view text) {
  std::vector<std::pair<std::string, std::string>> lines;
  while (!text.empty()) {
    const auto line = text.substr(0, text.find('\n'));
    text.remove_prefix(std::min(line.size() + 1, text.size()));
    if (const auto colon = line.find(": "); colon != std::string_view::npos) {
      lines.emplace_back(line.substr(0, colon), line.substr(colon + 2));
    }
  }
  return lines;
}

CaseReceipt accepted_receipt(const Message& message, const std::vector<std::string>& warnings) {
  std::string codes;
  for (const auto& warning : warnings) {
    codes += (codes.empty() ? "" : ", ") + warning;
  }
  return {.kind = ReceiptKind::kAccepted,
          .of = message.number.text(),
          .values = {{"Sender", message.sender},
                     {"Signer", message.signer},
                     {"Signing key", message.signing_key},
                     {"Signed", utc_time(message.signed_at)},
                     {"Received", utc_time(message.received)},
                     {"Received SHA-256", message.raw_sha256},
                     {"Body SHA-256", message.body_sha256},
                     {"Warnings", codes}},
          .once = "R1 " + message.number.text()};
}

CaseReceipt rejected_receipt(const MessageNumber& about, std::int64_t entry,
                             const std::string& reason, const std::string& raw_sha256) {
  return {.kind = ReceiptKind::kAccepted,
          .positive = false,
          .of = about.text(),
          .reason = ReceiptReason::kNotAccepted,
          .values = {{"Why", reason}, {"Received SHA-256", raw_sha256}},
          .once = "R1- " + std::to_string(entry)};
}

std::vector<CaseReceipt> receipts_of_legs(const std::vector<Leg>& before, const Case& after,
                                          const std::string& of, const std::string& by) {
  std::vector<CaseReceipt> receipts;
  for (const auto& leg : after.legs) {
    const auto was = std::find_if(before.begin(), before.end(),
                                  [&](const Leg& one) { return one.country == leg.country; });
    add_leg(was == before.end() ? nullptr : &*was, leg, of, by, receipts);
  }
  return receipts;
}

CaseReceipt unread_receipt(const CaseNumber& number, const std::string& country,
                           const std::string& desk, Time deadline) {
  return {.kind = ReceiptKind::kRead,
          .positive = false,
          .of = number.text(),
          .country = country,
          .reason = ReceiptReason::kTimeOut,
          .values = {{"Desk", desk}, {"Deadline", utc_time(deadline)}},
          .once = "R4- " + country + " " + utc_time(deadline)};
}

}  // namespace pouch::gateway
