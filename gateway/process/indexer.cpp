#include "gateway/process/indexer.hpp"

#include "gateway/archive/archive.hpp"
#include "gateway/process/document.hpp"
#include "gateway/process/log.hpp"
#include "gateway/store/steps.hpp"

namespace pouch::gateway {

Indexer::Indexer(const Runtime& runtime, Store& store, const Secret& data_key)
    : runtime_(runtime),
      store_(store),
      writer_(runtime.site.state / "index", index_key(data_key)) {}

std::size_t Indexer::work() {
  const auto from = static_cast<std::int64_t>(writer_.position());
  const auto messages = store_.committed_after(from, runtime_.site.search.group);
  if (messages.empty()) {
    return 0;
  }
  for (const auto& message : messages) {
    try {
      const auto subject = store_.find_case(message.number);
      const auto contents = store_.contents(message.number, message.message);
      writer_.put(
          document_of(message, contents, subject ? &*subject : nullptr, runtime_.templates));
    } catch (const Fault& fault) {
      if (fault.transient()) {
        throw;
      }
      // Erased or damaged: it cannot be found any more, the others can.
      writer_.remove(static_cast<std::uint64_t>(message.id));
      log(Level::kWarning, "not-indexed",
          {{"case", message.number.text()}, {"what", fault.what()}});
    }
  }
  reached("index.before");
  writer_.commit(static_cast<std::uint64_t>(messages.back().id));
  reached("index.after");
  return messages.size();
}

}  // namespace pouch::gateway
