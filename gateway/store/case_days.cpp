#include "gateway/store/case_days.hpp"

#include <optional>

#include "gateway/cases/form_times.hpp"
#include "gateway/cases/note_days.hpp"
#include "gateway/store/sqlite.hpp"
#include "gateway/store/stored_values.hpp"
#include "templates/types/form.hpp"

namespace pouch::gateway {

std::vector<CaseDay> CaseDays::between(const std::vector<std::string>& readers,
                                       std::chrono::sys_days from, std::chrono::sys_days until) {
  const auto marks = detail::marks(readers.size());
  auto row = database_.prepare(
      "SELECT number, code, day FROM case_days WHERE day BETWEEN ? AND ? AND EXISTS"
      " (SELECT 1 FROM message_readers WHERE message = case_days.message AND reader IN (" +
      marks + ")) ORDER BY day, number, code");
  row.bind(1, detail::seconds(from)).bind(2, detail::seconds(until));
  int index = 2;
  for (const auto& reader : readers) {
    row.bind(++index, reader);
  }
  std::vector<CaseDay> days;
  while (row.step()) {
    days.push_back({.number = detail::stored_number(row.text(0)),
                    .code = row.text(1),
                    .day = std::chrono::floor<std::chrono::days>(detail::time_at(row, 2))});
  }
  return days;
}

void CaseDays::write(std::int64_t row, const CaseNumber& number, std::string_view form,
                     std::string_view form_json) {
  if (form != "case-note" || form_json.empty()) {
    return;
  }
  const auto note = templates::from_json(form_json);
  for (const auto& which : kNoteDays) {
    if (const auto day = form_day(note.text(which.field))) {
      database_
          .prepare(
              "INSERT OR REPLACE INTO case_days (number, code, day, message)"
              " VALUES (?, ?, ?, ?)")
          .bind(1, number.text())
          .bind(2, which.code)
          .bind(3, detail::seconds(*day))
          .bind(4, row)
          .run();
    }
  }
}

}  // namespace pouch::gateway
