// What two messages of different cases have in common: persons, vehicles, telephones, documents,
// accounts, containers. Each message has its own list of these things, as its own writer gave them:
// nobody is shown the other's spelling who may not read the other message.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace pouch::gateway {

enum class ThingKind { kPerson, kPlate, kVin, kPhone, kDocument, kIban, kContainer };
std::string_view name(ThingKind kind);  // "person", "plate" …
std::optional<ThingKind> thing_kind(std::string_view name);

// How sure it is that two are one; the best first.
enum class Meeting {
  kAsWritten,
  kOtherSpelling,  // of a name, with the same birth date
  kSimilar,        // look-alike signs, a similar sound, a birth date that is swapped or partial
  kPossible,       // the name alone, without a birth date
};
std::string_view name(Meeting how);  // "as written", "other spelling" …
std::optional<Meeting> meeting(std::string_view name);

struct SharedThing {
  ThingKind kind = ThingKind::kPlate;
  std::string value;  // "CA 1234 AB", "Milan Jovanović"
  std::string birth;  // of a person, ISO 8601, may be partial or empty
  Meeting how = Meeting::kAsWritten;
  bool operator==(const SharedThing&) const = default;
};

// `fresh` was compared when it came; `held` lay there already. Rows of messages. The n-th thing of
// one list is the n-th of the other.
struct Link {
  std::int64_t fresh = 0, held = 0;
  std::vector<SharedThing> in_fresh{}, in_held{};
};

}  // namespace pouch::gateway
