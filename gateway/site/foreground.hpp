// The gpg-agent for verbs in the foreground: started when none runs, stopped when the last verb
// that uses it ends and no daemon serves the site (shared lock on state/agent.lock). Workers of the
// daemon never start one (DECISIONS 23).
#pragma once

#include <filesystem>

#include "gateway/site/runtime.hpp"

namespace pouch::gateway {

class AgentLease {
 public:
  explicit AgentLease(const Runtime& runtime);
  ~AgentLease();
  AgentLease(const AgentLease&) = delete;
  AgentLease& operator=(const AgentLease&) = delete;

 private:
  std::filesystem::path home_, state_;
  int lock_ = -1;
};

// Lock files of a site: true while a daemon serves it.
bool is_served(const std::filesystem::path& state);
// For the daemon itself; a descriptor that holds the lock as long as it is open. Fault (transient)
// when another one serves the site.
int lock_for_serving(const std::filesystem::path& state);

}  // namespace pouch::gateway
