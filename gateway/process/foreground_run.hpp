// The work of the daemon's processes, done in the foreground by `run` and `deliver --wait` with the
// same code (SPEC section 2). While a daemon serves the site, what only one may do (the index) is
// left to it.
#pragma once

#include <memory>
#include <vector>

#include "gateway/process/own_extractor.hpp"
#include "gateway/site/opened_site.hpp"
#include "gateway/traffic/collector.hpp"
#include "gateway/traffic/deliverer.hpp"
#include "gateway/work/worker.hpp"

namespace pouch::gateway {

struct WorkDone {
  std::size_t collected = 0, mails = 0, letters = 0, indexed = 0, overdue = 0, waiting_legs = 0;
  bool idle = true;  // nothing is left to do now
};

class ForegroundRun {
 public:
  explicit ForegroundRun(const std::filesystem::path& config);
  // With what is read of it already, forms among it.
  ForegroundRun(const std::filesystem::path& config, Runtime runtime);
  const Runtime& runtime() const { return runtime_; }
  Store& store() { return store_; }
  Worker& worker() { return worker_; }
  std::size_t deliver();
  WorkDone all();  // everything that is due, once

 private:
  std::size_t index();
  std::size_t collect();  // mailboxes: what is new, what is settled

  OpenedSite site_;
  OwnExtractor extractor_;
  Runtime& runtime_;
  Store& store_;
  mail::openpgp::Engine engine_;
  EngineCrypto crypto_;
  Worker worker_;
  std::vector<std::unique_ptr<Collector>> collectors_;
};

}  // namespace pouch::gateway
