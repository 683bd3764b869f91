#include "mail/automatic.hpp"

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
  if (same_word(field.name, "Return-Path") && trim(field.value) == "<>") return "null Return-Path";
  return "";
}

bool is_machine(std::string_view spec) {
  const auto local = spec.substr(0, spec.rfind('@'));
  return same_word(local, "mailer-daemon") || same_word(local, "postmaster");
}

}  // namespace

std::string automatic_mark(const Entity& entity, const Address& from) {
  for (const auto& field : entity.fields) {
    auto mark = mark_of_field(field);
    if (!mark.empty()) return mark;
  }
  if (entity.is("multipart", "report")) return "multipart/report";
  if (!from.spec.empty() && is_machine(from.spec)) return "From a mail system";
  return "";
}

}  // namespace pouch::mail
