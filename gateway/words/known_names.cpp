#include "gateway/words/known_names.hpp"

#include <array>
#include <string_view>

#include "templates/types/names.hpp"

namespace pouch::gateway {
namespace {

struct DeskName {
  std::string_view begins;  // of what display_name() gives for desks
  Phrase alone, in_sentence;
};

constexpr std::array<DeskName, 5> kDeskNames{{
    {"Focal point of ", "focal_point", "the_focal_point"},
    {"Liaison desk of ", "liaison_desk", "the_liaison_desk"},
    {"Prosecutorial focal point of ", "prosecutors_focal_point", "the_prosecutors_focal_point"},
    {"Prosecutorial liaison desk of ", "prosecutors_liaison_desk", "the_prosecutors_liaison_desk"},
    {"Operational Centre Unit", "operational_centre", "the_operational_centre"},
}};

std::string country_of(const std::string& name, const Words& words) {
  const auto code = &words == &Words::english() ? std::string() : templates::country_code(name);
  const auto said =
      code.empty() || templates::country_name(code) != name ? std::string() : words.country(code);
  return said.empty() ? name : said;
}

std::string named(const std::string& name, const Words& words, bool in_sentence) {
  for (const auto& desk : kDeskNames) {
    if (name.starts_with(desk.begins)) {
      return words(in_sentence ? desk.in_sentence : desk.alone,
                   {{"country", country_of(name.substr(desk.begins.size()), words)}});
    }
  }
  return name == "your own focal point" ? words("your_own_focal_point") : country_of(name, words);
}

}  // namespace

std::string known_name(const std::string& name, const Words& words) {
  return named(name, words, false);
}

std::string known_name_in_sentence(const std::string& name, const Words& words) {
  return named(name, words, true);
}

}  // namespace pouch::gateway
