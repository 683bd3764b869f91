// pouch reindex: the index made anew from the store (verb.hpp).
#include <unistd.h>

#include "gateway/archive/indexer.hpp"
#include "gateway/site/log.hpp"
#include "gateway/store/messages.hpp"
#include "gateway/verbs/json.hpp"
#include "gateway/verbs/operator_session.hpp"

namespace pouch::gateway {
namespace {

int reindex(const Call& call) {
  log_as("reindex");
  OperatorSession session(call.config, Forms::kRead);
  const bool on_terminal = isatty(STDERR_FILENO) == 1;
  const auto all = session.store().messages().count();
  const auto rebuilt =
      rebuild_index(session.runtime(), session.store(), session.data_key(), [&](std::size_t done) {
        if (on_terminal) {
          std::fprintf(stderr, "\r%zu of %zu messages", done, all);
        }
      });
  if (on_terminal && rebuilt.messages > 0) {
    std::fputs("\n", stderr);
  }
  if (call.json) {
    auto json = versioned();
    json["messages"] = rebuilt.messages;
    json["unreadable"] = rebuilt.unreadable;
    print(json);
  } else {
    print(std::to_string(rebuilt.messages) + " messages indexed anew" +
          (rebuilt.unreadable == 0
               ? std::string()
               : ", " + std::to_string(rebuilt.unreadable) + " of them erased or damaged") +
          "\n");
  }
  return kDone;
}

}  // namespace

void add_reindex(Verb& pouch) {
  auto& verb = pouch.add("reindex", "Build the search index anew from the store");
  verb.json("reindex.json");
  verb.footer("Example: pouch reindex   (a running pouch serve goes on meanwhile)");
  verb.action([](const Call& call) { return reindex(call); });
}

}  // namespace pouch::gateway
