#include "gateway/cases/link.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace pouch::gateway {
namespace {

constexpr std::array<std::pair<ThingKind, std::string_view>, 7> kKinds{
    {{ThingKind::kPerson, "person"},
     {ThingKind::kPlate, "plate"},
     {ThingKind::kVin, "vin"},
     {ThingKind::kPhone, "phone"},
     {ThingKind::kDocument, "document"},
     {ThingKind::kIban, "iban"},
     {ThingKind::kContainer, "container"}}};

constexpr std::array<std::pair<Meeting, std::string_view>, 4> kMeetings{
    {{Meeting::kAsWritten, "as written"},
     {Meeting::kOtherSpelling, "other spelling"},
     {Meeting::kSimilar, "similar"},
     {Meeting::kPossible, "possible"}}};

template <typename Value, std::size_t kCount>
std::string_view name_in(const std::array<std::pair<Value, std::string_view>, kCount>& table,
                         Value value) {
  return table.at(static_cast<std::size_t>(value)).second;
}

template <typename Value, std::size_t kCount>
std::optional<Value> value_in(const std::array<std::pair<Value, std::string_view>, kCount>& table,
                              std::string_view name) {
  const auto* found =
      std::find_if(table.begin(), table.end(), [&](const auto& row) { return row.second == name; });
  return found == table.end() ? std::nullopt : std::optional(found->first);
}

}  // namespace

std::string_view name(ThingKind kind) { return name_in(kKinds, kind); }
std::optional<ThingKind> thing_kind(std::string_view name) { return value_in(kKinds, name); }
std::string_view name(Meeting how) { return name_in(kMeetings, how); }
std::optional<Meeting> meeting(std::string_view name) { return value_in(kMeetings, name); }

}  // namespace pouch::gateway
