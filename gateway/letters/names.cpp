#include "gateway/letters/names.hpp"

#include "gateway/words/known_names.hpp"
#include "gateway/words/words.hpp"
#include "templates/types/names.hpp"

namespace pouch::gateway::detail {

std::string country_name(const config::Directory& directory, const std::string& code,
                         const Words& words) {
  const auto* country = directory.country(code);
  if (country != nullptr && country->name != code) {
    return known_name(country->name, words);
  }
  const auto known = templates::country_name(code);
  return known.empty() ? code : known_name(known, words);
}

std::string name_of(const config::Directory& directory, const std::string& id, const Words& words) {
  if (const auto* desk = directory.desk(id)) {
    return known_name(display_name(*desk, directory), words);
  }
  if (const auto* member = directory.member(id)) {
    return member->name;
  }
  return directory.country(id) != nullptr ? country_name(directory, id, words) : id;
}

std::string listed(const std::vector<std::string>& items, const Words& words) {
  std::string text;
  for (std::size_t i = 0; i < items.size(); ++i) {
    text = i == 0                  ? items[i]
           : i + 1 == items.size() ? words("and_the_last", {{"before", text}, {"last", items[i]}})
                                   : text + ", " + items[i];
  }
  return text;
}

std::string in_sentence(const Audience& audience, const Words& words) {
  std::vector<std::string> names;
  for (const auto& receiver : audience.to) {
    if (!is_copy(receiver.role)) {
      names.push_back(known_name_in_sentence(receiver.name, words));
    }
  }
  return listed(names, words);
}

const Words& words_of(const LetterPlan& plan) { return Words::in(language_of(plan.to)); }

std::string zone_of(const LetterPlan& plan, const config::Site& site) {
  return plan.group.empty() && plan.to.size() == 1 && !plan.to.front().time_zone.empty()
             ? plan.to.front().time_zone
             : site.time_zone;
}

}  // namespace pouch::gateway::detail
