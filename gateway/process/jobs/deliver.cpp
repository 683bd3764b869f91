// Deliver: brings letters to the mail server, or into boxes.
#include "gateway/confine/confine.hpp"
#include "gateway/process/jobs/beginning.hpp"
#include "gateway/process/jobs/lives.hpp"
#include "gateway/site/patience.hpp"
#include "gateway/site/runtime.hpp"
#include "gateway/site/wake.hpp"
#include "gateway/store/letter_files.hpp"
#include "gateway/store/notices.hpp"
#include "gateway/store/receipts.hpp"
#include "gateway/store/store.hpp"
#include "gateway/traffic/deliverer.hpp"

namespace pouch::gateway {

int deliver_life(const std::filesystem::path& config, const Inherited& inherited, Waiter& waiter) {
  const auto data_key = read_data_key(inherited.data_key);
  confine(Job::kDeliver);
  const auto runtime = load_runtime_without_forms(config);
  take_slot(runtime.site, inherited);
  Store store(runtime.site.state, data_key);
  Deliverer deliverer(runtime, store.letters(), store.letter_files(), waiter.stop_descriptor());
  live(runtime, waiter, [&] {
    if (deliverer.work() > 0 && (store.notices().next() || store.receipts().waiting())) {
      wake(runtime.site.state, Wake::kSpool);
    }
    deliverer.forget_files();
    return deliverer.next_work();
  });
  deliverer.settle();
  return 0;
}

}  // namespace pouch::gateway
