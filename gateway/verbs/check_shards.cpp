// Tries each year of the index that lies on another machine: whether it answers, with this site's
// key, and has all that has come and changed.
#include "gateway/archive/archive.hpp"
#include "gateway/archive/index_folder.hpp"
#include "gateway/archive/years_elsewhere.hpp"
#include "gateway/store/sqlite.hpp"
#include "gateway/verbs/check_parts.hpp"
#include "search/index/remote.hpp"

namespace pouch::gateway::checks {
namespace {

std::string name_of(int year) { return "search.shard " + std::to_string(year); }

std::string how_anew(int year) {
  return "make it anew: pouch reindex --year " + std::to_string(year) + " --into DIR";
}

std::int64_t midnight(int year) {
  const std::chrono::sys_days day{std::chrono::year(year) / 1 / 1};
  return Time(day).time_since_epoch().count();
}

// Messages of the year that came or changed after it was made.
std::int64_t lacking(Database& store, const search::ShardLook& look) {
  auto count = store.prepare(
      "SELECT count(*) FROM messages WHERE received >= ?1 AND received < ?2 AND (id > ?3 OR id IN "
      "(SELECT message FROM refiles WHERE id > ?4))");
  count.bind(1, midnight(look.year))
      .bind(2, midnight(look.year + 1))
      .bind(3, static_cast<std::int64_t>(look.messages))
      .bind(4, static_cast<std::int64_t>(look.changes))
      .step();
  return count.integer(0);
}

}  // namespace

void check_shards(const Runtime& runtime, const Secret& data_key, bool offline, Flaws& flaws) {
  for (const auto& shard : runtime.site.search.shards) {
    if (shard.year >= year_now(runtime)) {
      flaws.push_back({true, name_of(shard.year), "is not over, so it is kept here all the same",
                       "take the entry out of pouch.toml until it is"});
    }
    if (search::has_shard(index_folder(runtime.site.state), shard.year)) {
      flaws.push_back(
          {false, name_of(shard.year), "lies here as well, and is not asked here",
           "once the server has it: rm -r " +
               search::shard_folder(index_folder(runtime.site.state), shard.year).string(),
           true});
    }
  }
  if (offline) {
    return;
  }
  auto store = Database::open_store(runtime.site.state);
  for (const auto& look : search::look_at_shards(shards_elsewhere(runtime), index_key(data_key))) {
    if (!look.flaw.empty()) {
      flaws.push_back({true, name_of(look.year), look.flaw,
                       "is xapian-tcpsrv up, and the way to it? Else " + how_anew(look.year)});
      continue;
    }
    if (const auto count = lacking(store, look); count > 0) {
      flaws.push_back({false, name_of(look.year),
                       "lacks " + std::to_string(count) + " messages that came or changed since",
                       how_anew(look.year)});
    }
  }
}

}  // namespace pouch::gateway::checks
