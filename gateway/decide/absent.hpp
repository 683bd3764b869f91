// Who is there at the hour of sending (DOMAIN section 7): absences with dates, and office hours. A
// letter for somebody absent goes to who stands in, through several hands if need be; a FLASH
// request for a desk at which nobody sits at that hour goes to its substitute, all else waits there
// for the morning. Pure: the directory with what was laid beside it, and the moment, are
// parameters.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "gateway/decide/decide.hpp"

namespace pouch::gateway {

inline constexpr std::chrono::days kFinishes{30};         // a substitute finishes what came
inline constexpr std::chrono::days kLongestAbsence{366};  // longer is no absence: the directory's

// Absences as they stand at that moment, for Directory::absences.
std::vector<config::Absence> as_they_stand(std::vector<config::Absence> absences, Time now);

// Whether somebody sits at that desk: within its hours in its zone, but on no holiday of its
// country. A desk without hours is staffed round the clock.
bool is_staffed(const config::Desk& desk, const config::Directory& directory,
                const std::string& site_zone, Time now);
// The next moment at which that is so, `now` itself if it is; nullopt: on no day that is near.
std::optional<Time> staffed_from(const config::Desk& desk, const config::Directory& directory,
                                 const std::string& site_zone, Time now);

// Who gets a letter that is for `id`.
struct Present {
  config::Principal who;
  std::optional<Away> instead_of{};  // nullopt: `id` itself
};
// nullopt: nobody of that id is registered. Where nobody stands in any more: `id` itself.
std::optional<Present> present_for(const config::Directory& directory, const std::string& id,
                                   Time now);
// The same for a request of that priority to a desk, its hours considered too.
Present present_for_request(const config::Directory& directory, const config::Desk& desk,
                            const std::string& site_zone, const std::string& priority, Time now);

}  // namespace pouch::gateway
