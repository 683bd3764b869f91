// Rows of letters on their way, as values. Private to the store.
#pragma once

#include <string_view>
#include <vector>

#include "gateway/store/queued_letter.hpp"
#include "gateway/store/sqlite.hpp"

namespace pouch::gateway::detail {

// To be followed by a condition on `d` (deliveries) and `l` (letters).
inline constexpr std::string_view kLetterColumns =
    "SELECT l.id, l.kind, l.message_id, l.number, d.recipient, d.state, d.answer, d.attempts,"
    " d.created, d.next_at, l.message, d.id, d.status, d.at, d.confirmed, d.delayed"
    " FROM deliveries d JOIN letters l ON l.id = d.letter ";

QueuedLetter queued_letter(const Statement& row);
std::vector<QueuedLetter> queued_letters(Statement& statement);  // all that are left
std::optional<QueuedLetter> delivery(Database& database, std::int64_t id);

}  // namespace pouch::gateway::detail
