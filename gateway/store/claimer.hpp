// Who has claimed a spool entry: process id, its start time and the boot that it belongs to, so
// that a claimer that died is recognised at once and without a clock, also when its number has been
// given to another process (proc(5), /proc/PID/stat field 22).
#pragma once

#include <string>
#include <string_view>

namespace pouch::gateway {

std::string this_process();
bool is_living(std::string_view claimer);  // a zombie is dead

}  // namespace pouch::gateway
