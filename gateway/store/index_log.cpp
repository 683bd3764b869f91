#include "gateway/store/index_log.hpp"

#include <limits>

#include "gateway/fault.hpp"

namespace pouch::gateway {
namespace {

constexpr int kOpen = 0, kFiled = 1, kWaits = 2;  // of a row of refiles

}  // namespace

std::vector<std::int64_t> IndexLog::committed_after(std::int64_t position, std::size_t most) {
  const auto last = last_position();
  std::vector<std::int64_t> rows;
  for (auto at = position; at < last && rows.size() < most; rows.push_back(at)) {
    try {
      auto statement = database_.prepare("SELECT min(id) FROM messages WHERE id > ?");
      statement.bind(1, at).step();
      at = statement.integer(0);
    } catch (const Fault& fault) {
      if (fault.transient()) {
        throw;
      }
      ++at;  // a page that cannot be read: perhaps the row behind it can
    }
  }
  return rows;
}

void IndexLog::file_again(std::int64_t message) {
  database_.prepare("INSERT INTO refiles (message) VALUES (?)").bind(1, message).run();
}

std::vector<Refile> IndexLog::refiles(std::size_t most) { return in_state(kOpen, most); }

std::vector<Refile> IndexLog::waiting(std::size_t most) { return in_state(kWaits, most); }

std::vector<Refile> IndexLog::in_state(int state, std::size_t most) {
  // The number stands in the text, for the index of those that are open is known by it.
  auto statement =
      database_.prepare("SELECT id, message FROM refiles WHERE filed = " + std::to_string(state) +
                        " ORDER BY id LIMIT ?");
  statement.bind(1, static_cast<std::int64_t>(most));
  std::vector<Refile> found;
  while (statement.step()) {
    found.push_back({statement.integer(0), statement.integer(1)});
  }
  return found;
}

// No promise to anybody: one that is lost is filed again.
void IndexLog::filed(const std::vector<Refile>& refiles) { set_state(kFiled, refiles); }

void IndexLog::let_wait(const std::vector<Refile>& refiles) { set_state(kWaits, refiles); }

void IndexLog::set_state(int state, const std::vector<Refile>& refiles) {
  auto statement = database_.prepare("UPDATE refiles SET filed = ? WHERE id = ?");
  for (const auto& one : refiles) {
    statement.bind(1, static_cast<std::int64_t>(state)).bind(2, one.id).run();
  }
}

void IndexLog::wake_waiting() { set_state(kOpen, waiting(std::numeric_limits<int>::max())); }

std::int64_t IndexLog::last_refile() {
  auto statement = database_.prepare("SELECT ifnull(max(id), 0) FROM refiles");
  statement.step();
  return statement.integer(0);
}

void IndexLog::refile_after(std::int64_t refile) {
  database_.prepare("UPDATE refiles SET filed = 0 WHERE id > ?").bind(1, refile).run();
}

std::int64_t IndexLog::last_position() {
  auto statement = database_.prepare("SELECT ifnull(max(id), 0) FROM messages");
  statement.step();
  return statement.integer(0);
}

}  // namespace pouch::gateway
