// Asking a gpg-agent whether it answers, without waiting for it, and finding the agents of a home
// in /proc (proc(5)): one that was stopped or hangs takes connections, says nothing, and hears no
// KILLAGENT.
#pragma once

#include <sys/types.h>

#include <chrono>
#include <filesystem>
#include <optional>
#include <vector>

namespace pouch::mail::openpgp {

class AgentProbe {
 public:
  explicit AgentProbe(const std::filesystem::path& home);  // connects; does not wait
  ~AgentProbe();
  AgentProbe(const AgentProbe&) = delete;
  AgentProbe& operator=(const AgentProbe&) = delete;
  int descriptor() const { return descriptor_; }  // -1: nobody listens; else wait until readable
  bool good() const;                              // once readable: it greeted ("OK …", Assuan)

 private:
  int descriptor_ = -1;
};

// How long it took to answer; nullopt: it did not within `limit`.
std::optional<std::chrono::milliseconds> ask_agent(const std::filesystem::path& home,
                                                   std::chrono::milliseconds limit);

// Processes of this user that are gpg-agents of that home.
std::vector<pid_t> agents_of(const std::filesystem::path& home);

}  // namespace pouch::mail::openpgp
