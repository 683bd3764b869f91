#include "mail/report/plain_report.hpp"

#include <algorithm>

#include "mail/ascii.hpp"
#include "mail/lines.hpp"
#include "mail/report/delivery_status.hpp"
#include "mail/structure/headers.hpp"
#include "mail/text/transfer.hpp"

namespace pouch::mail {
namespace {

constexpr std::size_t kMostText = 64u << 10;  // octets of prose that are looked at

// Nothing: no plain text, or it cannot be decoded.
std::optional<std::string> text_of(const Entity& root) {
  std::string text;
  if (!root.is("text", "plain") || !decode_transfer(root.encoding, root.body, text)) {
    return std::nullopt;
  }
  text.resize(std::min(text.size(), kMostText));
  return text;
}

std::vector<std::string> paragraphs_of(std::string_view text) {
  std::vector<std::string> out(1);
  for (std::size_t at = 0; at < text.size();) {
    const auto line = line_at(text, at);
    at = line.end;
    if (!trim(line.text).empty()) {
      out.back().append(line.text).append("\n");
    } else if (!out.back().empty()) {
      out.emplace_back();
    }
  }
  if (out.back().empty()) out.pop_back();
  return out;
}

void add_failure(std::string_view address, std::string_view reason, DeliveryReport& report) {
  ReportedRecipient recipient;
  recipient.final = address;
  recipient.action = ReportAction::kFailed;
  recipient.status = find_status_code(reason);
  if (!recipient.status.empty() && recipient.status.front() == '2') recipient.status.clear();
  recipient.diagnostic = bounded_line(reason, kLongestDiagnostic);
  report.recipients.push_back(std::move(recipient));
}

// QSBMF: https://cr.yp.to/proto/qsbmf.txt. A recipient's paragraph begins with its address in angle
// brackets and a colon; a paragraph that begins with a dash ends them.
std::optional<DeliveryReport> read_qsbmf(std::string_view text) {
  const auto paragraphs = paragraphs_of(text);
  if (paragraphs.empty() || !paragraphs.front().starts_with("Hi. This is the ")) {
    return std::nullopt;
  }
  // The notices of patches that tell of delays look the same and mean another thing.
  for (const std::string_view word :
       {"delay", "keep trying", "not been delivered yet", "warning"}) {
    if (to_lower(paragraphs.front()).find(word) != std::string::npos) return std::nullopt;
  }
  DeliveryReport report;
  report.machine_readable = false;
  for (const auto& paragraph : paragraphs) {
    if (paragraph.front() == '-') break;
    const auto end = paragraph.find(">:\n");
    if (paragraph.front() != '<' || end == std::string::npos || end > paragraph.find('\n')) {
      continue;
    }
    if (report.recipients.size() == kMostReported) return std::nullopt;
    add_failure(paragraph.substr(1, end - 1), paragraph.substr(end + 3), report);
  }
  return report.recipients.empty() ? std::nullopt : std::optional(std::move(report));
}

// What Exim's text says below an address, up to the next empty line.
std::string reason_for(std::string_view text, std::string_view address) {
  std::string reason;
  bool below = false;
  for (std::size_t at = 0; at < text.size();) {
    const auto line = line_at(text, at);
    at = line.end;
    if (line.text.starts_with("------")) break;  // the copy of the mail begins
    if (below) {
      if (trim(line.text).empty()) break;
      reason.append(trim(line.text)).append(" ");
    } else {
      below = is_blank(line.text.empty() ? '\0' : line.text.front()) &&
              same_word(trim(line.text), address);
    }
  }
  return reason;
}

std::optional<DeliveryReport> read_exim(const Entity& root, std::string_view text,
                                        const Limits& limits) {
  const auto failed = root.values("X-Failed-Recipients");
  if (failed.empty() ||
      text.find("created automatically by mail delivery software") == std::string_view::npos) {
    return std::nullopt;
  }
  DeliveryReport report;
  report.machine_readable = false;
  for (const auto value : failed) {
    const auto list = parse_addresses(value, limits);
    if (!list || report.recipients.size() + list->size() > kMostReported) return std::nullopt;
    for (const auto& address : *list) {
      add_failure(address.spec, reason_for(text, address.spec), report);
    }
  }
  return report.recipients.empty() ? std::nullopt : std::optional(std::move(report));
}

}  // namespace

std::optional<DeliveryReport> read_plain_report(const Entity& root, const Limits& limits) {
  const auto text = text_of(root);
  if (!text) return std::nullopt;
  if (auto report = read_qsbmf(*text)) return report;
  return read_exim(root, *text, limits);
}

}  // namespace pouch::mail
