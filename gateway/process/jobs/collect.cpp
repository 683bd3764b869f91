// Collect: takes the mails out of one mailbox, of a mail server or in a Maildir.
#include "gateway/confine/confine.hpp"
#include "gateway/process/jobs/beginning.hpp"
#include "gateway/process/jobs/lives.hpp"
#include "gateway/site/runtime.hpp"
#include "gateway/store/sqlite.hpp"
#include "gateway/traffic/collector.hpp"

namespace pouch::gateway {

int collect_life(const std::filesystem::path& config, const Inherited& inherited, Waiter& waiter) {
  const auto runtime = load_runtime_without_forms(config);
  take_slot(runtime.site, inherited);
  confine(Job::kCollect);
  auto database = Database::open_store(runtime.site.state);
  const auto& uri = inherited.sources.at(0);
  collect(make_collector(uri, runtime, database, waiter.stop_descriptor()), uri, runtime, waiter);
  return 0;
}

}  // namespace pouch::gateway
