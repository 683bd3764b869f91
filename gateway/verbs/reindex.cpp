// pouch reindex: the index made anew from the store (verb.hpp).
#include <unistd.h>

#include <algorithm>
#include <thread>

#include "gateway/archive/indexer.hpp"
#include "gateway/site/log.hpp"
#include "gateway/store/messages.hpp"
#include "gateway/verbs/json.hpp"
#include "gateway/verbs/operator_session.hpp"
#include "gateway/verbs/progress.hpp"

namespace pouch::gateway {
namespace {

constexpr std::size_t kMostJobs = 64;

int reindex(const Call& call, std::size_t jobs) {
  log_as("reindex");
  OperatorSession session(call.config, Forms::kRead);
  const auto all = session.store().messages().count();
  Rebuilt rebuilt;
  {
    Progress progress("messages");
    rebuilt = rebuild_index(
        session.runtime(), session.store(), session.data_key(), jobs, [&](std::size_t done) {
          progress.tell(static_cast<double>(done) / static_cast<double>(std::max(all, done)), done);
        });
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
  auto& jobs = verb.keep<std::size_t>();
  jobs = std::clamp<std::size_t>(std::thread::hardware_concurrency(), 1, kMostJobs);
  verb.option("--jobs", jobs, "how many threads work at once; else one a core")
      .between(1, static_cast<int>(kMostJobs));
  verb.json("reindex.json");
  verb.footer("Example: pouch reindex   (a running pouch serve goes on meanwhile)");
  verb.action([&jobs](const Call& call) { return reindex(call, jobs); });
}

}  // namespace pouch::gateway
