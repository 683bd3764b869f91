#include "gateway/store/waiting_rows.hpp"

#include "gateway/store/claimer.hpp"
#include "gateway/store/stored_values.hpp"

namespace pouch::gateway::detail {

Statement WaitingRows::prepare(std::string_view before, std::string_view after) {
  return database_.prepare(std::string(before) + " " + table_ + " " + std::string(after));
}

std::optional<std::int64_t> WaitingRows::claim(Time now) {
  const auto due = next();
  if (!due || *due > now) {
    return std::nullopt;  // the write lock is not for looking
  }
  Transaction transaction(database_, "notice.claim", Survives::kKill);
  std::optional<std::int64_t> claimed;
  {
    auto candidates = prepare("SELECT id, claimer FROM",
                              "WHERE state = 'waiting' AND not_before <= ? ORDER BY id");
    candidates.bind(1, seconds(now));
    while (!claimed && candidates.step()) {
      if (candidates.is_null(1) || !is_living(candidates.text(1))) {
        claimed = candidates.integer(0);
      }
    }
  }
  if (claimed) {
    prepare("UPDATE", "SET claimer = ? WHERE id = ?")
        .bind(1, this_process())
        .bind(2, *claimed)
        .run();
    transaction.commit();
  }
  return claimed;
}

void WaitingRows::put_back(std::int64_t row, Time not_before) {
  prepare("UPDATE", "SET claimer = NULL, not_before = ? WHERE state = 'waiting' AND id = ?")
      .bind(1, seconds(not_before))
      .bind(2, row)
      .run();
}

bool WaitingRows::end(std::int64_t row, std::string_view state) {
  prepare("UPDATE", "SET state = ?, claimer = NULL WHERE state = 'waiting' AND id = ?")
      .bind(1, state)
      .bind(2, row)
      .run();
  return database_.changes() > 0;
}

std::optional<Time> WaitingRows::next() {
  auto statement =
      prepare("SELECT not_before, claimer FROM", "WHERE state = 'waiting' ORDER BY not_before");
  while (statement.step()) {
    if (statement.is_null(1) || !is_living(statement.text(1))) {
      return time_at(statement, 0);
    }
  }
  return std::nullopt;
}

}  // namespace pouch::gateway::detail
