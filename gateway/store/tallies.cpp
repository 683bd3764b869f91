#include "gateway/store/tallies.hpp"

namespace pouch::gateway {

std::map<std::string, std::uint64_t> read_tallies(Database& database) {
  std::map<std::string, std::uint64_t> tallies;
  auto rows = database.prepare("SELECT name, count FROM tallies");
  while (rows.step()) {
    tallies[rows.text(0)] = static_cast<std::uint64_t>(rows.integer(1));
  }
  // AUTOINCREMENT: no id is given twice, and none is left out.
  auto taken = database.prepare("SELECT seq FROM sqlite_sequence WHERE name = 'spool'");
  tallies["mail-taken"] = taken.step() ? static_cast<std::uint64_t>(taken.integer(0)) : 0;
  return tallies;
}

void count_up(Database& database, std::string_view name, std::size_t by) {
  database
      .prepare(
          "INSERT INTO tallies (name, count) VALUES (?1, ?2)"
          " ON CONFLICT (name) DO UPDATE SET count = count + ?2")
      .bind(1, name)
      .bind(2, static_cast<std::int64_t>(by))
      .run();
}

}  // namespace pouch::gateway
