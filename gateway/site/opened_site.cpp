#include "gateway/site/opened_site.hpp"

namespace pouch::gateway {
namespace {

Secret data_key_of(const Runtime& runtime, const std::function<void(const Runtime&)>& with_agent) {
  if (with_agent) {
    with_agent(runtime);
  }
  return unwrap_data_key(runtime);
}

}  // namespace

OpenedSite::OpenedSite(const std::filesystem::path& config, Forms forms, Agent agent,
                       const std::function<void(const Runtime&)>& with_agent)
    : OpenedSite(load_runtime(config, forms), agent, with_agent) {}

OpenedSite::OpenedSite(Runtime runtime, Agent agent,
                       const std::function<void(const Runtime&)>& with_agent)
    : runtime_(std::move(runtime)),
      lease_(std::in_place, runtime_),
      data_key_(data_key_of(runtime_, with_agent)),
      store_(runtime_.site.state, data_key_) {
  if (agent == Agent::kForOpening) {
    lease_.reset();
  }
}

}  // namespace pouch::gateway
