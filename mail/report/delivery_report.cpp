#include "mail/report/delivery_report.hpp"

#include <algorithm>
#include <array>

#include "mail/ascii.hpp"
#include "mail/report/delivery_status.hpp"
#include "mail/report/plain_report.hpp"
#include "mail/structure/header_fields.hpp"
#include "mail/structure/headers.hpp"
#include "mail/text/transfer.hpp"

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

// Of whatever kind (RFC 8098, RFC 5965): a read receipt that holds a status as well says two
// things.
bool is_machine_part(const Entity& part) {
  return is_status_part(part) || part.is("message", "disposition-notification") ||
         part.is("message", "feedback-report");
}

void collect_reports(const Entity& around, std::vector<const Entity*>& found) {
  for (const auto& part : around.parts) {
    if (is_machine_part(part)) found.push_back(&part);
    collect_reports(part, found);
  }
}

// RFC 6522 section 3 puts the status part second in a multipart/report that names its kind. Servers
// of today put it elsewhere, leave the kind out, write multipart/mixed (OpenSMTPD, Mailman) or are
// re-labelled on the way (Exchange): the part says what it is. The mail that comes back with it is
// no multipart and is not looked into.
std::optional<DeliveryReport> read_multipart(const Entity& root, const Limits& limits) {
  std::vector<const Entity*> found;
  collect_reports(root, found);
  std::string text;
  if (found.size() != 1 ||  // two reports: which one counts?
      !is_status_part(*found.front()) ||
      !decode_transfer(found.front()->encoding, found.front()->body, text)) {
    return std::nullopt;
  }
  return read_delivery_status(text, limits);
}

// ORCPT comes in xtext (RFC 3461 section 4.2), and not every server takes it off.
bool names(const ReportedRecipient& recipient, std::string_view address) {
  return same_address(recipient.original, address) || same_address(recipient.final, address) ||
         same_address(from_xtext(recipient.original), address);
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
  if (root.is_multipart()) return read_multipart(root, limits);
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
