#include "gateway/cases/audience.hpp"

#include <algorithm>
#include <array>

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

std::string reason_of(const Narrowing& narrowing) {
  if (narrowing.code == "H2") {
    return "handling H2: it stays with those who were named";
  }
  if (narrowing.code == "privileged") {
    return "it is privileged: it stays with the prosecutors";
  }
  if (narrowing.code == "no-key") {
    return "none of their keys can be used today";
  }
  if (narrowing.code == "no-desk") {
    return "there is no focal point valid today";
  }
  return narrowing.code == "ended" ? "their registration has ended" : narrowing.code;
}

std::string names_of(const Audience& audience, bool with_copies) {
  std::string text;
  for (const auto& receiver : audience.to) {
    if (with_copies || !is_copy(receiver.role)) {
      text += (text.empty() ? "" : ", ") + receiver.name;
    }
  }
  return text;
}

std::string why(const Audience& audience) {
  switch (audience.ground) {
    case Ground::kNobody:
      return "it was for the gateway alone";
    case Ground::kForm:
      return "the form names these countries";
    case Ground::kAnswer:
      return "it answers a request: the requester and their focal point get it";
    case Ground::kOneCountry:
      return "it is a Reply to the letter of " + audience.of;
    case Ground::kOnlyCountry:
      return "this case asked one country only";
    case Ground::kAuthor:
      return "it is a Reply to what " + audience.of + " wrote";
    case Ground::kOwnState:
      return "it is a Reply to a copy: it goes to the party of the same state";
    case Ground::kSame:
      return "it goes on from an earlier message of the same author, to the same receivers";
    case Ground::kNamed:
      return "its author named the receivers";
    case Ground::kGroup:
      return "it was sent to the address of the group " + audience.group;
    case Ground::kParticipants:
      return "the form names these participants";
    case Ground::kOwnFocalPoint:
      return "a mail with neither form nor number goes to the author's own focal point";
    case Ground::kParties:
      return "the parties of the case are told what was done";
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
