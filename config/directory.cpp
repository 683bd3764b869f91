// Look-ups in the directory: pure functions of its values and a day.
#include "config/directory.hpp"

#include <algorithm>
#include <set>

#include "config/address.hpp"

namespace pouch::config {
namespace {

template <typename List>
auto find_id(const List& list, std::string_view id) {
  const auto found =
      std::find_if(list.begin(), list.end(), [&](const auto& entry) { return entry.id == id; });
  return found == list.end() ? nullptr : &*found;
}

bool contains(const std::vector<std::string>& list, std::string_view item) {
  return std::find(list.begin(), list.end(), item) != list.end();
}

// How closely a desk fits: naming the agency or the area beats serving all; -1: not at all.
int fit(const Desk& desk, std::string_view agency, std::string_view area) {
  int score = 0;
  if (!desk.agencies.empty()) {
    if (!contains(desk.agencies, agency)) {
      return -1;
    }
    score += 2;
  }
  if (!desk.areas.empty()) {
    if (!contains(desk.areas, area)) {
      return -1;
    }
    score += 1;
  }
  return score;
}

}  // namespace

const std::string& Principal::id() const { return member != nullptr ? member->id : desk->id; }
const std::string& Principal::country() const {
  return member != nullptr ? member->country : desk->country;
}
const std::string& Principal::community() const {
  return member != nullptr ? member->community : desk->community;
}

std::string Principal::agency() const {
  if (member != nullptr) {
    return member->agency;
  }
  return desk->agencies.size() == 1 ? desk->agencies.front() : desk->community;
}

std::vector<std::string> Principal::addresses() const {
  return member != nullptr ? member->addresses : std::vector<std::string>{desk->address};
}

bool Principal::has_right(std::string_view right) const {
  return contains(member != nullptr ? member->rights : desk->rights, right);
}

bool Country::is_holiday(Day day) const {
  return std::binary_search(holidays.begin(), holidays.end(), day);
}

bool Principal::holds(Day day) const {
  return (member != nullptr ? member->validity : desk->validity).holds(day);
}

const Country* Directory::country(std::string_view code) const {
  const auto found = std::find_if(countries.begin(), countries.end(),
                                  [&](const Country& entry) { return entry.code == code; });
  return found == countries.end() ? nullptr : &*found;
}

const Desk* Directory::desk(std::string_view id) const { return find_id(desks, id); }
const Member* Directory::member(std::string_view id) const { return find_id(members, id); }
const Group* Directory::group(std::string_view id) const { return find_id(groups, id); }

const Group* Directory::group_by_address(std::string_view address) const {
  const auto wanted = lower(address);
  const auto found = std::find_if(groups.begin(), groups.end(), [&](const Group& entry) {
    return lower(entry.address) == wanted;
  });
  return found == groups.end() ? nullptr : &*found;
}

std::optional<Principal> Directory::principal(std::string_view fingerprint, Day day) const {
  for (const auto& entry : members) {
    if (entry.validity.holds(day) && contains(entry.keys, fingerprint)) {
      return Principal{&entry, nullptr};
    }
  }
  for (const auto& entry : desks) {
    if (entry.validity.holds(day) && contains(entry.keys, fingerprint)) {
      return Principal{nullptr, &entry};
    }
  }
  return std::nullopt;
}

std::optional<Principal> Directory::principal_ever(std::string_view fingerprint) const {
  for (const auto& entry : members) {
    if (contains(entry.keys, fingerprint)) {
      return Principal{&entry, nullptr};
    }
  }
  for (const auto& entry : desks) {
    if (contains(entry.keys, fingerprint)) {
      return Principal{nullptr, &entry};
    }
  }
  return std::nullopt;
}

std::optional<Day> Directory::last_day(std::string_view fingerprint) const {
  std::optional<Day> last;
  bool endless = false;
  const auto look_at = [&](const auto& list) {
    for (const auto& entry : list) {
      if (contains(entry.keys, fingerprint)) {
        endless = endless || !entry.validity.until;
        last = std::max(last, entry.validity.until);
      }
    }
  };
  look_at(members);
  look_at(desks);
  return endless ? std::nullopt : last;
}

std::optional<Principal> Directory::principal_by_id(std::string_view id) const {
  if (const auto* entry = member(id)) {
    return Principal{entry, nullptr};
  }
  if (const auto* entry = desk(id)) {
    return Principal{nullptr, entry};
  }
  return std::nullopt;
}

std::vector<const Desk*> Directory::desks_of(const Principal& principal, Day day) const {
  std::vector<const Desk*> result;
  if (principal.desk != nullptr) {
    result.push_back(principal.desk);
  } else {
    for (const auto& id : principal.member->desks) {
      const auto* entry = desk(id);
      if (entry != nullptr && entry->validity.holds(day)) {
        result.push_back(entry);
      }
    }
  }
  return result;
}

std::vector<const Desk*> Directory::focal_points(std::string_view country_code,
                                                 std::string_view community,
                                                 std::string_view agency, std::string_view area,
                                                 Day day) const {
  std::vector<std::pair<int, const Desk*>> fitting;
  std::vector<const Desk*> named;
  for (const auto& entry : desks) {
    const int score = fit(entry, agency, area);
    if (entry.kind == DeskKind::kFocalPoint && entry.country == country_code &&
        entry.community == community && score >= 0) {
      named.push_back(&entry);
      if (entry.validity.holds(day)) {
        fitting.emplace_back(score, &entry);
      }
    }
  }
  std::stable_sort(fitting.begin(), fitting.end(),
                   [](const auto& left, const auto& right) { return left.first > right.first; });
  std::vector<const Desk*> result;
  result.reserve(fitting.size());
  for (const auto& [score, entry] : fitting) {
    result.push_back(entry);
  }
  // Substitutes stand in, in chains, also for a desk that is not valid today.
  for (const auto* entry : named) {
    std::set<std::string> passed;
    const auto* next = desk(entry->substitute);
    while (next != nullptr && passed.insert(next->id).second) {
      if (next->validity.holds(day) &&
          std::find(result.begin(), result.end(), next) == result.end()) {
        result.push_back(next);
      }
      next = desk(next->substitute);
    }
  }
  return result;
}

const Absence* Directory::absence(std::string_view id) const {
  const auto found = std::find_if(absences.begin(), absences.end(),
                                  [&](const Absence& one) { return one.holds && one.who == id; });
  return found == absences.end() ? nullptr : &*found;
}

std::string Directory::language_of(const Desk& desk) const {
  const auto* of = country(desk.country);
  return !desk.languages.empty() ? desk.languages.front()
         : of != nullptr         ? of->language
                                 : std::string();
}

std::string Directory::language_of(const Member& member) const {
  const auto* of = country(member.country);
  return !member.language.empty() ? member.language : of != nullptr ? of->language : std::string();
}

std::vector<std::string> Directory::stood_in_for(
    const std::vector<std::string>& substitutes) const {
  std::vector<std::string> result;
  for (const auto& one : absences) {
    if (one.begun && contains(substitutes, one.substitute) && !contains(result, one.who)) {
      result.push_back(one.who);
    }
  }
  return result;
}

std::vector<const Desk*> Directory::copy_desks(std::string_view country_code,
                                               std::string_view community, Day day) const {
  std::vector<const Desk*> result;
  for (const auto& entry : desks) {
    if (entry.copies && entry.kind == DeskKind::kLiaison && entry.country == country_code &&
        entry.community == community && entry.validity.holds(day)) {
      result.push_back(&entry);
    }
  }
  return result;
}

std::vector<std::string> Directory::fingerprints() const {
  std::set<std::string> all;
  for (const auto& entry : desks) {
    all.insert(entry.keys.begin(), entry.keys.end());
  }
  for (const auto& entry : members) {
    all.insert(entry.keys.begin(), entry.keys.end());
  }
  return {all.begin(), all.end()};
}

}  // namespace pouch::config
