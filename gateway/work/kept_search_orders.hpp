// Orders by mail about searches that somebody keeps, carried out: what is done twice after a crash
// is done once (kept_searches.hpp).
#pragma once

#include <vector>

#include "gateway/archive/kept_news.hpp"
#include "gateway/cases/audit_entry.hpp"
#include "gateway/decide/admission.hpp"
#include "gateway/site/runtime.hpp"

namespace pouch::gateway {

// `look`: names this mail's look, the same on a retry. What was seen is added to `audit`; a list
// puts into answer.question what a Reply `fetch` needs.
KeptResult carry_out(const Runtime& runtime, Store& store, const Sender& sender,
                     const std::string& look, Answer& answer, std::vector<AuditEntry>& audit);

}  // namespace pouch::gateway
