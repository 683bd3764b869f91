#include "mail/structure/automatic.hpp"

#include <algorithm>
#include <array>

#include "mail/ascii.hpp"
#include "mail/tokens.hpp"

namespace pouch::mail {
namespace {

// The first word of a field's value, comments skipped, in lower case.
std::string first_word(std::string_view value) {
  Tokens tokens(value);
  std::string out;
  for (;;) {
    if (!tokens.skip_space()) return out;
    if (!tokens.next_is('\r') && !tokens.next_is('\n')) break;
    tokens.advance();
  }
  for (const char c :
       tokens.run([](char c) { return c > 32 && c != ';' && c != '(' && c != ','; })) {
    out += to_lower(c);
  }
  return out;
}

bool is_list_field(std::string_view name) {
  return name.size() > 5 && same_word(name.substr(0, 5), "List-");
}

bool is_machine(std::string_view spec) {
  const auto local = spec.substr(0, spec.rfind('@'));
  return same_word(local, "mailer-daemon") || same_word(local, "postmaster");
}

// What responders wrote before RFC 3834, and some write still.
bool is_responder_field(std::string_view name) {
  constexpr std::array<std::string_view, 6> kNames = {"Auto-Replied",    "X-Autoreply",
                                                      "X-Autorespond",   "X-Autoresponder",
                                                      "X-Auto-Response", "X-Autoresponse"};
  return std::any_of(kNames.begin(), kNames.end(),
                     [&](std::string_view known) { return same_word(name, known); });
}

// RFC 5321 section 4.4: where answers to the mail itself would go.
bool is_null_path(std::string_view value) {
  auto path = trim(value);
  if (path.starts_with('<') && path.ends_with('>')) path = path.substr(1, path.size() - 2);
  return trim(path).empty() || same_word(path.substr(0, path.rfind('@')), "mailer-daemon");
}

// A guard of a mailbox that wants an answer first. Its users' own mails bear the same marks, so
// they say nothing of a sealed one.
bool is_challenge(const Field& field) {
  const auto begins = [&](std::string_view mark) {
    return field.name.size() >= mark.size() && same_word(field.name.substr(0, mark.size()), mark);
  };
  return begins("X-TMDA-") || begins("X-BoxTrapper") ||
         (same_word(field.name, "X-Delivery-Agent") &&
          same_word(trim(field.value).substr(0, 4), "TMDA"));
}

std::string mark_of_field(const Field& field) {
  const std::string word = first_word(field.value);
  if (same_word(field.name, "Auto-Submitted")) return word == "no" ? "" : "Auto-Submitted";
  if (is_list_field(field.name)) return "mailing list";
  if (same_word(field.name, "Precedence")) {
    constexpr std::array<std::string_view, 3> kBulk = {"bulk", "list", "junk"};
    for (const auto bulk : kBulk) {
      if (word == bulk) return "Precedence: " + std::string(bulk);
    }
    return "";
  }
  if (same_word(field.name, "X-Auto-Response-Suppress")) {
    return word.empty() || word == "none" ? "" : "X-Auto-Response-Suppress";
  }
  if (same_word(field.name, "X-Loop")) return "X-Loop";
  if (is_responder_field(field.name)) return std::string(field.name);
  if (same_word(field.name, "Return-Path") && is_null_path(field.value)) return "null Return-Path";
  return "";
}

}  // namespace

std::string automatic_mark(const Entity& entity, const Address& from) {
  for (const auto& field : entity.fields) {
    auto mark = mark_of_field(field);
    if (!mark.empty()) return mark;
    if (!entity.is("multipart", "encrypted") && is_challenge(field)) return "challenge";
  }
  if (entity.is("multipart", "report")) return "multipart/report";
  if (!from.spec.empty() && is_machine(from.spec)) return "From a mail system";
  return "";
}

}  // namespace pouch::mail
