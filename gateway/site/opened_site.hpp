// A site opened in the foreground, the one way that verbs have: configuration, directory and forms
// read, the data key unwrapped with the agent's help, the store opened with it. Throws what any of
// them says.
#pragma once

#include <filesystem>
#include <functional>
#include <optional>

#include "gateway/site/foreground.hpp"
#include "gateway/site/runtime.hpp"
#include "gateway/store/store.hpp"

namespace pouch::gateway {

enum class Agent { kForOpening, kUntilClosed };  // how long it is needed

class OpenedSite {
 public:
  // `with_agent` is called when the agent is there and before the data key is unwrapped.
  OpenedSite(const std::filesystem::path& config, Forms forms, Agent agent = Agent::kForOpening,
             const std::function<void(const Runtime&)>& with_agent = {});
  // Of what is read already.
  OpenedSite(Runtime runtime, Agent agent, const std::function<void(const Runtime&)>& with_agent);
  Runtime& runtime() { return runtime_; }
  const Runtime& runtime() const { return runtime_; }
  Store& store() { return store_; }
  const Secret& data_key() const { return data_key_; }

 private:
  Runtime runtime_;
  std::optional<AgentLease> lease_;
  Secret data_key_;
  Store store_;
};

}  // namespace pouch::gateway
