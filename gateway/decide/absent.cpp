#include "gateway/decide/absent.hpp"

#include <algorithm>
#include <set>

#include "gateway/cases/local_day.hpp"
#include "gateway/cases/utc.hpp"

namespace pouch::gateway {
namespace {

constexpr int kDaysLookedAt = 60;  // a desk that never opens ends the search

const std::string& zone_of(const config::Desk& desk, const std::string& site_zone) {
  return desk.time_zone.empty() ? site_zone : desk.time_zone;
}

// The hours of a day there; nullopt: closed.
std::optional<config::OfficeHours::Span> hours_on(const config::Desk& desk,
                                                  const config::Country* country, config::Day day) {
  const std::chrono::weekday weekday(day);
  return country != nullptr && country->is_holiday(day)
             ? std::nullopt
             : desk.hours->days.at(weekday.iso_encoding() - 1);
}

std::string name_of(const config::Principal& principal, const config::Directory& directory) {
  return principal.desk != nullptr ? display_name(*principal.desk, directory)
                                   : principal.member->name;
}

// A desk that is there at this hour, behind `desk` in the chain of substitutes.
const config::Desk* staffed_substitute(const config::Directory& directory, const config::Desk& desk,
                                       const std::string& site_zone, Time now) {
  std::set<std::string> passed{desk.id};
  const auto* next = directory.desk(desk.substitute);
  while (next != nullptr && passed.insert(next->id).second) {
    if (next->validity.holds(day_of(now)) && directory.absence(next->id) == nullptr &&
        is_staffed(*next, directory, site_zone, now)) {
      return next;
    }
    next = directory.desk(next->substitute);
  }
  return nullptr;
}

}  // namespace

std::vector<config::Absence> as_they_stand(std::vector<config::Absence> absences, Time now) {
  std::erase_if(absences, [&](const config::Absence& one) { return one.until + kFinishes <= now; });
  for (auto& one : absences) {
    one.begun = one.from <= now;
    one.holds = one.begun && now < one.until;
  }
  return absences;
}

bool is_staffed(const config::Desk& desk, const config::Directory& directory,
                const std::string& site_zone, Time now) {
  if (!desk.hours) {
    return true;
  }
  const auto moment = local_moment(now, zone_of(desk, site_zone));
  const auto hours = hours_on(desk, directory.country(desk.country), moment.day);
  return hours && hours->from <= moment.since_midnight && moment.since_midnight < hours->until;
}

std::optional<Time> staffed_from(const config::Desk& desk, const config::Directory& directory,
                                 const std::string& site_zone, Time now) {
  if (is_staffed(desk, directory, site_zone, now)) {
    return now;
  }
  const auto& zone = zone_of(desk, site_zone);
  const auto today = local_moment(now, zone).day;
  for (int ahead = 0; ahead < kDaysLookedAt; ++ahead) {
    const auto day = today + std::chrono::days(ahead);
    const auto hours = hours_on(desk, directory.country(desk.country), day);
    const auto opens = hours ? std::optional(time_at({day, hours->from}, zone)) : std::nullopt;
    if (opens && *opens > now) {
      return opens;
    }
  }
  return std::nullopt;
}

std::optional<Present> present_for(const config::Directory& directory, const std::string& id,
                                   Time now) {
  const auto principal = directory.principal_by_id(id);
  if (!principal) {
    return std::nullopt;
  }
  const auto* first = directory.absence(id);
  std::set<std::string> passed{id};
  auto who = principal;
  for (const auto* absence = first; absence != nullptr; absence = directory.absence(who->id())) {
    who = directory.principal_by_id(absence->substitute);
    if (!who || !who->holds(day_of(now)) || !passed.insert(who->id()).second) {
      return Present{*principal};  // nobody stands in: the letter waits where it belongs
    }
  }
  return first == nullptr
             ? Present{*principal}
             : Present{
                   *who,
                   Away{.id = id, .name = name_of(*principal, directory), .until = first->until}};
}

Present present_for_request(const config::Directory& directory, const config::Desk& desk,
                            const std::string& site_zone, const std::string& priority, Time now) {
  Present itself{{nullptr, &desk}};
  auto present = present_for(directory, desk.id, now).value_or(itself);
  if (present.who.desk == nullptr) {
    return itself;  // a request needs a desk
  }
  const auto& there = *present.who.desk;
  if (priority != "FLASH" || is_staffed(there, directory, site_zone, now)) {
    return present;
  }
  const auto* other = staffed_substitute(directory, there, site_zone, now);
  if (other == nullptr) {
    return present;
  }
  const auto opens = staffed_from(there, directory, site_zone, now);
  return {{nullptr, other},
          Away{.id = desk.id,
               .name = display_name(desk, directory),
               .until = opens.value_or(now),
               .closed = true}};
}

}  // namespace pouch::gateway
