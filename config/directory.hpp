// directory.toml: countries, desks, members, groups, each with dates (SPEC section 4, DECISIONS 1,
// 28). The directory is the trust: a signature counts when its primary fingerprint is that of
// exactly one principal (member or desk) valid on that day. Values only; look-ups are pure and take
// the day. Loading checks references, duplicate addresses and fingerprints, dates.
#pragma once

#include <chrono>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "config/absence.hpp"
#include "config/fault.hpp"
#include "config/office_hours.hpp"

namespace pouch::config {

using Day = std::chrono::sys_days;

struct Validity {
  std::optional<Day> from, until;  // both inclusive
  bool holds(Day day) const { return (!from || *from <= day) && (!until || day <= *until); }
};

struct Country {
  std::string code, name;  // ISO 3166-1 alpha-2, upper case
  Validity validity;
  // Others may learn that something of theirs stands in a case of this country, and no more.
  bool hit_no_hit = false;
  std::vector<Day> holidays{};  // on which nobody acknowledges a request; in order
  std::string language{};       // BCP 47, of letters to its desks and members that name none
  bool is_holiday(Day day) const;
};

enum class DeskKind { kFocalPoint, kLiaison, kOperationalCentre };

struct Desk {
  std::string id;
  DeskKind kind = DeskKind::kFocalPoint;
  std::string country;    // empty for headquarters
  std::string community;  // police, prosecution, headquarters
  std::string address;
  std::vector<std::string> keys;  // primary fingerprints, upper case
  bool copies = false;
  std::vector<std::string> agencies;  // serves only these; empty: all
  std::vector<std::string> areas;     // crime areas; empty: all
  std::string substitute;             // desk id
  std::vector<std::string> languages;
  std::vector<std::string> rights{"send", "search"};
  std::string time_zone;               // empty: the site's
  std::optional<OfficeHours> hours{};  // when people sit there; nullopt: round the clock
  Validity validity;
};

struct Member {
  std::string id, name;
  std::vector<std::string> addresses;
  std::vector<std::string> keys;
  std::string country, agency, community;
  std::vector<std::string> rights{"send", "search"};
  std::vector<std::string> desks;  // for which this member's key also acts
  std::string unit, phone, language, login;
  Validity validity;
};

struct Group {
  std::string id, address, community;
  std::vector<std::string> desks, members;
  bool whole_history = false;  // who joins finds what was written to the group before
};

// Who signed: a member, or a desk itself.
struct Principal {
  const Member* member = nullptr;
  const Desk* desk = nullptr;  // exactly one of the two
  const std::string& id() const;
  const std::string& country() const;
  const std::string& community() const;
  std::string agency() const;  // of a desk: its only agency, else "police"/"prosecution"…
  std::vector<std::string> addresses() const;
  bool has_right(std::string_view right) const;
  bool holds(Day day) const;  // registered on that day
};

class Directory {
 public:
  std::vector<Country> countries;
  std::vector<Desk> desks;
  std::vector<Member> members;
  std::vector<Group> groups;
  // Laid beside it by the gateway: those that hold, are to come, or ended a while ago.
  std::vector<Absence> absences{};

  const Country* country(std::string_view code) const;
  const Desk* desk(std::string_view id) const;
  const Member* member(std::string_view id) const;
  const Group* group(std::string_view id) const;
  const Group* group_by_address(std::string_view address) const;
  // Whoever may act with that key on that day; nullopt when nobody.
  std::optional<Principal> principal(std::string_view primary_fingerprint, Day day) const;
  // Whoever holds that key on any day (for "your registration ended").
  std::optional<Principal> principal_ever(std::string_view primary_fingerprint) const;
  // The last day on which anybody is registered with that key; nullopt: there is none, or nobody
  // is.
  std::optional<Day> last_day(std::string_view primary_fingerprint) const;
  std::optional<Principal> principal_by_id(std::string_view id) const;
  // Desks on which this principal acts that day: a desk itself; a member's `desks`.
  std::vector<const Desk*> desks_of(const Principal& principal, Day day) const;
  // Focal points of a country for a community, agency and crime area, best first (a desk that names
  // the agency or area stands before one that serves all), substitutes after.
  std::vector<const Desk*> focal_points(std::string_view country, std::string_view community,
                                        std::string_view agency, std::string_view area,
                                        Day day) const;
  // The one that holds now; null: they are there.
  const Absence* absence(std::string_view id) const;
  // In which letters are written to them: their own, else their country's; empty: English.
  std::string language_of(const Desk& desk) const;
  std::string language_of(const Member& member) const;
  // For whom these principals stand in, or did until lately.
  std::vector<std::string> stood_in_for(const std::vector<std::string>& substitutes) const;
  std::vector<const Desk*> copy_desks(std::string_view country, std::string_view community,
                                      Day day) const;
  // All fingerprints named, for the key ring.
  std::vector<std::string> fingerprints() const;
};

Directory load_directory(const std::filesystem::path& file);  // throws Fault with every finding
// Appends an entry as text, keeping all that stands (DECISIONS 35); the result is checked before
// the file is replaced by rename.
void append_entry(const std::filesystem::path& file, std::string_view toml_text);
// The entry of that table ("desk", "member", "country") and id holds until that day, the last one;
// all else stays as it was written, comments too. A group has no days: its lines become comments.
// Fault when there is none of that id, or when the file is written so that this cannot be done.
void end_entry(const std::filesystem::path& file, std::string_view table, std::string_view id,
               Day last);
// In the entry of that table ("desk", "member") and id one fingerprint takes the place of another;
// all else stays as it was written. Fault as end_entry, and when the old one does not stand there.
void replace_key(const std::filesystem::path& file, std::string_view table, std::string_view id,
                 std::string_view old_key, std::string_view new_key);
std::string sample_directory();

}  // namespace pouch::config
