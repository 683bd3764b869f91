// An order as the form that says the same, so that one path decides both.
#include <algorithm>

#include "gateway/decide/orders.hpp"
#include "mail/ascii.hpp"

namespace pouch::gateway {
namespace {

std::string on_one_line(std::string text) {
  std::replace_if(
      text.begin(), text.end(), [](char c) { return c == '\n' || c == '\r'; }, ' ');
  return text;
}

std::string line(std::string_view label, const std::string& value) {
  return value.empty() ? std::string() : std::string(label) + ": " + on_one_line(value) + "\n";
}

std::string control(std::string_view action, const Order& order) {
  return "Form: control\nAction: " + std::string(action) + "\n" +
         line("Target", order.number ? order.number->text() : std::string());
}

// Without a case to name, one's own are searched; whether there is a hit at all, everything that
// one may read.
std::string search(const Order& order) {
  const auto asks_only_whether = [&] {
    const auto fields = mail::to_lower(order.fields);
    return fields.find("hit or no hit") != std::string::npos ||
           fields.find("hit/no-hit") != std::string::npos ||
           fields.find("hit_no_hit") != std::string::npos;
  };
  const bool has_scope = ("\n" + order.fields).find("\nScope:") != std::string::npos;
  const auto* scope = order.number || asks_only_whether() ? "permitted" : "my cases";
  return "Form: search\n" + line("Query", order.query) + order.fields +
         (has_scope ? std::string() : line("Scope", scope)) +
         line("Case number", order.number ? order.number->number.text() : std::string()) +
         line("Justification", order.why);
}

}  // namespace

std::string form_words(const Order& order) {
  switch (order.kind) {
    case OrderKind::kHelp:
    case OrderKind::kNotUnderstood:
      return "Form: control\nAction: HELP\n";
    case OrderKind::kStatus:
      return control("STATUS", order);
    case OrderKind::kOpen:
      return "Form: control\nAction: OPEN_REQUESTS\n";
    case OrderKind::kResend:
      return control("RESEND", order);
    case OrderKind::kRecall:
      return control("RECALL", order) + line("Reason", order.why);
    case OrderKind::kKeepCase:
      return control("EXTEND_RETENTION", order) + line("Reason", order.why);
    case OrderKind::kErase:
      return control("ERASE_REQUEST", order) + line("Reason", "order of its owner");
    case OrderKind::kPermit:
      return control("PERMIT", order) + line("Use explained", order.query);
    case OrderKind::kDeny:
      return control("DENY_PERMISSION", order) + line("Use explained", order.query) +
             (order.why.empty() ? std::string() : "Free text:\n" + order.why + "\n");
    case OrderKind::kTemplate:
      return "Form: control\nAction: TEMPLATE\n" + line("Wanted form", order.name) +
             line("Form language", order.language) + (order.all ? "All fields: yes\n" : "");
    case OrderKind::kAbsence:
      return "Form: control\nAction: ABSENCE\n" + order.fields;
    case OrderKind::kSearch:
      return search(order);
    case OrderKind::kMore:
    case OrderKind::kFetch:
    case OrderKind::kPage:
    case OrderKind::kKeep:
    case OrderKind::kKept:
    case OrderKind::kDrop:
    case OrderKind::kWeb:
    case OrderKind::kDone:
    case OrderKind::kTake:
    case OrderKind::kUndo:
    case OrderKind::kSend:
    case OrderKind::kErased:
      break;
  }
  return {};
}

}  // namespace pouch::gateway
