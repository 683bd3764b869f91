#include "gateway/store/group_members.hpp"

#include <set>
#include <utility>

#include "gateway/store/stored_values.hpp"

namespace pouch::gateway {
namespace {

using Pair = std::pair<std::string, std::string>;  // group, who

// The row of nobody in no group: that this was looked at before.
const Pair kLookedAt{};

}  // namespace

GroupMembers::GroupMembers(Database& database, Audit& audit, const Secret& data_key,
                           std::string epoch_mark)
    : database_(database),
      audit_(audit),
      rows_(database, "group_welcomes"),
      key_(data_key.derive("group-welcomes")),
      epoch_mark_(std::move(epoch_mark)) {}

bool GroupMembers::note(const std::map<std::string, std::vector<std::string>>& groups, Time now) {
  std::set<Pair> known, today{kLookedAt};
  {
    auto statement = database_.prepare("SELECT group_id, who FROM group_members");
    while (statement.step()) {
      known.emplace(statement.text(0), statement.text(1));
    }
  }
  for (const auto& [group, members] : groups) {
    for (const auto& who : members) {
      today.emplace(group, who);
    }
  }
  if (known == today) {
    return false;  // the write lock is not for looking
  }
  Transaction transaction(database_, "joined");
  const bool greets = known.count(kLookedAt) > 0;
  auto add = database_.prepare(
      "INSERT OR IGNORE INTO group_members (group_id, who, since) VALUES (?1, ?2, ?3)");
  auto greet = database_.prepare(
      "INSERT OR IGNORE INTO group_welcomes (group_id, who, since, state, created, not_before)"
      " VALUES (?1, ?2, ?3, 'waiting', ?3, ?3)");
  bool any = false;
  for (const auto& one : today) {
    if (known.count(one) > 0) {
      continue;
    }
    add.bind(1, one.first).bind(2, one.second).bind(3, detail::seconds(now)).run();
    if (database_.changes() > 0 && greets) {
      greet.bind(1, one.first).bind(2, one.second).bind(3, detail::seconds(now)).run();
      audit_.append(
          {.actor = "gateway", .act = "joined", .detail = one.second + ", group " + one.first},
          now);
      any = true;
    }
  }
  auto gone = database_.prepare("DELETE FROM group_members WHERE group_id = ? AND who = ?");
  for (const auto& one : known) {
    if (today.count(one) == 0) {
      gone.bind(1, one.first).bind(2, one.second).run();
      audit_.append(
          {.actor = "gateway", .act = "left", .detail = one.second + ", group " + one.first}, now);
    }
  }
  transaction.commit();
  return any;
}

void GroupMembers::take_as_told(const std::map<std::string, std::vector<std::string>>& groups,
                                Time now) {
  note(groups, now);
  database_.execute(
      "UPDATE group_welcomes SET state = 'untold', claimer = NULL WHERE state = 'waiting'");
}

std::optional<Joined> GroupMembers::claim(Time now) {
  const auto id = rows_.claim(now);
  if (!id) {
    return std::nullopt;
  }
  auto row = database_.prepare("SELECT group_id, who, since FROM group_welcomes WHERE id = ?");
  row.bind(1, *id).step();
  return Joined{*id, row.text(0), row.text(1), detail::time_at(row, 2)};
}

void GroupMembers::put_back(const Joined& row, Time not_before, std::string_view why, Time now) {
  Transaction transaction(database_, "notice.postpone");
  rows_.put_back(row.id, not_before);
  audit_.append({.actor = "gateway",
                 .act = "postponed",
                 .detail = "welcome of " + row.who + " to " + row.group + ": " + std::string(why)},
                now);
  transaction.commit();
}

void GroupMembers::end(const Joined& row, std::string_view state, std::string_view why, Time now) {
  Transaction transaction(database_, "notice.end");
  if (rows_.end(row.id, state)) {
    audit_.append(
        {.actor = "gateway",
         .act = std::string(state),
         .detail = "welcome of " + row.who + " to " + row.group + ": " + std::string(why)},
        now);
  }
  transaction.commit();
}

std::optional<Time> GroupMembers::next() { return rows_.next(); }

std::string GroupMembers::seed(const Joined& row) const {
  return keyed_digits(key_, "joined " + std::to_string(row.id)) + epoch_mark_;
}

bool GroupMembers::finish(std::int64_t joined) {
  return joined == 0 || rows_.end(joined, "written");
}

}  // namespace pouch::gateway
