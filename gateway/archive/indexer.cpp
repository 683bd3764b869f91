#include "gateway/archive/indexer.hpp"

#include <algorithm>
#include <filesystem>

#include "gateway/archive/archive.hpp"
#include "gateway/archive/index_compaction.hpp"
#include "gateway/archive/index_group.hpp"
#include "gateway/archive/index_parts.hpp"
#include "gateway/archive/readable.hpp"
#include "gateway/archive/years_elsewhere.hpp"
#include "gateway/fault.hpp"
#include "gateway/site/current_task.hpp"
#include "gateway/site/log.hpp"
#include "gateway/site/wake.hpp"
#include "gateway/store/index_log.hpp"
#include "gateway/store/messages.hpp"
#include "gateway/store/steps.hpp"

namespace pouch::gateway {
namespace {

constexpr std::chrono::seconds kPlacing{60};
constexpr std::chrono::milliseconds kLook{100};

// True: its year lies elsewhere.
bool gather_again(const Runtime& runtime, Store& store, std::int64_t id, search::Writer& writer,
                  Gathered& gathered) {
  if (static_cast<std::uint64_t>(id) <= writer.position()) {
    return gather(runtime, store, id, writer, gathered) == Put::kElsewhere;
  }
  bool elsewhere = false;
  static_cast<void>(is_readable([&] {
    const auto message = store.messages().find(id);
    elsewhere = message && years_elsewhere(runtime).count(year_of(*message)) != 0;
  }));
  return elsewhere;
}

// Messages whose readers or words have changed; those behind the position come in their turn.
std::size_t file_again(const Runtime& runtime, Store& store,
                       std::optional<search::Writer>& writer) {
  std::vector<Refile> done, waiting;
  Gathered gathered;
  for (const auto& one : store.index_log().refiles(runtime.site.search.group)) {
    // One behind the position comes in its turn, unless its year lies elsewhere.
    const bool elsewhere = gather_again(runtime, store, one.message, *writer, gathered);
    (elsewhere ? waiting : done).push_back(one);
    if (gathered.octets > small_group(runtime).octets) {
      break;
    }
  }
  if (!done.empty()) {
    writer->put(std::move(gathered.documents));
    commit(*writer, writer->position());
    store.index_log().filed(done);
  }
  store.index_log().let_wait(waiting);
  if (gathered.octets > small_group(runtime).octets) {
    let_go(writer);
  }
  return done.size() + waiting.size();
}

// A rebuilt index that waits gets its place by whoever has the right to write.
void settle(const std::filesystem::path& state) {
  const auto end = std::chrono::steady_clock::now() + kPlacing;
  while (rebuilt_waits(state)) {
    try {
      const IndexLock lock(state, kLook);
      place_rebuilt(state);
    } catch (const Fault&) {
      if (std::chrono::steady_clock::now() > end) {
        throw Fault(true, "the rebuilt index waits: another process writes the old one",
                    "pouch serve puts it in place when it next files a message");
      }
      wake(state, Wake::kIndex);
    }
  }
}

}  // namespace

Indexer::Indexer(const Runtime& runtime, Store& store, const Secret& data_key)
    : runtime_(runtime), store_(store), key_(index_key(data_key)), lock_(runtime.site.state) {
  store_.index_log().wake_waiting();  // which years lie elsewhere may have changed
}

std::size_t Indexer::work() {
  const CurrentTask doing("index");
  const auto& state = runtime_.site.state;
  if (rebuilt_waits(state)) {
    writer_.reset();
    place_rebuilt(state);
    log(Level::kInfo, "index-rebuilt");
  }
  if (is_missing(state)) {
    writer_.reset();  // what it wrote went into files that nobody sees any more
  }
  for (bool broken = false;; broken = true) {
    try {
      if (clear_broken(state, broken)) {
        writer_.reset();
        log(Level::kWarning, "index-begun-anew");
      }
      return file();
    } catch (const search::Fault& fault) {
      writer_.reset();
      if (broken || !fault.broken()) {
        throw Fault(true, fault.what(), fault.hint());
      }
    } catch (...) {
      writer_.reset();  // a commit that failed half-way is begun anew
      throw;
    }
  }
}

std::optional<Time> Indexer::compact(Time now) {
  constexpr std::chrono::minutes kAgain{10};
  constexpr std::chrono::hours kTomorrow{24};
  const auto& state = runtime_.site.state;
  const auto when = std::max(next_quiet(now), next_compaction_);
  if (when > now) {
    return when;  // the index is not opened for it by day
  }
  const auto year = is_missing(state) ? std::nullopt : due_for_compaction(state, now);
  if (!year) {
    return std::nullopt;
  }
  const CurrentTask doing("making the index smaller");
  writer_.reset();
  try {
    const bool done = compact_in_place(state, *year);
    if (done) {
      log(Level::kInfo, "index-compacted", {{"year", std::to_string(*year)}});
    }
    next_compaction_ = done ? now : now + kAgain;
    if (done && due_for_compaction(state, now)) {
      return now;  // another year; what waits to be filed comes first
    }
  } catch (const std::exception& fault) {  // a full disk: the index is searched as it is
    log(Level::kWarning, "index-not-compacted", {{"what", fault.what()}});
    next_compaction_ = now + kTomorrow;
  }
  return next_compaction_ > now ? std::optional(next_compaction_) : std::nullopt;
}

std::size_t Indexer::file() {
  const auto open = [&] {
    open_writer(runtime_, index_folder(runtime_.site.state), key_, writer_);
  };
  open();
  const auto again = file_again(runtime_, store_, writer_);
  open();
  return again + add_group(runtime_, store_, writer_, small_group(runtime_)).messages;
}

Rebuilt rebuild_index(const Runtime& runtime, Store& store, const Secret& data_key,
                      std::size_t jobs, const std::function<void(std::size_t)>& told) {
  const auto& state = runtime.site.state;
  const auto lock = IndexLock::for_building(state);
  settle(state);                                        // an earlier one
  std::filesystem::remove_all(building_folder(state));  // of one that was broken off
  const auto refile = store.index_log().last_refile();
  auto rebuilt = build_parts(runtime, store, data_key, jobs, told);
  {
    // All of it, or what came while the parts were built.
    std::optional<search::Writer> writer;
    for (;;) {
      open_writer(runtime, building_folder(state), index_key(data_key), writer);
      const auto added = add_group(runtime, store, writer, kLargeGroup);
      if (added.messages == 0) {
        break;
      }
      rebuilt.messages += added.messages;
      rebuilt.unreadable += added.unreadable;
      told(rebuilt.messages);
    }
  }
  name_rebuilt(state);
  settle(state);
  // What changed meanwhile may have been filed in the old index alone.
  store.index_log().refile_after(refile);
  wake(state, Wake::kIndex);
  return rebuilt;
}

}  // namespace pouch::gateway
