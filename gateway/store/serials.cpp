#include "gateway/store/serials.hpp"

namespace pouch::gateway {
namespace {

int year_of(Time time) {
  return static_cast<int>(
      std::chrono::year_month_day(std::chrono::floor<std::chrono::days>(time)).year());
}

}  // namespace

CaseNumber next_number(Database& database, const std::string& prefix, int epoch, Time now) {
  const int year = year_of(now);
  auto statement = database.prepare(
      "INSERT INTO serials (year, last) VALUES (?, 1)"
      " ON CONFLICT (year) DO UPDATE SET last = last + 1 RETURNING last");
  statement.bind(1, std::int64_t{year});
  statement.step();
  const auto serial = static_cast<long>(statement.integer(0));
  statement.run();
  return CaseNumber(prefix, year, serial, epoch);
}

void skip_serials(Database& database, Time from, Time now, std::int64_t gap) {
  auto begin = database.prepare("INSERT OR IGNORE INTO serials (year, last) VALUES (?, 0)");
  for (int year = year_of(from); year <= year_of(now); ++year) {
    begin.bind(1, std::int64_t{year}).run();
  }
  database.prepare("UPDATE serials SET last = last + ?").bind(1, gap).run();
}

}  // namespace pouch::gateway
