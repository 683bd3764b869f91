// What a process under the supervisor works on, since when, and how it stands with its mail
// servers: for `pouch status` and the metrics, so that a hung child is seen by the age of its work.
// One slot for each in state/doing (0600), overwritten in place and not synced; the supervisor
// clears them all at its start. A reader takes a slot's word only for the process id that the
// supervisor says has it. Nothing here waits or throws: on a full disk the old word stays. Names
// and numbers of the store only, no content. For the main thread of a process.
#pragma once

#include <sys/types.h>

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "gateway/cases/case.hpp"

namespace pouch::gateway {

struct ServerNote {
  std::string uri;
  bool paused = false;          // in trouble, and left alone
  Time since{};                 // that it is so
  std::optional<Time> until{};  // of a pause
  std::string error{}, hint{};  // of the last trouble, also when it is over
};

struct DoingNote {
  pid_t pid = -1;
  std::string what, item;  // "mail" 12, "letter" 5f0c…-1; empty: nothing, it waits
  Time since{};
  std::vector<ServerNote> servers{};
};

// The supervisor's side: empty slots.
void clear_doings(const std::filesystem::path& state, std::size_t slots) noexcept;
// A process's: from now on what it does is told in that slot; without it nothing is told.
void tell_doings(const std::filesystem::path& state, std::size_t slot) noexcept;
// Of the slot; nullopt: empty, or not to be read.
std::optional<DoingNote> read_doing(const std::filesystem::path& state, std::size_t slot);

// Its life is the time of the work; within another one it stands for that.
class CurrentTask {
 public:
  explicit CurrentTask(std::string_view what, std::string_view item = {});
  ~CurrentTask();
  CurrentTask(const CurrentTask&) = delete;
  CurrentTask& operator=(const CurrentTask&) = delete;

 private:
  std::string outer_what_, outer_item_;
  Time outer_since_{};
};

void server_works(const std::string& uri);
void server_paused(const std::string& uri, Time until, std::string_view error,
                   std::string_view hint);

}  // namespace pouch::gateway
