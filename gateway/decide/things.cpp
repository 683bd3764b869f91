#include "gateway/decide/things.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "search/ascii.hpp"
#include "search/names/fold.hpp"
#include "search/names/name_meeting.hpp"
#include "search/things/birth_date.hpp"
#include "search/things/persons.hpp"

namespace pouch::gateway {
namespace {

constexpr std::size_t kShortest = 4;      // signs of a number that is compared at all
constexpr std::size_t kPlainInText = 6;   // of one with letters and digits, to be known in a text
constexpr std::size_t kDigitsInText = 9;  // of one with digits alone
constexpr std::string_view kDigits = "0123456789";

std::string joined(std::string_view left, std::string_view right) {
  return std::string(left) + (left.empty() || right.empty() ? "" : " ") + std::string(right);
}

void add_name(Thing& thing, std::string_view name) {
  if (!name.empty()) {
    thing.names.emplace_back(name);
  }
}

std::optional<Thing> person_in(const templates::Block& block) {
  Thing thing{.kind = ThingKind::kPerson};
  thing.birth = block.text("birth_date");
  thing.family = block.text("family_name");
  const auto given = block.text("given_names");
  add_name(thing, joined(given, thing.family));
  add_name(thing, block.text("name_original"));
  if (const auto born = block.text("name_at_birth"); !born.empty()) {
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

// --- persons -------------------------------------------------------------------------------------

enum class Births { kSame, kSwapped, kPartly, kUnknown, kDifferent };

Births births(std::string_view left, std::string_view right) {
  const auto one = search::births_in(left), other = search::births_in(right);
  if (one.empty() || other.empty()) {
    return Births::kUnknown;
  }
  const auto met = search::births_meet(one.front(), other.front());
  if (!met) {
    return Births::kDifferent;
  }
  switch (*met) {
    case search::BirthTier::kSame:
      return one.front().day != 0 ? Births::kSame : Births::kPartly;
    case search::BirthTier::kPart:
      return Births::kPartly;
    case search::BirthTier::kSwapped:
      return Births::kSwapped;
  }
  return Births::kDifferent;
}

Meeting meeting_of(search::NameTier tier) {
  switch (tier) {
    case search::NameTier::kAsWritten:
      return Meeting::kAsWritten;
    case search::NameTier::kOtherSpelling:
      return Meeting::kOtherSpelling;
    case search::NameTier::kSimilarSound:
      return Meeting::kSimilar;
  }
  return Meeting::kSimilar;
}

// КУ is KY to the eye and KU to the ear.
bool is_way_of(const Thing& thing, const std::string& number) {
  const auto ways = search::fold_identifier(thing.value).spoken;
  return std::find(ways.begin(), ways.end(), number) != ways.end();
}

std::optional<Meeting> judged(const search::NamesMet& met, Births dates) {
  constexpr std::size_t kSeveral = 2;
  const auto how = meeting_of(met.how);
  switch (dates) {
    case Births::kSame:
      return how;
    case Births::kSwapped:
    case Births::kPartly:
      return met.words >= kSeveral && how < Meeting::kSimilar ? std::optional(Meeting::kSimilar)
                                                              : std::nullopt;
    case Births::kUnknown:
      return met.words >= kSeveral && met.whole && how == Meeting::kAsWritten
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
  if (dates == Births::kDifferent) {
    return best;
  }
  for (const auto& one : left.names) {
    const auto name = search::whole_name(one);
    for (const auto& other : right.names) {
      const auto met = search::names_meet(name, search::whole_name(other));
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

// The same as parts of an OR, each by itself; a query has few words.
std::string words_for_or(const std::string& name) {
  constexpr std::size_t kMost = 10;
  std::string text;
  std::size_t count = 0;
  for (const auto& word : search::words(name)) {
    if (++count <= kMost) {
      text +=
          (text.empty() ? "\"" : " OR \"") + name.substr(word.begin, word.end - word.begin) + "\"";
    }
  }
  return text;
}

}  // namespace

void add_thing(std::vector<Thing>& things, Thing thing) {
  const bool known = std::any_of(things.begin(), things.end(), [&](const Thing& one) {
    return one.kind == thing.kind && one.number == thing.number && one.names == thing.names &&
           one.birth == thing.birth;
  });
  if (!known && things.size() < kMostThings) {
    things.push_back(std::move(thing));
  }
}

std::vector<Thing> things_of(const templates::Form& form, const templates::TemplateSet& set) {
  std::vector<Thing> things;
  const auto add = [&](std::optional<Thing> thing) {
    if (thing) {
      add_thing(things, *std::move(thing));
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
  for (const auto& feed : templates::search_feeds(form, set)) {
    if (feed.field == "text") {  // facts, reasons, words about the form
      for (const auto& thing : persons_named(feed.text, kMostThings)) {
        add(thing);
      }
    }
  }
  return things;
}

std::vector<Thing> persons_named(std::string_view text, std::size_t most) {
  std::vector<Thing> things;
  for (auto& person : search::persons_in(text, most)) {
    Thing thing{.kind = ThingKind::kPerson, .value = person.name};
    thing.birth = search::iso(person.birth);
    thing.names.push_back(std::move(person.name));
    things.push_back(std::move(thing));
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
      search::fold_identifier(left.number).look == search::fold_identifier(right.number).look ||
      is_way_of(right, left.number) || is_way_of(left, right.number);
  return alike ? std::optional(Meeting::kSimilar) : std::nullopt;
}

bool stands_in(const Thing& thing, std::string_view text) {
  if (thing.kind == ThingKind::kPerson) {
    return false;
  }
  const bool digits_alone = thing.number.find_first_not_of(kDigits) == std::string::npos;
  if (thing.number.size() < (digits_alone ? kDigitsInText : kPlainInText)) {
    return false;
  }
  const auto whole = search::fold_identifier(text).whole;
  const auto ways = search::fold_identifier(thing.value).spoken;
  return whole.find(thing.number) != std::string::npos ||
         std::any_of(ways.begin(), ways.end(),
                     [&](const std::string& way) { return whole.find(way) != std::string::npos; });
}

std::vector<std::string> queries_for(const Thing& thing) {
  if (thing.kind != ThingKind::kPerson) {
    // Letters by their look and by their sound are asked of it as it was typed.
    const bool both = !search::fold_identifier(thing.value).spoken.empty();
    return {both ? quoted(thing.value) : "\"" + thing.number + "\""};
  }
  std::vector<std::string> queries;
  const auto add = [&](std::string query) {
    if (std::find(queries.begin(), queries.end(), query) == queries.end()) {
      queries.push_back(std::move(query));
    }
  };
  if (!thing.birth.empty()) {  // a part of the name and of the date is enough to look closer
    const auto& name = thing.family.empty() ? thing.names.front() : thing.family;
    if (const auto any = words_for_or(name); !any.empty()) {
      add("person:(" + any + ") born:" + thing.birth);
    }
  }
  for (const auto& name : thing.names) {
    if (const auto words = quoted(name); !words.empty()) {
      add("person:" + words);
    }
  }
  return queries;
}

}  // namespace pouch::gateway
