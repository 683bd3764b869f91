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

}  // namespace pouch::gateway
