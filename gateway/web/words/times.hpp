// Times as a page says them, where its reader is (IANA zone), in the page's language.
#pragma once

#include <chrono>
#include <string>

#include "gateway/web/words/words.hpp"

namespace pouch::gateway::web {

using Moment = std::chrono::sys_seconds;

std::string clock_time(Moment time, const std::string& zone);  // "15:12"
std::string day_and_time(const PageWords& words, Moment time,
                         const std::string& zone);  // "Tue 10 Nov 2026, 15:12"
std::string day_of_year(const PageWords& words, Moment time,
                        const std::string& zone);  // "10 Nov 2026"
// "9 Nov, 13:06"; with its year when that is not the year of `now`.
std::string near_time(const PageWords& words, Moment time, Moment now, const std::string& zone);
// The two largest parts of a span of time: "1 d 2 h", "5 h 10 min", "3 min".
std::string span(const PageWords& words, std::chrono::seconds time);

}  // namespace pouch::gateway::web
