#include "gateway/web/answering/code_names.hpp"

#include <algorithm>

#include "gateway/words/known_names.hpp"
#include "mail/ascii.hpp"
#include "templates/types/names.hpp"

namespace pouch::gateway {
namespace {

constexpr std::string_view kAreaField = "crime_area";

std::string plain(std::string_view code) {
  auto text = mail::to_lower(code);
  std::replace(text.begin(), text.end(), '_', ' ');
  return text;
}

// Titles begin with a capital, as headings do; in a list they are words among others.
std::string in_a_list(std::string title) {
  const bool abbreviated = title.size() > 1 && title[1] >= 'A' && title[1] <= 'Z';
  if (!title.empty() && title[0] >= 'A' && title[0] <= 'Z' && !abbreviated) {
    title[0] = static_cast<char>(title[0] - 'A' + 'a');
  }
  return title;
}

const templates::Choice* area_named(const templates::TemplateSet& forms, std::string_view code) {
  for (const auto* form : forms.all()) {
    for (const auto& field : form->fields) {
      if (field.id != kAreaField) {
        continue;
      }
      for (const auto& choice : field.choices) {
        if (mail::same_word(choice.code, code)) {
          return &choice;
        }
      }
    }
  }
  return nullptr;
}

}  // namespace

std::string_view page_language(const Visit& visit) {
  const auto spoken = [](std::string_view tag) {
    const auto primary = tag.substr(0, tag.find('-'));
    return std::find_if(
        kPageLanguages.begin(), kPageLanguages.end(),
        [&](std::string_view language) { return mail::same_word(language, primary); });
  };
  auto found = spoken(visit.reader.language);
  if (found == kPageLanguages.end()) {
    found = spoken(visit.question.language);
  }
  return found == kPageLanguages.end() ? kPageLanguages.front() : *found;
}

CodeNames::CodeNames(const Visit& visit)
    : runtime_(visit.runtime), words_(Words::in(page_language(visit))) {}

std::string CodeNames::country(const std::string& code) const {
  const auto* country = runtime_.directory.country(code);
  const auto name =
      country != nullptr && country->name != code ? country->name : templates::country_name(code);
  return name.empty() ? code : known_name(name, words_);
}

std::string CodeNames::desk(const std::string& name) const { return known_name(name, words_); }

std::string CodeNames::form(std::string_view name) const {
  const auto* form = runtime_.templates.find(name);
  if (form == nullptr) {
    return plain(name);
  }
  const auto title = form->titles.find(words_.tag());
  return in_a_list(title == form->titles.end() ? form->title : title->second);
}

std::string CodeNames::area(std::string_view code) const {
  const auto* area = area_named(runtime_.templates, code);
  if (area == nullptr) {
    return plain(code);
  }
  const auto said = area->words.find(words_.tag());
  return said == area->words.end() || said->second.words.empty() ? area->label
                                                                 : said->second.words.front();
}

}  // namespace pouch::gateway
