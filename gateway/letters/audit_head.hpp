// The signed head of the audit log, to an auditor: what it is for, how to check it, the head itself
// as a file. A Reply to it goes nowhere.
#pragma once

#include <string>

#include "gateway/letters/letter.hpp"
#include "gateway/letters/non_delivery.hpp"

namespace pouch::gateway {

// `day` as the site has it ("2026-11-30"); `head` is clear-signed.
mail::Draft write_audit_head(const NoticeSource& source, const Party& to, const std::string& day,
                             const std::string& head, const LetterThread& thread);

}  // namespace pouch::gateway
