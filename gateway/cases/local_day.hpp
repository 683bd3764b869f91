// Days and hours where people are (ICU, IANA zones; UTC when a zone is unknown). A clock that
// counts working days must know on which day it is there, also when the hour changes in spring.
#pragma once

#include <chrono>
#include <string>

namespace pouch::gateway {

class Words;

struct LocalMoment {
  std::chrono::sys_days day{};             // as the calendar on the wall has it
  std::chrono::seconds since_midnight{0};  // as the clock on the wall has it
};
LocalMoment local_moment(std::chrono::sys_seconds time, const std::string& zone);
// "Monday 30 November 2026".
std::string spoken_day(std::chrono::sys_days day);
std::string spoken_day(std::chrono::sys_days day, const Words& words);
// The other way. An hour that does not exist that day (the clock goes forward) is the one after it;
// one that comes twice is the first.
std::chrono::sys_seconds time_at(const LocalMoment& moment, const std::string& zone);

}  // namespace pouch::gateway
