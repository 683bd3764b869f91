// A test's hook to stop the program between two durable steps (STYLE habit 6). Where a step stands,
// the code calls reached("name"); when the environment variable POUCH_STOP_AT is that name, the
// process ends there as a power cut would end it (SIGKILL: no destructor, no flush). With
// POUCH_STOP_ONCE naming a file, only the process that removes that file ends: so one of a daemon's
// children is killed once, and the daemon's answer to that is seen. Otherwise it does nothing. Who
// can set the environment of the service can also kill it, so nothing is opened. All names are
// declared in one table, which system tests walk.
#pragma once

#include <span>
#include <string_view>

namespace pouch::gateway {

void reached(std::string_view step);  // std::logic_error for a name that is not declared
std::span<const std::string_view> steps();

}  // namespace pouch::gateway
