#include "gateway/store/letter_kinds.hpp"

#include <algorithm>
#include <array>

namespace pouch::gateway {
namespace {

constexpr std::array<LetterRule, 24> kRules = {{
    // kind, null sender, automatic, tells sender, tells operator
    {"request", false, false, true, true},
    {"copy", false, false, false, true},  // the directory's doing, not the writer's
    {"reply", false, false, true, true},
    {"note", false, false, true, true},
    {"case-note", false, false, true, true},
    {"control", false, false, true, true},
    {"answer", false, true, false, true},
    {"stranger", true, true, false, false},  // anybody can make us write one
    {"notice", false, true, false, false},   // to the operator himself
    {"welcome", false, false, false, true},
    {"linked", false, true, false, true},
    {"reminder", false, true, false, true, "request"},  // CORRESPONDENCE section 2
    {"digest", false, true, false, true},
    {"audit-head", false, true, false, true},
    {"key", false, true, false, true},
    {"joined", false, true, false, true},
    {"enter", false, true, false, true},
    {"overview", false, true, false, true},
    {"escalation", false, true, false, true},
    {"review", false, true, false, true},
    {"erasure", false, true, false, true},
    {"question", false, true, false, true},
    {"refusal", false, true, false, true},
    {"receipt", false, true, false, true},
}};

}  // namespace

std::span<const LetterRule> letter_rules() { return kRules; }

const LetterRule& letter_rule(std::string_view kind) {
  const auto* found = std::find_if(kRules.begin(), kRules.end(),
                                   [&](const LetterRule& rule) { return rule.kind == kind; });
  return found == kRules.end() ? kRules.back() : *found;
}

}  // namespace pouch::gateway
