// The things of a message by which cases are linked (DOMAIN section 11: duplicates), and when two
// of them are one. A name alone is not enough: it needs the birth date, the same, with day and
// month swapped, or as far as it is known; a name of several words as written, without any date, is
// a possible one. A name that only sounds alike needs the same date. Pure; names meet as in the
// archive (search/names/name_meeting.hpp), numbers fold as there.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "gateway/cases/link.hpp"
#include "templates/template.hpp"
#include "templates/types/form.hpp"

namespace pouch::gateway {

struct Thing {
  ThingKind kind = ThingKind::kPlate;
  std::string value{};               // as people read it
  std::string birth{};               // of a person
  std::string number{};              // of all others: normalised
  std::string family{};              // of a person: what the archive is asked for
  std::vector<std::string> names{};  // of a person: each a whole name
};

// Of the form's blocks, and whom its words name with a date of birth; each once, as many as one
// message is compared by.
inline constexpr std::size_t kMostThings = 50;
std::vector<Thing> things_of(const templates::Form& form, const templates::TemplateSet& set);
// Nothing where it is among them already, or they are kMostThings.
void add_thing(std::vector<Thing>& things, Thing thing);

// Whom somebody's plain words name with a date of birth, the first `most` of them.
std::vector<Thing> persons_named(std::string_view text, std::size_t most);

std::optional<Meeting> meet(const Thing& left, const Thing& right);
// A number long enough to be no other, in somebody's own words; never a person.
bool stands_in(const Thing& thing, std::string_view text);
// What the archive is asked for to find messages that may hold it.
std::vector<std::string> queries_for(const Thing& thing);

}  // namespace pouch::gateway
