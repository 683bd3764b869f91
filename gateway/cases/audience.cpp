#include "gateway/cases/audience.hpp"

#include <algorithm>
#include <array>

#include "gateway/words/known_names.hpp"
#include "gateway/words/words.hpp"

namespace pouch::gateway {
namespace {

constexpr std::array<std::string_view, 12> kRoles{
    "requester", "requester's desk", "asked desk", "liaison", "headquarters", "group",
    "author",    "own focal point",  "police",     "named",   "party",        "substitute"};

constexpr std::array<std::string_view, 13> kGrounds{
    "nobody", "form",  "answer", "one-country",  "only-country",    "author", "own-state",
    "same",   "named", "group",  "participants", "own-focal-point", "parties"};

// Where a name stands in its table.
template <typename Value, std::size_t kCount>
std::optional<Value> named(const std::array<std::string_view, kCount>& names,
                           std::string_view name) {
  const auto found = std::find(names.begin(), names.end(), name);
  return found == names.end() ? std::nullopt
                              : std::optional(static_cast<Value>(found - names.begin()));
}

std::string ids_of(const Audience& audience) {
  std::string text;
  for (const auto& receiver : audience.to) {
    text += (text.empty() ? "" : ", ") + receiver.id;
  }
  return text.empty() ? "nobody" : text;
}

}  // namespace

std::string_view name(Role role) { return kRoles.at(static_cast<std::size_t>(role)); }

std::optional<Role> role(std::string_view name) { return named<Role>(kRoles, name); }

bool is_copy(Role role) {
  return role == Role::kLiaison || role == Role::kHeadquarters || role == Role::kPolice;
}

std::string_view name(Ground ground) { return kGrounds.at(static_cast<std::size_t>(ground)); }

std::optional<Ground> ground(std::string_view name) { return named<Ground>(kGrounds, name); }

std::string reason_of(const Narrowing& narrowing) { return reason_of(narrowing, Words::english()); }

std::string reason_of(const Narrowing& narrowing, const Words& words) {
  if (narrowing.code == "H2") {
    return words("not_to_h2");
  }
  if (narrowing.code == "privileged") {
    return words("not_to_privileged");
  }
  if (narrowing.code == "no-key") {
    return words("not_to_no_key");
  }
  if (narrowing.code == "no-desk") {
    return words("not_to_no_desk");
  }
  return narrowing.code == "ended" ? words("not_to_ended") : narrowing.code;
}

std::string names_of(const Audience& audience, bool with_copies) {
  return names_of(audience, with_copies, Words::english());
}

std::string names_of(const Audience& audience, bool with_copies, const Words& words) {
  std::string text;
  for (const auto& receiver : audience.to) {
    if (with_copies || !is_copy(receiver.role)) {
      text += (text.empty() ? "" : ", ") + known_name(receiver.name, words);
    }
  }
  return text;
}

std::string why(const Audience& audience) { return why(audience, Words::english()); }

std::string why(const Audience& audience, const Words& words) {
  const Place of{"whose", known_name(audience.of, words)};
  switch (audience.ground) {
    case Ground::kNobody:
      return words("why_nobody");
    case Ground::kForm:
      return words("why_form");
    case Ground::kAnswer:
      return words("why_answer");
    case Ground::kOneCountry:
      return words("why_one_country", {of});
    case Ground::kOnlyCountry:
      return words("why_only_country");
    case Ground::kAuthor:
      return words("why_author", {of});
    case Ground::kOwnState:
      return words("why_own_state");
    case Ground::kSame:
      return words("why_same");
    case Ground::kNamed:
      return words("why_named");
    case Ground::kGroup:
      return words("why_group", {{"group", audience.group}});
    case Ground::kParticipants:
      return words("why_participants");
    case Ground::kOwnFocalPoint:
      return words("why_own_focal_point");
    case Ground::kParties:
      return words("why_parties");
  }
  return {};
}

std::string audit_words(const Audience& audience) {
  auto text = std::string(name(audience.ground)) + ": " + ids_of(audience);
  for (const auto& one : audience.narrowed) {
    text += "; not " + one.id + " (" + one.code + ")";
  }
  return text;
}

}  // namespace pouch::gateway
