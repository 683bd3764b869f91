#include "gateway/store/stored_values.hpp"

#include <utility>

#include "gateway/fault.hpp"

namespace pouch::gateway::detail {

CaseNumber stored_number(std::string_view text) {
  auto number = CaseNumber::parse(text);
  if (!number) {
    throw Fault(false, "store: a case number in the store is none",
                "state/pouch.db is damaged; restore the backup");
  }
  return std::move(*number);
}

std::string numbered(const std::string& number, std::int64_t message) {
  return message == 0 ? number : number + "/" + std::to_string(message);
}

std::int64_t seconds(Time time) { return time.time_since_epoch().count(); }

Time time_at(const Statement& row, int column) {
  return Time(std::chrono::seconds(row.integer(column)));
}

std::optional<Time> time_or_none(const Statement& row, int column) {
  return row.is_null(column) ? std::nullopt : std::optional(time_at(row, column));
}

std::string marks(std::size_t count) {
  std::string text;
  for (std::size_t i = 0; i < count; ++i) {
    text += i == 0 ? "?" : ",?";
  }
  return text;
}

void bind_time(Statement& statement, int index, const std::optional<Time>& time) {
  time ? statement.bind(index, seconds(*time)) : statement.bind_null(index);
}

}  // namespace pouch::gateway::detail
