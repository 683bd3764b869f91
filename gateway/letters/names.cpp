#include "gateway/letters/names.hpp"

#include <array>
#include <vector>

#include "templates/types/names.hpp"

namespace pouch::gateway::detail {
namespace {

// How display_name() begins for desks.
constexpr std::array<std::string_view, 5> kDeskWords{
    "Focal point", "Liaison desk", "Prosecutorial focal point", "Prosecutorial liaison desk",
    "Operational Centre Unit"};

}  // namespace

std::string country_name(const config::Directory& directory, const std::string& code) {
  const auto* country = directory.country(code);
  if (country != nullptr && country->name != code) {
    return country->name;
  }
  const auto known = templates::country_name(code);
  return known.empty() ? code : known;
}

std::string name_of(const config::Directory& directory, const std::string& id) {
  if (const auto* desk = directory.desk(id)) {
    return display_name(*desk, directory);
  }
  if (const auto* member = directory.member(id)) {
    return member->name;
  }
  return directory.country(id) != nullptr ? country_name(directory, id) : id;
}

std::string in_sentence(const Receiver& receiver) {
  auto name = receiver.name;
  for (const auto words : kDeskWords) {
    if (name.starts_with(words) && (name.size() == words.size() || name[words.size()] == ' ')) {
      if (words.front() != 'O') {  // the Operational Centre Unit is a name
        name.front() = static_cast<char>(name.front() - 'A' + 'a');
      }
      return "the " + name;
    }
  }
  return name;
}

std::string in_sentence(const Audience& audience) {
  std::vector<std::string> names;
  for (const auto& receiver : audience.to) {
    if (!is_copy(receiver.role)) {
      names.push_back(in_sentence(receiver));
    }
  }
  std::string text;
  for (std::size_t i = 0; i < names.size(); ++i) {
    text += (i == 0 ? "" : i + 1 == names.size() ? " and " : ", ") + names[i];
  }
  return text;
}

std::string zone_of(const LetterPlan& plan, const config::Site& site) {
  return plan.group.empty() && plan.to.size() == 1 && !plan.to.front().time_zone.empty()
             ? plan.to.front().time_zone
             : site.time_zone;
}

}  // namespace pouch::gateway::detail
