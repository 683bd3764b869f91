#include "mail/report/delivery_status.hpp"

#include <algorithm>
#include <iterator>

#include "mail/ascii.hpp"
#include "mail/lines.hpp"
#include "mail/text/charset.hpp"
#include "mail/text/text_form.hpp"

namespace pouch::mail {
namespace {

constexpr std::size_t kMostFields = 2000;  // of all groups together

struct StatusField {
  std::string name, value;  // value unfolded
};
using Group = std::vector<StatusField>;

// RFC 5322 section 3.6.8, and blanks before the colon, which servers write.
std::optional<StatusField> field_of(std::string_view line) {
  const auto colon = line.find(':');
  if (colon == std::string_view::npos) return std::nullopt;
  const auto name = trim(line.substr(0, colon));
  const bool legal = !name.empty() && std::none_of(name.begin(), name.end(), [](char c) {
    return is_blank(c) || is_control(c) || is_eight_bit(c);
  });
  if (!legal) return std::nullopt;
  return StatusField{to_lower(name), std::string(trim(line.substr(colon + 1)))};
}

// Reads line by line; what is no field says nothing.
class Groups {
 public:
  explicit Groups(const Limits& limits) : limits_(limits) {}

  // False: over a limit.
  bool take(std::string_view line) {
    if (line.size() > limits_.header_field) return false;
    if (trim(line).empty()) {
      ends_ = true;
      return true;
    }
    if (is_blank(line.front())) return go_on(trim(line));
    auto field = field_of(line);
    if (!field) return true;
    if (++fields_ > kMostFields) return false;
    // An empty line ends a group (RFC 3464 section 2.1), unless it stands within a value.
    if (groups_.empty() || ends_) groups_.emplace_back();
    ends_ = false;
    groups_.back().push_back(std::move(*field));
    return true;
  }

  std::vector<Group> finish() { return std::move(groups_); }

 private:
  // RFC 5322 section 2.2.3.
  bool go_on(std::string_view more) {
    if (groups_.empty()) return true;
    auto& value = groups_.back().back().value;
    value.append(" ").append(more);
    ends_ = false;
    return value.size() <= limits_.header_field;
  }

  const Limits& limits_;
  std::vector<Group> groups_;  // none of them empty
  std::size_t fields_ = 0;
  bool ends_ = false;
};

// Groups in order. Nothing: over a limit.
std::optional<std::vector<Group>> groups_of(std::string_view body, const Limits& limits) {
  Groups groups(limits);
  for (std::size_t at = 0; at < body.size();) {
    const auto line = line_at(body, at);
    at = line.end;
    if (!groups.take(line.text)) return std::nullopt;
  }
  return groups.finish();
}

// The first of a value that decides nothing: servers give each answer that they got.
std::string read_first(const Group& group, std::string_view name) {
  const auto found = std::find_if(group.begin(), group.end(),
                                  [&](const StatusField& field) { return field.name == name; });
  return found == group.end() ? std::string() : found->value;
}

// A value that stands once or not at all in a group.
bool read_once(const Group& group, std::string_view name, std::string& value) {
  bool found = false;
  for (const auto& field : group) {
    if (field.name != name) continue;
    if (found) return false;
    found = true;
    value = field.value;
  }
  return true;
}

int hex_value(char c) {
  if (is_digit(c)) return c - '0';
  const char low = to_lower(c);
  return low >= 'a' && low <= 'f' ? low - 'a' + 10 : -1;
}

}  // namespace

std::string from_xtext(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool coded = text[i] == '+' && i + 2 < text.size() && hex_value(text[i + 1]) >= 0 &&
                       hex_value(text[i + 2]) >= 0;
    out +=
        coded ? static_cast<char>(hex_value(text[i + 1]) * 16 + hex_value(text[i + 2])) : text[i];
    if (coded) i += 2;
  }
  return out;
}

namespace {

void append_utf8(unsigned code, std::string& out) {
  const auto put = [&](unsigned octet) { out += static_cast<char>(octet); };
  if (code < 0x80) {
    put(code);
  } else if (code < 0x800) {
    put(0xC0 | (code >> 6));
    put(0x80 | (code & 0x3F));
  } else if (code < 0x10000) {
    put(0xE0 | (code >> 12));
    put(0x80 | ((code >> 6) & 0x3F));
    put(0x80 | (code & 0x3F));
  } else {
    put(0xF0 | (code >> 18));
    put(0x80 | ((code >> 12) & 0x3F));
    put(0x80 | ((code >> 6) & 0x3F));
    put(0x80 | (code & 0x3F));
  }
}

// RFC 6533 section 3: "\x{10C}" stands for U+010C.
std::string from_unicode_xtext(std::string_view text) {
  constexpr std::string_view kOpen = "\\x{";
  constexpr std::size_t kMostDigits = 6;
  std::string out;
  while (!text.empty()) {
    const auto close = text.starts_with(kOpen) ? text.find('}') : std::string_view::npos;
    const auto digits = close == std::string_view::npos
                            ? std::string_view()
                            : text.substr(kOpen.size(), close - kOpen.size());
    unsigned code = 0;
    bool coded = !digits.empty() && digits.size() <= kMostDigits;
    for (const char c : digits.substr(0, kMostDigits)) {
      coded = coded && hex_value(c) >= 0;
      code = code * 16 + static_cast<unsigned>(std::max(hex_value(c), 0));
    }
    if (coded) {
      append_utf8(code, out);
      text.remove_prefix(close + 1);
    } else {
      out += text.front();
      text.remove_prefix(1);
    }
  }
  return out;
}

// "rfc822; <a@b>", "utf-8; \x{10C}@b": RFC 3464 section 2.3.1, RFC 6533 section 3.
std::string address_of(std::string_view value) {
  constexpr std::size_t kLongestAddress = 320;
  const auto semicolon = value.find(';');
  const auto type =
      semicolon == std::string_view::npos ? std::string_view() : trim(value.substr(0, semicolon));
  auto text = semicolon == std::string_view::npos ? trim(value) : trim(value.substr(semicolon + 1));
  // A comment behind it (RFC 5322 section 3.2.2).
  if (const auto comment = text.find(" ("); comment != text.npos && text.ends_with(')')) {
    text = trim(text.substr(0, comment));
  }
  if (text.starts_with('<') && text.ends_with('>')) text = text.substr(1, text.size() - 2);
  std::string address = same_word(type, "utf-8") ? from_unicode_xtext(text) : std::string(text);
  const bool sound = address.size() <= kLongestAddress && is_utf8(address) &&
                     std::none_of(address.begin(), address.end(), is_control);
  return sound ? address : std::string();
}

// RFC 3463 section 2: the first digit of the status is the action's.
bool agree(ReportAction action, const std::string& status) {
  if (status.empty()) return true;
  const bool success = status.front() == '2';
  switch (action) {
    case ReportAction::kFailed:
    case ReportAction::kDelayed:
      return !success;
    case ReportAction::kDelivered:
    case ReportAction::kRelayed:
    case ReportAction::kExpanded:
      return success;
  }
  return false;
}

std::optional<ReportedRecipient> recipient_of(const Group& group) {
  ReportedRecipient out;
  std::string action, status, original, final;
  if (!read_once(group, "action", action) || !read_once(group, "status", status) ||
      !read_once(group, "original-recipient", original) ||
      !read_once(group, "final-recipient", final)) {
    return std::nullopt;
  }
  // "failed (bad destination mailbox address)": sendmail comments its words.
  const auto found = report_action(trim(action.substr(0, action.find('('))));
  if (!found) return std::nullopt;
  out.action = *found;
  out.status = status_code(status);
  out.original = address_of(original);
  out.final = address_of(final);
  const auto diagnostic = read_first(group, "diagnostic-code");
  const auto semicolon = diagnostic.find(';');
  out.diagnostic =
      bounded_line(semicolon == std::string::npos ? diagnostic : diagnostic.substr(semicolon + 1),
                   kLongestDiagnostic);
  if (!agree(out.action, out.status)) return std::nullopt;
  return out;
}

bool has_field(const Group& group, std::string_view name) {
  return std::any_of(group.begin(), group.end(),
                     [&](const StatusField& field) { return field.name == name; });
}

bool names_recipient(const Group& group) {
  return has_field(group, "final-recipient") || has_field(group, "original-recipient");
}

bool is_about_a_recipient(const Group& group) {
  return names_recipient(group) || has_field(group, "action");
}

// An empty line among the lines of a server's answer parts a recipient from what became of it.
void join_halves(std::vector<Group>& groups) {
  for (std::size_t i = 0; i + 1 < groups.size(); ++i) {
    auto& next = groups[i + 1];
    if (!names_recipient(groups[i]) || has_field(groups[i], "action") || names_recipient(next) ||
        !has_field(next, "action")) {
      continue;
    }
    std::move(next.begin(), next.end(), std::back_inserter(groups[i]));
    next.clear();
  }
}

}  // namespace

std::string status_code(std::string_view text) {
  constexpr std::size_t kMostDigits = 3;
  std::size_t at = 0;
  if (text.empty() || (text[0] != '2' && text[0] != '4' && text[0] != '5')) return {};
  ++at;
  for (int part = 0; part < 2; ++part) {
    if (at >= text.size() || text[at] != '.') return {};
    const auto first = ++at;
    while (at < text.size() && is_digit(text[at])) ++at;
    if (at == first || at - first > kMostDigits) return {};
  }
  const bool ends = at == text.size() || !(is_digit(text[at]) || text[at] == '.') ||
                    (text[at] == '.' && at + 1 == text.size());
  return ends ? std::string(text.substr(0, at)) : std::string();
}

std::string find_status_code(std::string_view text) {
  for (std::size_t at = 0; at < text.size(); ++at) {
    const bool begins = at == 0 || !(is_digit(text[at - 1]) || text[at - 1] == '.');
    if (begins && is_digit(text[at])) {
      auto code = status_code(text.substr(at));
      if (!code.empty()) return code;
    }
  }
  return {};
}

std::string bounded_line(std::string_view text, std::size_t most) {
  const auto line = clean_line(repair_utf8(text.substr(0, most * 4)));
  return std::string(utf8_head(line, most));
}

std::optional<DeliveryReport> read_delivery_status(std::string_view body, const Limits& limits) {
  auto groups = groups_of(without_byte_order_mark(body), limits);
  if (!groups) return std::nullopt;
  join_halves(*groups);
  DeliveryReport report;
  for (const auto& group : *groups) {
    std::string envelope;
    if (!read_once(group, "original-envelope-id", envelope)) return std::nullopt;
    if (!envelope.empty()) report.envelope_id = bounded_line(from_xtext(envelope), 100);
    if (!is_about_a_recipient(group)) continue;
    auto recipient = recipient_of(group);
    if (!recipient || report.recipients.size() == kMostReported) return std::nullopt;
    report.recipients.push_back(std::move(*recipient));
  }
  if (report.recipients.empty()) return std::nullopt;
  return report;
}

}  // namespace pouch::mail
