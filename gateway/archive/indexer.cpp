#include "gateway/archive/indexer.hpp"

#include <malloc.h>

#include <filesystem>

#include "gateway/archive/archive.hpp"
#include "gateway/archive/document.hpp"
#include "gateway/fault.hpp"
#include "gateway/site/current_task.hpp"
#include "gateway/site/log.hpp"
#include "gateway/site/wake.hpp"
#include "gateway/store/bodies.hpp"
#include "gateway/store/cases.hpp"
#include "gateway/store/index_log.hpp"
#include "gateway/store/messages.hpp"
#include "gateway/store/steps.hpp"
#include "templates/fault.hpp"

namespace pouch::gateway {
namespace {

constexpr std::chrono::seconds kPlacing{60};
constexpr std::chrono::milliseconds kLook{100};
// Of text in one group: Xapian holds all of its terms until the commit, many octets for each of the
// text, and gives them back when it is closed.
constexpr std::size_t kGroupOctets = 1U << 20;

// False: erased or damaged. It cannot be found any more, the others can.
// `octets`: of its text, added.
bool put(const Runtime& runtime, Store& store, std::int64_t id, search::Writer& writer,
         std::size_t& octets) {
  std::string number = "message row " + std::to_string(id);
  const auto leave = [&](const std::string& what) {
    writer.remove(static_cast<std::uint64_t>(id));
    log(Level::kWarning, "not-indexed", {{"case", number}, {"what", what}});
    return false;
  };
  try {
    const auto message = store.messages().find(id);
    if (!message) {
      return true;  // a row that was not to be read a moment ago
    }
    number = message->number.number.text();
    const auto subject = store.cases().find(message->number.number);
    auto body = store.bodies().open(message->number);
    const auto document =
        document_of(*message, body, subject ? &*subject : nullptr, runtime.templates);
    for (const auto& feed : document.feeds) {
      octets += feed.text.size();
    }
    writer.put(document);
    return true;
  } catch (const Fault& fault) {
    if (fault.transient()) {
      throw;
    }
    return leave(fault.what());
  } catch (const templates::Fault& fault) {
    return leave(fault.what());  // a stored form that is none
  }
}

void commit(search::Writer& writer, std::uint64_t position) {
  reached("index.before");
  writer.commit(position);
  reached("index.after");
}

// One that held much: glibc keeps what was freed in pieces unless it is asked.
void let_go(std::optional<search::Writer>& writer) {
  writer.reset();
  malloc_trim(0);
}

// Messages after the writer's position, one by one: behind a row that cannot be read others can.
// How many of them could not be opened. A writer that held much is closed.
Rebuilt add_group(const Runtime& runtime, Store& store, std::optional<search::Writer>& writer) {
  const auto from = static_cast<std::int64_t>(writer->position());
  Rebuilt added;
  std::size_t octets = 0;
  std::int64_t last = from;
  for (const auto id : store.index_log().committed_after(from, runtime.site.search.group)) {
    added.unreadable += put(runtime, store, id, *writer, octets) ? 0U : 1U;
    ++added.messages;
    last = id;
    if (octets > kGroupOctets) {
      break;
    }
  }
  if (added.messages > 0) {
    commit(*writer, static_cast<std::uint64_t>(last));
  }
  if (octets > kGroupOctets) {
    let_go(writer);
  }
  return added;
}

// Messages whose readers or words have changed; those behind the position come in their turn.
std::size_t file_again(const Runtime& runtime, Store& store,
                       std::optional<search::Writer>& writer) {
  std::vector<Refile> done;
  std::size_t octets = 0;
  for (const auto& one : store.index_log().refiles(runtime.site.search.group)) {
    if (static_cast<std::uint64_t>(one.message) <= writer->position()) {
      put(runtime, store, one.message, *writer, octets);
    }
    done.push_back(one);
    if (octets > kGroupOctets) {
      break;
    }
  }
  if (!done.empty()) {
    commit(*writer, writer->position());
    store.index_log().filed(done);
  }
  if (octets > kGroupOctets) {
    let_go(writer);
  }
  return done.size();
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
    : runtime_(runtime), store_(store), key_(index_key(data_key)), lock_(runtime.site.state) {}

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

std::size_t Indexer::file() {
  const auto open = [&] {
    if (!writer_) {
      writer_.emplace(index_folder(runtime_.site.state), key_);
    }
  };
  open();
  const auto again = file_again(runtime_, store_, writer_);
  open();
  return again + add_group(runtime_, store_, writer_).messages;
}

Rebuilt rebuild_index(const Runtime& runtime, Store& store, const Secret& data_key,
                      const std::function<void(std::size_t)>& told) {
  const auto& state = runtime.site.state;
  const auto lock = IndexLock::for_building(state);
  settle(state);                                        // an earlier one
  std::filesystem::remove_all(building_folder(state));  // of one that was broken off
  const auto refile = store.index_log().last_refile();
  Rebuilt rebuilt;
  {
    std::optional<search::Writer> writer;
    for (;;) {
      if (!writer) {
        writer.emplace(building_folder(state), index_key(data_key));
      }
      const auto added = add_group(runtime, store, writer);
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
