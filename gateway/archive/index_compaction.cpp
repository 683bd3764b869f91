#include "gateway/archive/index_compaction.hpp"

#include <algorithm>
#include <map>
#include <sstream>
#include <string>

#include "gateway/archive/index_folder.hpp"
#include "gateway/fault.hpp"
#include "gateway/store/durable_file.hpp"
#include "search/index/index.hpp"

namespace pouch::gateway {
namespace {

constexpr std::chrono::hours kBegin{23}, kLength{4}, kDay{24};
constexpr std::uint64_t kFewest = 1000, kPart = 4;
constexpr const char* kNote = "index.compacted";

std::chrono::seconds since_begin(Time now) {
  const auto of_day = now - std::chrono::floor<std::chrono::days>(now);
  return (of_day + kDay - kBegin) % kDay;
}

// How each year was left: "2025 1200 3", its documents and its revision.
using Notes = std::map<int, search::ShardState>;

Notes noted(const std::filesystem::path& state) {
  std::istringstream lines(read_whole(state / kNote).value_or(""));
  Notes notes;
  for (search::ShardState one; lines >> one.year >> one.documents >> one.revision;) {
    notes[one.year] = one;
  }
  return notes;
}

void note(const std::filesystem::path& state, int year) {
  auto notes = noted(state);
  const auto before = std::move(notes);
  std::string text;
  for (const auto& shard : search::shards_in(index_folder(state))) {
    const auto known = before.find(shard.year);
    if (shard.year == year || known != before.end()) {
      const auto& one = shard.year == year ? shard : known->second;
      text += std::to_string(one.year) + " " + std::to_string(one.documents) + " " +
              std::to_string(one.revision) + "\n";
    }
  }
  // A full disk leaves the old word: it is done once more then.
  (void)replace_file(state / kNote, text);
}

bool is_due(const search::ShardState& now, const Notes& notes, bool over) {
  const auto known = notes.find(now.year);
  const bool is_new = known == notes.end();
  if (over) {
    return is_new || known->second.documents != now.documents ||
           known->second.revision != now.revision;
  }
  // Fewer than there were: it is another index.
  const auto before =
      is_new || known->second.documents > now.documents ? 0 : known->second.documents;
  return now.documents - before >= std::max(kFewest, now.documents / kPart);
}

}  // namespace

bool is_quiet(Time now) { return since_begin(now) < kLength; }

Time next_quiet(Time now) { return is_quiet(now) ? now : now + (kDay - since_begin(now)); }

std::optional<int> due_for_compaction(const std::filesystem::path& state, Time now) {
  const auto this_year = search::shard_year(std::chrono::floor<std::chrono::days>(now));
  const auto notes = noted(state);
  for (const auto& shard : search::shards_in(index_folder(state))) {
    if (is_due(shard, notes, shard.year < this_year)) {
      return shard.year;
    }
  }
  return std::nullopt;
}

bool compact_in_place(const std::filesystem::path& state, int year) {
  try {
    const auto lock = IndexLock::for_building(state);
    const auto fresh = search::shard_folder(building_folder(state), year);
    make_private_folder(building_folder(state));
    search::compact_shard(index_folder(state), year, fresh);
    place_shard(state, fresh, year);
    note(state, year);
    return true;
  } catch (const Fault& fault) {
    if (!fault.transient()) {
      throw;
    }
    return false;
  }
}

}  // namespace pouch::gateway
