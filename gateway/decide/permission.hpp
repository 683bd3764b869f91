// Permission to use in court what is H1 (DOMAIN section 5: not to be disclosed in judicial
// proceedings without the provider's permission). It is a message of the provider in the case: an
// answer with "Use allowed: also in court" and "Use explained: Radu Marin, for 12/P/2026", who and
// for what, or the form `control` with "Action: permit" and the same, also as a Reply to the letter
// that asks for it (control_permission.cpp). What its provider refuses later is permitted no more.
// A prosecution's form may name a police case by the number of that message alone, and only when
// each provider of H1 in the case has permitted it to whoever writes the form. Private to this
// folder.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "gateway/decide/decide.hpp"

namespace pouch::gateway::detail {

struct CourtUse {
  std::vector<std::string> who;  // as written, at least one
  std::string purpose;
};
// nullopt: it does not say who, or not for what.
std::optional<CourtUse> court_use(std::string_view explained);

// With the handling that each provider has laid on his own message since (control_correct.cpp); the
// corrections themselves are left out.
std::vector<PastMessage> as_corrected(std::vector<PastMessage> messages);

// What the linked message permits to the sender; nullopt: nothing, or not enough.
struct Permission {
  MessageNumber number;
  std::string provider, purpose;  // provider: principal
};
std::optional<Permission> permission_for(const Situation& situation, const MessageNumber& linked);
// In the receipt of who gives one, or answers who asks for one: what it permits, or what it lacks.
void say_permission(const Situation& situation, const Case& subject, Decision& decision);

}  // namespace pouch::gateway::detail
