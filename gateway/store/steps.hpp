// A test's hook to stop the program between two durable steps (STYLE habit 6). Where a step stands,
// the code calls reached("name"); when the environment variable POUCH_STOP_AT is that name, the
// process ends there as a power cut would end it (SIGKILL: no destructor, no flush).
// POUCH_STOP_ONCE is a folder: where a file of the step's name lies there, the process that removes
// it ends. So one of a daemon's children is killed once, and the daemon's answer to that is seen.
// Otherwise it does nothing. Who can set the environment of the service can also kill it, so
// nothing is opened. All names are declared in one table, which system tests walk: each is reached
// by one of them.
//
// "X.before": all is ready for the step X, nothing of it is durable. "X.after": it is. Every
// transaction has both by its name (sqlite.hpp).
#pragma once

#include <functional>
#include <span>
#include <string>
#include <string_view>

namespace pouch::gateway {

void reached(std::string_view step);  // std::logic_error for a name that is not declared
std::span<const std::string_view> steps();

// Calls reached("PREFIX.STEP") for each step of a room that knows no names of ours.
std::function<void(std::string_view)> steps_of(std::string prefix);
// For write_durably: its rename as the step X.
std::function<void(std::string_view)> around_rename(std::string step);

}  // namespace pouch::gateway
