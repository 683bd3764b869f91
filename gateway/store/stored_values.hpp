// Values as rows have them. Fault (permanent) where one is none: the file is damaged. Private to
// the store.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "gateway/cases/case.hpp"
#include "gateway/store/sqlite.hpp"

namespace pouch::gateway::detail {

CaseNumber stored_number(std::string_view text);
// "SEL-2026-004217-42/3"; no message 0, and no number for a letter of no case.
std::string numbered(const std::string& number, std::int64_t message);

std::int64_t seconds(Time time);
Time time_at(const Statement& row, int column);
std::optional<Time> time_or_none(const Statement& row, int column);
// "?,?,?": for so many values between the brackets of an IN.
std::string marks(std::size_t count);
void bind_time(Statement& statement, int index, const std::optional<Time>& time);

}  // namespace pouch::gateway::detail
