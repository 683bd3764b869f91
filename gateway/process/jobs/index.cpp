// Index: files what was kept in the index, and compares it with what was held before.
#include <optional>

#include "gateway/archive/cross_check.hpp"
#include "gateway/archive/indexer.hpp"
#include "gateway/confine/confine.hpp"
#include "gateway/process/jobs/beginning.hpp"
#include "gateway/process/jobs/lives.hpp"
#include "gateway/site/patience.hpp"
#include "gateway/site/runtime.hpp"
#include "gateway/site/wake.hpp"
#include "gateway/store/store.hpp"

namespace pouch::gateway {
namespace {

constexpr int kGather = 200;  // milliseconds in which index work gathers into one commit

// What was filed is compared with what was held before.
void compare_new(const Runtime& runtime, const Waiter& waiter, CrossCheck& cross_check) {
  for (bool more = true; more && !waiter.stopping();) {
    bool told = false;
    more = cross_check.work(told);
    if (told) {
      wake(runtime.site.state, Wake::kSpool);
    }
  }
}

}  // namespace

int index_life(const std::filesystem::path& config, const Inherited& inherited, Waiter& waiter) {
  const auto data_key = read_data_key(inherited.data_key);
  confine(Job::kIndex, has_years_elsewhere(config));
  const auto runtime = load_runtime(config, Forms::kEnglish);
  take_slot(runtime.site, inherited);
  Store store(runtime.site.state, data_key);
  Indexer indexer(runtime, store, data_key);
  CrossCheck cross_check(runtime, store, data_key);
  live(runtime, waiter, [&]() -> std::optional<Time> {
    while (!waiter.stopping() && indexer.work() > 0) {
      waiter.pause(kGather);
    }
    compare_new(runtime, waiter, cross_check);
    return indexer.compact(runtime.now());
  });
  return 0;
}

}  // namespace pouch::gateway
