#include "gateway/store/letter_rows.hpp"

namespace pouch::gateway::detail {
namespace {

std::optional<Time> time_or_none(const Statement& row, int column) {
  return row.is_null(column) ? std::nullopt
                             : std::optional(Time(std::chrono::seconds(row.integer(column))));
}

}  // namespace

std::int64_t seconds(Time time) { return time.time_since_epoch().count(); }

QueuedLetter queued_letter(const Statement& row) {
  QueuedLetter letter{row.text(0), row.text(1), row.text(2), row.text(3),
                      row.text(4), row.text(5), row.text(6)};
  letter.attempts = static_cast<int>(row.integer(7));
  letter.created = Time(std::chrono::seconds(row.integer(8)));
  letter.next = Time(std::chrono::seconds(row.integer(9)));
  if (row.integer(10) != 0) {
    letter.number += "/" + std::to_string(row.integer(10));
  }
  letter.delivery = row.integer(11);
  letter.status = row.text(12);
  letter.at = time_or_none(row, 13);
  letter.confirmed = time_or_none(row, 14);
  letter.delayed = time_or_none(row, 15);
  return letter;
}

std::vector<QueuedLetter> queued_letters(Statement& statement) {
  std::vector<QueuedLetter> letters;
  while (statement.step()) {
    letters.push_back(queued_letter(statement));
  }
  return letters;
}

}  // namespace pouch::gateway::detail
