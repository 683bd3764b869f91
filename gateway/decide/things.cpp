#include "gateway/decide/things.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "search/ascii.hpp"
#include "search/fold.hpp"

namespace pouch::gateway {
namespace {

constexpr std::size_t kShortest = 4;      // signs of a number that is compared at all
constexpr std::size_t kPlainInText = 6;   // of one with letters and digits, to be known in a text
constexpr std::size_t kDigitsInText = 9;  // of one with digits alone
constexpr std::string_view kDigits = "0123456789";

std::string joined(std::string_view left, std::string_view right) {
  return std::string(left) + (left.empty() || right.empty() ? "" : " ") + std::string(right);
}

std::string text_of(const templates::Block& block, std::string_view id) {
  const auto* value = block.find(id);
  return value == nullptr || value->values.empty() ? std::string() : value->values.front();
}

void add_name(Thing& thing, std::string name) {
  if (!name.empty()) {
    thing.names.push_back(std::move(name));
  }
}

std::optional<Thing> person_in(const templates::Block& block) {
  Thing thing{.kind = ThingKind::kPerson};
  thing.birth = text_of(block, "birth_date");
  thing.family = text_of(block, "family_name");
  const auto given = text_of(block, "given_names");
  add_name(thing, joined(given, thing.family));
  add_name(thing, text_of(block, "name_original"));
  if (const auto born = text_of(block, "name_at_birth"); !born.empty()) {
    add_name(thing, joined(given, born));
  }
  if (const auto* aliases = block.find("aliases")) {
    for (const auto& alias : aliases->values) {
      add_name(thing, alias);
    }
  }
  if (thing.names.empty()) {
    return std::nullopt;
  }
  thing.value = thing.names.front();
  return thing;
}

// What a search field of a block stands for; nullopt: nothing by which cases are linked.
std::optional<ThingKind> kind_of(const templates::Block& block, const templates::SearchFeed& feed) {
  if (feed.id == "container_no") {
    return ThingKind::kContainer;
  }
  // Numbers of engines and of firearms are fed to fields of other numbers.
  if (feed.id == "engine_no" || feed.id == "mrz" || block.kind == "firearm" ||
      feed.field == "person") {
    return std::nullopt;
  }
  return thing_kind(feed.field);
}

std::optional<Thing> number_in(const templates::Block& block, const templates::SearchFeed& feed) {
  const auto kind = kind_of(block, feed);
  Thing thing{.value = feed.text, .number = search::fold_identifier(feed.compact).whole};
  if (!kind || thing.number.size() < kShortest || !search::has_digit(thing.number)) {
    return std::nullopt;
  }
  thing.kind = *kind;
  return thing;
}

// --- names ---------------------------------------------------------------------------------------

using NameWords = std::vector<search::NameKeys>;

NameWords words_of(const std::string& name) {
  NameWords keys;
  for (const auto& word : search::words(name)) {
    keys.push_back(
        search::fold_name(std::string_view(name).substr(word.begin, word.end - word.begin)));
  }
  std::erase_if(keys, [](const search::NameKeys& one) { return one.generic.empty(); });
  return keys;
}

std::optional<Meeting> word_meets(const search::NameKeys& left, const search::NameKeys& right) {
  if (left.generic == right.generic) {
    return Meeting::kAsWritten;
  }
  if (left.spelling == right.spelling || left.spelling == right.generic ||
      left.generic == right.spelling) {
    return Meeting::kOtherSpelling;
  }
  const bool sounds =
      std::any_of(left.skeletons.begin(), left.skeletons.end(), [&](const std::string& sound) {
        return std::find(right.skeletons.begin(), right.skeletons.end(), sound) !=
               right.skeletons.end();
      });
  return sounds ? std::optional(Meeting::kSimilar) : std::nullopt;
}

struct NamesMet {
  Meeting how = Meeting::kAsWritten;  // of the word that met worst
  std::size_t words = 0;
  bool whole = false;  // no word of either was left over
};

// Every word of the shorter name is one of the longer, in any order.
std::optional<NamesMet> names_meet(NameWords shorter, NameWords longer) {
  if (shorter.size() > longer.size()) {
    std::swap(shorter, longer);
  }
  NamesMet met{.words = shorter.size(), .whole = shorter.size() == longer.size()};
  for (const auto& word : shorter) {
    auto best = longer.end();
    std::optional<Meeting> how;
    for (auto one = longer.begin(); one != longer.end(); ++one) {
      const auto here = word_meets(word, *one);
      if (here && (!how || *here < *how)) {
        best = one;
        how = here;
      }
    }
    if (!how) {
      return std::nullopt;
    }
    met.how = std::max(met.how, *how);
    longer.erase(best);
  }
  return met.words == 0 ? std::nullopt : std::optional(met);
}

enum class Births { kSame, kSwapped, kPartly, kUnknown, kDifferent };

Births births(std::string_view left, std::string_view right) {
  if (left.empty() || right.empty()) {
    return Births::kUnknown;
  }
  constexpr std::size_t kWhole = 10;  // 1980-04-12
  if (left == right) {
    return left.size() == kWhole ? Births::kSame : Births::kPartly;
  }
  if (left.size() != right.size()) {
    return left.starts_with(right) || right.starts_with(left) ? Births::kPartly
                                                              : Births::kDifferent;
  }
  const bool swapped = left.size() == kWhole && left.substr(0, 4) == right.substr(0, 4) &&
                       left.substr(5, 2) == right.substr(8) && left.substr(8) == right.substr(5, 2);
  return swapped ? Births::kSwapped : Births::kDifferent;
}

std::optional<Meeting> judged(const NamesMet& met, Births dates) {
  constexpr std::size_t kSeveral = 2;
  switch (dates) {
    case Births::kSame:
      return met.how;
    case Births::kSwapped:
    case Births::kPartly:
      return met.words >= kSeveral && met.how < Meeting::kSimilar ? std::optional(Meeting::kSimilar)
                                                                  : std::nullopt;
    case Births::kUnknown:
      return met.words >= kSeveral && met.whole && met.how == Meeting::kAsWritten
                 ? std::optional(Meeting::kPossible)
                 : std::nullopt;
    case Births::kDifferent:
      break;
  }
  return std::nullopt;
}

std::optional<Meeting> persons_meet(const Thing& left, const Thing& right) {
  const auto dates = births(left.birth, right.birth);
  std::optional<Meeting> best;
  for (const auto& one : left.names) {
    for (const auto& other : right.names) {
      const auto met = names_meet(words_of(one), words_of(other));
      const auto how = met ? judged(*met, dates) : std::nullopt;
      best = how && (!best || *how < *best) ? how : best;
    }
  }
  return best;
}

// The words of a name as a query takes them: nothing in them can be read as an operator.
std::string quoted(const std::string& name) {
  std::string text;
  for (const auto& word : search::words(name)) {
    text = joined(text, std::string_view(name).substr(word.begin, word.end - word.begin));
  }
  return text.empty() ? text : "\"" + text + "\"";
}

}  // namespace

std::vector<Thing> things_of(const templates::Form& form, const templates::TemplateSet& set) {
  std::vector<Thing> things;
  const auto add = [&](const std::optional<Thing>& thing) {
    const bool known = thing && std::any_of(things.begin(), things.end(), [&](const Thing& one) {
                         return one.kind == thing->kind && one.number == thing->number &&
                                one.names == thing->names && one.birth == thing->birth;
                       });
    if (thing && !known && things.size() < kMostThings) {
      things.push_back(*thing);
    }
  };
  for (const auto& block : form.blocks) {
    if (block.kind == "person") {
      add(person_in(block));
    }
    for (const auto& feed : templates::search_feeds(block, form, set)) {
      add(number_in(block, feed));
    }
  }
  return things;
}

std::optional<Meeting> meet(const Thing& left, const Thing& right) {
  if (left.kind != right.kind) {
    return std::nullopt;
  }
  if (left.kind == ThingKind::kPerson) {
    return persons_meet(left, right);
  }
  if (left.number == right.number) {
    return Meeting::kAsWritten;
  }
  const bool alike =
      search::fold_identifier(left.number).look == search::fold_identifier(right.number).look;
  return alike ? std::optional(Meeting::kSimilar) : std::nullopt;
}

bool stands_in(const Thing& thing, std::string_view text) {
  if (thing.kind == ThingKind::kPerson) {
    return false;
  }
  const bool digits_alone = thing.number.find_first_not_of(kDigits) == std::string::npos;
  return thing.number.size() >= (digits_alone ? kDigitsInText : kPlainInText) &&
         search::fold_identifier(text).whole.find(thing.number) != std::string::npos;
}

std::vector<std::string> queries_for(const Thing& thing) {
  if (thing.kind != ThingKind::kPerson) {
    return {"\"" + thing.number + "\""};
  }
  std::vector<std::string> queries;
  const auto add = [&](std::string query) {
    if (std::find(queries.begin(), queries.end(), query) == queries.end()) {
      queries.push_back(std::move(query));
    }
  };
  const auto year = thing.birth.substr(0, 4);
  if (const auto family = quoted(thing.family); !family.empty() && !year.empty()) {
    add("person:" + family + " " + year);
  }
  for (const auto& name : thing.names) {
    if (const auto words = quoted(name); !words.empty()) {
      add("person:" + words);
    }
  }
  return queries;
}

}  // namespace pouch::gateway
