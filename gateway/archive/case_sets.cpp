#include "gateway/archive/case_sets.hpp"

#include <algorithm>
#include <map>
#include <set>

namespace pouch::gateway {
namespace {

constexpr std::int64_t kFew = 1000;  // cases; of more, the lesser half is named

std::int64_t seconds(std::chrono::sys_days day) {
  return std::chrono::sys_seconds(day).time_since_epoch().count();
}

// As as_flag() was given it.
std::string state_name(std::string_view value) {
  std::string name(value);
  std::replace(name.begin(), name.end(), '-', ' ');
  return name;
}

std::vector<std::string> numbers(Statement& statement) {
  std::vector<std::string> found;
  while (statement.step()) {
    found.push_back(statement.text(0));
  }
  return found;
}

// Of legs; ?1 and ?2 are bound.
std::string which(const search::CaseCondition& condition) {
  if (condition.state.empty()) {
    return "deadline >= ?1 AND deadline < ?2";
  }
  if (condition.state == "open" || condition.state == "closed") {
    return "open = 1 AND ?1 = ?1 AND ?2 = ?2";
  }
  return condition.state == "overdue" ? "open = 1 AND paused IS NULL AND deadline < ?1 AND ?2 = ?2"
                                      : "state = ?1 AND ?2 = ?2";
}

void bind(Statement& statement, const search::CaseCondition& condition, Time now) {
  if (condition.state.empty()) {
    statement.bind(1, seconds(condition.first))
        .bind(2, seconds(condition.last + std::chrono::days(1)));
  } else if (condition.state == "overdue") {
    statement.bind(1, now.time_since_epoch().count()).bind(2, std::int64_t{0});
  } else {
    statement.bind(1, state_name(condition.state)).bind(2, std::int64_t{0});
  }
}

std::int64_t count(Statement& statement) {
  statement.step();
  return statement.integer(0);
}

}  // namespace

std::string as_flag(std::string_view name) {
  std::string flag(name);
  std::replace(flag.begin(), flag.end(), ' ', '-');
  return flag;
}

search::CaseSet cases_where(Database& database, const search::CaseCondition& condition, Time now) {
  const auto legs = " FROM legs WHERE " + which(condition);
  auto some = database.prepare("SELECT count(DISTINCT number)" + legs);
  bind(some, condition, now);
  const auto named = count(some);
  bool others = false;
  if (named > kFew) {
    auto every = database.prepare("SELECT count(DISTINCT number) FROM legs");
    others = named > count(every) / 2;
  }
  auto statement = database.prepare(
      others ? "SELECT DISTINCT number FROM legs WHERE number NOT IN (SELECT number" + legs + ")"
             : "SELECT DISTINCT number" + legs);
  bind(statement, condition, now);
  search::CaseSet set;
  set.cases = numbers(statement);
  set.all_but = others != (condition.state == "closed");
  return set;
}

search::Facet states_of(Database& database, const search::Facet& cases, Time now) {
  std::map<std::string, std::size_t> counts;
  auto row = database.prepare("SELECT state, open, deadline, paused FROM legs WHERE number = ?");
  for (const auto& one : cases.values) {
    std::set<std::string> states;
    row.bind(1, one.value);
    while (row.step()) {
      states.insert(as_flag(row.text(0)));
      const bool open = row.integer(1) != 0;
      if (open) {
        states.insert("open");
      }
      if (open && row.is_null(3) && !row.is_null(2) &&
          row.integer(2) < now.time_since_epoch().count()) {
        states.insert("overdue");
      }
    }
    row.reset();
    if (!states.empty() && states.count("open") == 0) {
      states.insert("closed");
    }
    for (const auto& state : states) {
      counts[state] += one.count;
    }
  }
  search::Facet facet;
  facet.field = "is";
  for (const auto& [state, count] : counts) {
    facet.values.push_back({state, count});
  }
  std::stable_sort(facet.values.begin(), facet.values.end(),
                   [](const auto& left, const auto& right) { return left.count > right.count; });
  return facet;
}

}  // namespace pouch::gateway
