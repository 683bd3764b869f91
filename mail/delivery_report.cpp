#include "mail/delivery_report.hpp"

#include <algorithm>
#include <array>

#include "mail/ascii.hpp"
#include "mail/content.hpp"
#include "mail/delivery_status.hpp"
#include "mail/header_fields.hpp"
#include "mail/headers.hpp"
#include "mail/plain_report.hpp"

namespace pouch::mail {
namespace {

struct ActionName {
  ReportAction action;
  std::string_view name;
};

constexpr std::array<ActionName, 5> kActions = {{{ReportAction::kFailed, "failed"},
                                                 {ReportAction::kDelayed, "delayed"},
                                                 {ReportAction::kDelivered, "delivered"},
                                                 {ReportAction::kRelayed, "relayed"},
                                                 {ReportAction::kExpanded, "expanded"}}};

bool is_status_part(const Entity& part) {
  return part.is("message", "delivery-status") || part.is("message", "global-delivery-status");
}

// The worse one first.
int rank(ReportAction action) {
  switch (action) {
    case ReportAction::kFailed:
      return 0;
    case ReportAction::kDelayed:
      return 1;
    case ReportAction::kExpanded:
      return 2;
    case ReportAction::kRelayed:
      return 3;
    case ReportAction::kDelivered:
      return 4;
  }
  return 0;
}

// RFC 6522 section 3 puts the status part second; servers that translate or add parts put it
// elsewhere among the parts of the multipart/report.
std::optional<DeliveryReport> read_multipart(const Entity& root, const Limits& limits) {
  const auto type = root.parameter("report-type");
  if (!same_word(type, "delivery-status") && !same_word(type, "global-delivery-status")) {
    return std::nullopt;  // RFC 6522: which report it is; a disposition notification is none
  }
  const Entity* status = nullptr;
  for (const auto& part : root.parts) {
    if (!is_status_part(part)) continue;
    if (status != nullptr) return std::nullopt;  // two reports: which one counts?
    status = &part;
  }
  std::string text;
  if (status == nullptr || !decode_transfer(status->encoding, status->body, text)) {
    return std::nullopt;
  }
  return read_delivery_status(text, limits);
}

bool names(const ReportedRecipient& recipient, std::string_view address) {
  return same_address(recipient.original, address) || same_address(recipient.final, address);
}

}  // namespace

std::string_view name(ReportAction action) {
  const auto* found = std::find_if(kActions.begin(), kActions.end(),
                                   [&](const ActionName& one) { return one.action == action; });
  return found->name;
}

std::optional<ReportAction> report_action(std::string_view word) {
  const auto* found = std::find_if(kActions.begin(), kActions.end(), [&](const ActionName& one) {
    return same_word(one.name, word);
  });
  return found == kActions.end() ? std::nullopt : std::optional(found->action);
}

std::optional<DeliveryReport> read_delivery_report(const Entity& root, const Limits& limits) {
  if (root.is("multipart", "report")) return read_multipart(root, limits);
  return read_plain_report(root, limits);
}

ReportedRecipient said_of(const DeliveryReport& report, std::string_view address) {
  const bool named =
      std::any_of(report.recipients.begin(), report.recipients.end(),
                  [&](const ReportedRecipient& recipient) { return names(recipient, address); });
  const ReportedRecipient* worst = nullptr;
  for (const auto& recipient : report.recipients) {
    if (named && !names(recipient, address)) continue;
    if (worst == nullptr || rank(recipient.action) < rank(worst->action)) worst = &recipient;
  }
  return *worst;
}

}  // namespace pouch::mail
