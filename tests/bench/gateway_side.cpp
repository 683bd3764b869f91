#include <stdexcept>

#include "gateway/confine/confine.hpp"
#include "gateway/confine/reach.hpp"
#include "gateway/site/runtime.hpp"
#include "gateway/site/wake.hpp"
#include "gateway/work/worker.hpp"
#include "mail/openpgp/helper.hpp"
#include "tests/bench/sides.hpp"

namespace pouch::bench {

// As gateway/process/jobs/worker.cpp does it, but for the data key, which a supervisor
// hands over there.
int run_gateway(const std::filesystem::path& config) {
  using namespace pouch::gateway;
  const auto data_key = unwrap_data_key(load_runtime(config));
  confine(Job::kWorker);
  auto runtime = load_runtime(config);
  if (keep_to_state(runtime.site.state, runtime.site.gnupg) == Reach::kGnupgInside) {
    throw std::runtime_error("the worker would reach its keys");
  }
  Store store(runtime.site.state, data_key);
  mail::openpgp::Engine engine(runtime.site.gnupg, runtime.limits);
  EngineCrypto crypto(engine, runtime.limits);
  Worker worker(runtime, store, crypto);
  const auto helper = mail::openpgp::helper_of_process()->pid();
  return serve_blocks(
      "gateway",
      [&] {
        if (worker.work_one() != Work::kDone) {
          throw std::runtime_error("the worker found no mail, or put it back");
        }
        wake(runtime.site.state, Wake::kLetters);
        wake(runtime.site.state, Wake::kIndex);
        wake(runtime.site.state, Wake::kClock);
      },
      helper);
}

}  // namespace pouch::bench
