#include "templates/types/phrases.hpp"

#include <algorithm>
#include <iterator>

namespace pouch::templates {
namespace {

// What a blank form says beside its fields, and a letter that shows a form. What stands in braces
// is replaced.
constexpr Phrase kPhrases[] = {
    {"intro",
     "{title}. Lines that begin with ## are help; they are not read and may stay. Lines left empty "
     "count as left out."},
    {"needed", "Needed."},
    {"needed_if", "Needed if {condition}."},
    {"one_block", "At least one of these blocks is needed; the others may stay empty."},
    {"more", "For more of them write [{block} 2] and so on."},
    {"others", "Other blocks, each on a line of its own with its fields below: {blocks}"},
    {"more_fields",
     "More fields: a mail to the gateway with the subject \"template {name} all\" brings them."},
    {"free_text", "Free text"},
    {"yes", "yes"},
    {"no", "no"},
    {"not_given", "not given"},
    {"other", "Other, {label}"}};

}  // namespace

std::span<const Phrase> english_phrases() { return kPhrases; }

std::string_view english_phrase(std::string_view id) {
  const auto* found = std::find_if(std::begin(kPhrases), std::end(kPhrases),
                                   [&](const auto& phrase) { return phrase.first == id; });
  return found == std::end(kPhrases) ? std::string_view() : found->second;
}

std::string phrase_in(std::string_view id, const Language* language) {
  if (language != nullptr) {
    if (const auto found = language->phrases.find(std::string(id));
        found != language->phrases.end()) {
      return found->second;
    }
  }
  return std::string(english_phrase(id));
}

}  // namespace pouch::templates
