// The supervisor's care of pouch-openpgp: one for each worker, which may start no program itself.
// Each worker has inherited the other end of a line on which it is handed the socket of its
// program, and that of the next one when it has ended; on it the worker names one that is to be
// ended, because it hangs or says what is no answer. One that dies is started again as a process of
// the daemon is, at once the first time, later with growing pauses.
#pragma once

#include <sys/types.h>

#include <cstddef>
#include <filesystem>
#include <map>
#include <optional>
#include <vector>

#include "gateway/process/child_process.hpp"
#include "gateway/site/service_note.hpp"
#include "mail/openpgp/wire.hpp"

namespace pouch::gateway {

class HelperWatch {
 public:
  explicit HelperWatch(std::filesystem::path home) : home_(std::move(home)) {}

  // A worker is about to start in that slot: its end of the line. Fault when there are no
  // descriptors left; a program that cannot be started is tried again.
  mail::openpgp::Descriptor begin(std::size_t slot);
  void end(std::size_t slot);  // it has ended, or was not started

  // Whether this child of ours was one.
  bool ended(pid_t pid, int status);
  std::vector<int> lines() const;  // to be polled; then:
  void turn();
  std::optional<Steady::time_point> due() const;
  bool alive() const;
  std::vector<ProcessNote> notes() const;  // of those whose worker is there
  bool changed();                          // since it was last asked: another was started, or ended

 private:
  struct One {
    ChildProcess program = child_process("openpgp", {}, false);
    mail::openpgp::Descriptor line;
  };
  void start(One& one);
  void hear(One& one);

  std::filesystem::path home_;
  std::map<std::size_t, One> all_;
  bool changed_ = false;
  struct Leaving {
    pid_t pid;
    Steady::time_point end;  // then it is ended, if it has not seen that its worker has gone
  };
  std::vector<Leaving> leaving_;
};

}  // namespace pouch::gateway
