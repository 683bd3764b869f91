// The processes under the supervisor taken together: who of them lives, who hears what, who is due.
#pragma once

#include <sys/types.h>

#include <bitset>
#include <chrono>
#include <optional>
#include <string_view>
#include <vector>

#include "gateway/process/child_process.hpp"

namespace pouch::gateway {

using Family = std::vector<ChildProcess>;
using Wakes = std::bitset<256>;  // by the octet of a Wake

Family::iterator with_pid(Family& family, pid_t pid);
bool any_alive(const Family& family, std::string_view except);  // but those of that name
// When the first of those that do not run may start.
std::optional<Steady::time_point> first_due(const Family& family);
// Each of them runs, or may be started within that time.
bool is_sound(const Family& family, std::chrono::seconds soon);

void wake(const Family& family, Wake what);  // who hears it
void wake(const Family& family, const Wakes& what);
// The one that died may have committed work for the others and not told them.
void wake_for_work(const Family& family);
void signal_those(const Family& family, std::string_view name, int number);
void signal_all_but(const Family& family, std::string_view name, int number);

}  // namespace pouch::gateway
