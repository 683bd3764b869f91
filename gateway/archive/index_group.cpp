#include "gateway/archive/index_group.hpp"

#include <malloc.h>

#include "gateway/archive/document.hpp"
#include "gateway/archive/years_elsewhere.hpp"
#include "gateway/fault.hpp"
#include "gateway/site/log.hpp"
#include "gateway/store/bodies.hpp"
#include "gateway/store/cases.hpp"
#include "gateway/store/index_log.hpp"
#include "gateway/store/messages.hpp"
#include "gateway/store/moment.hpp"
#include "gateway/store/steps.hpp"
#include "templates/fault.hpp"

namespace pouch::gateway {
namespace {

// Of text in one group: Xapian holds all of its terms until the commit, many octets for each of the
// text, and gives them back when it is closed.
constexpr std::size_t kGroupOctets = 1U << 20;

}  // namespace

GroupSize small_group(const Runtime& runtime) { return {runtime.site.search.group, kGroupOctets}; }

Put gather(const Runtime& runtime, Store& store, std::int64_t id, search::Writer& writer,
           Gathered& gathered) {
  std::string number = "message row " + std::to_string(id);
  const auto leave = [&](const std::string& what) {
    writer.remove(static_cast<std::uint64_t>(id));
    log(Level::kWarning, "not-indexed", {{"case", number}, {"what", what}});
    return Put::kUnreadable;
  };
  try {
    const auto message = store.messages().find(id);
    if (!message) {
      return Put::kDone;  // a row that was not to be read a moment ago
    }
    if (years_elsewhere(runtime).count(year_of(*message)) != 0) {
      return Put::kElsewhere;
    }
    number = message->number.number.text();
    const auto subject = store.cases().find(message->number.number);
    auto body = store.bodies().open(*message);
    auto document = document_of(*message, body, subject ? &*subject : nullptr, runtime.templates);
    for (const auto& feed : document.feeds) {
      gathered.octets += feed.text.size();
    }
    gathered.documents.push_back(std::move(document));
    return Put::kDone;
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

void let_go(std::optional<search::Writer>& writer) {
  writer.reset();
  malloc_trim(0);
}

void open_writer(const Runtime& runtime, const std::filesystem::path& folder,
                 const search::Key& key, std::optional<search::Writer>& writer) {
  if (!writer) {
    writer.emplace(folder, key, years_elsewhere(runtime));
  }
}

Filed add_group(const Runtime& runtime, Store& store, std::optional<search::Writer>& writer,
                const GroupSize& size, std::int64_t last) {
  const auto from = static_cast<std::int64_t>(writer->position());
  Filed added;
  Gathered gathered;
  std::int64_t at = from;
  {
    const auto moment = store.moment();
    for (const auto id : store.index_log().committed_after(from, size.messages)) {
      if (id > last) {
        break;
      }
      const auto result = gather(runtime, store, id, *writer, gathered);
      added.unreadable += result == Put::kUnreadable ? 1U : 0U;
      ++added.messages;
      at = id;
      if (gathered.octets > size.octets) {
        break;
      }
    }
  }
  if (added.messages > 0) {
    writer->put(std::move(gathered.documents));
    commit(*writer, static_cast<std::uint64_t>(at));
  }
  if (gathered.octets > size.octets) {
    let_go(writer);
  }
  return added;
}

}  // namespace pouch::gateway
