#include "gateway/store/letter_rows.hpp"

#include "gateway/store/stored_values.hpp"

namespace pouch::gateway::detail {

QueuedLetter queued_letter(const Statement& row) {
  QueuedLetter letter;
  letter.id = row.text(0);
  letter.kind = row.text(1);
  letter.message_id = row.text(2);
  letter.number = numbered(row.text(3), row.integer(10));
  letter.recipient = row.text(4);
  letter.state = row.text(5);
  letter.answer = row.text(6);
  letter.attempts = static_cast<int>(row.integer(7));
  letter.created = time_at(row, 8);
  letter.next = time_at(row, 9);
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

std::optional<QueuedLetter> delivery(Database& database, std::int64_t id) {
  auto statement = database.prepare(std::string(kLetterColumns) + "WHERE d.id = ?");
  return statement.bind(1, id).step() ? std::optional(queued_letter(statement)) : std::nullopt;
}

}  // namespace pouch::gateway::detail
