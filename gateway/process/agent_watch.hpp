// The supervisor's care of gpg-agent: started, asked from time to time whether it still answers,
// replaced when it has ended or hangs (SECURITY class 20). Asking never waits: the supervisor polls
// `descriptor()` and calls `turn()`.
#pragma once

#include <filesystem>
#include <memory>
#include <optional>

#include "gateway/process/child_process.hpp"
#include "gateway/site/service_note.hpp"
#include "mail/openpgp/agent_probe.hpp"

namespace pouch::gateway {

class AgentWatch {
 public:
  explicit AgentWatch(std::filesystem::path home) : home_(std::move(home)) {}
  void start();  // throws mail::Fault when there is none to be had
  // Asks now: a worker had trouble with it, or a child of ours that was perhaps it has ended.
  void look();
  int descriptor() const { return probe_ ? probe_->descriptor() : -1; }
  std::optional<Steady::time_point> due() const { return due_; }
  // `readable`: poll said so of descriptor(). True when another one runs now.
  bool turn(bool readable);
  void stop();  // ends it within two seconds, whether it listens to anybody or not
  const AgentNote& note() const { return note_; }

 private:
  void ask();
  bool replace(const char* event);
  void found(bool answers);

  std::filesystem::path home_;
  std::unique_ptr<mail::openpgp::AgentProbe> probe_;  // a question that is open
  Steady::time_point asked_{};
  std::optional<Steady::time_point> due_;  // the next question, or the end of the open one
  int silences_ = 0;                       // one after the other
  AgentNote note_;
};

}  // namespace pouch::gateway
