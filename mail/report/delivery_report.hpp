// Reports on letters that came to their envelope sender: the one message/delivery-status (RFC 3464,
// RFC 6522) or message/global-delivery-status (RFC 6533) of a multipart, whatever that is called,
// and the two shapes without a machine-readable part that servers of today still write:
// Exim's plain text with X-Failed-Recipients, and qmail's QSBMF.
//
// It reads what strangers write: everything is bounded before it is built, and what says two things
// (two status parts, two Actions for one recipient, an Action that its Status contradicts) is no
// report. Prose decides nothing, except in the two shapes whose prose is their format. Whether a
// report counts is for the caller: anybody can write one (SECURITY section 2 class 11).
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "mail/limits.hpp"
#include "mail/structure/scan.hpp"

namespace pouch::mail {

// RFC 3464 section 2.3.3.
enum class ReportAction { kFailed, kDelayed, kDelivered, kRelayed, kExpanded };
std::string_view name(ReportAction action);

struct ReportedRecipient {
  std::string original, final;  // addresses as reported; either may be empty
  ReportAction action = ReportAction::kFailed;
  std::string status;      // RFC 3463 ("5.1.1"); empty: none was given
  std::string diagnostic;  // one line of printable UTF-8, at most kLongestDiagnostic octets
};

struct DeliveryReport {
  bool machine_readable = true;  // false: one of the two plain shapes
  std::string envelope_id;       // Original-Envelope-Id (RFC 3461 section 4.4), xtext decoded
  std::vector<ReportedRecipient> recipients;  // at least one
};

inline constexpr std::size_t kMostReported = 100;  // recipients of one report
inline constexpr std::size_t kLongestDiagnostic = 300;

// Nothing: it is no report, or not one that has a single meaning.
std::optional<DeliveryReport> read_delivery_report(const Entity& root, const Limits& limits);

// What the report says of `address`: that of its own recipients, or, when a report names none of
// them so, of all. The worst word stands: failed before delayed before expanded, relayed,
// delivered.
ReportedRecipient said_of(const DeliveryReport& report, std::string_view address);

// A word of a stranger, to be kept and shown on one line: printable UTF-8, bounded.
std::string bounded_line(std::string_view text, std::size_t most);

}  // namespace pouch::mail
