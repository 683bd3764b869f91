// Messages in groups into an index that is being written: read from the store in the order of the
// commit log, opened, added, made durable together with the position. Private to this folder.
#pragma once

#include <cstdint>
#include <limits>
#include <optional>
#include <vector>

#include "gateway/site/runtime.hpp"
#include "gateway/store/store.hpp"
#include "search/index/index.hpp"

namespace pouch::gateway {

// How much one commit of the index takes: whichever comes first.
struct GroupSize {
  std::size_t messages = 0;
  std::size_t octets = 0;  // of text
};
inline constexpr GroupSize kLargeGroup{1000, 4U << 20};  // nobody searches it yet
GroupSize small_group(const Runtime& runtime);           // of a worker: searches meet it soon

struct Filed {
  std::size_t messages = 0;
  std::size_t unreadable = 0;  // of them erased or damaged: they cannot be found
};

// What was read of messages and is to be put together.
struct Gathered {
  std::vector<search::Document> documents;
  std::size_t octets = 0;  // of text
};

// kUnreadable: erased or damaged. It cannot be found any more, the others can. kElsewhere: its year
// lies on another machine; nothing of it was opened. kDone: it is gathered.
enum class Put { kDone, kUnreadable, kElsewhere };
Put gather(const Runtime& runtime, Store& store, std::int64_t id, search::Writer& writer,
           Gathered& gathered);
void commit(search::Writer& writer, std::uint64_t position);
// One that held much: glibc keeps what was freed in pieces unless it is asked.
void let_go(std::optional<search::Writer>& writer);

// A writer that leaves the years to others that pouch.toml gives to them.
void open_writer(const Runtime& runtime, const std::filesystem::path& folder,
                 const search::Key& key, std::optional<search::Writer>& writer);

// Messages after the writer's position up to `last`, one by one: behind a row that cannot be read
// others can. A writer that held much is closed.
Filed add_group(const Runtime& runtime, Store& store, std::optional<search::Writer>& writer,
                const GroupSize& size,
                std::int64_t last = std::numeric_limits<std::int64_t>::max());

}  // namespace pouch::gateway
