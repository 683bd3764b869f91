#include "search/names/name_meeting.hpp"

#include <algorithm>
#include <array>

#include "search/ascii.hpp"

namespace pouch::search {
namespace {

using Strings = std::vector<std::string>;

bool holds(const Strings& all, std::string_view one) {
  return std::find(all.begin(), all.end(), one) != all.end();
}

// Under which keys the index writes a word, sounds apart.
bool is_spelled(const NameKeys& found, std::string_view key) {
  return !key.empty() &&
         (key == found.generic || key == found.spelling || holds(found.others, key));
}

// The two sides' common spelling; their generic key, when it is one, says nothing more here.
bool share_spelling(const NameKeys& asked, const NameKeys& found) {
  const bool same = asked.generic == found.generic;
  const auto shared = [&](std::string_view key) {
    return !(same && key == asked.generic) && is_spelled(found, key);
  };
  return shared(asked.generic) || shared(asked.spelling) ||
         std::any_of(asked.others.begin(), asked.others.end(), shared);
}

bool sounds_as(const NameKeys& found, char reading, std::string_view key) {
  if (key == found.generic && (found.marked.empty() || is_whole(found))) {
    return true;
  }
  for (std::size_t i = 0; i < found.skeletons.size(); ++i) {
    const char other = found.readings[i];
    if (found.skeletons[i] == key &&
        (reading == kPlainSound || other == kPlainSound || reading == other)) {
      return true;
    }
  }
  return false;
}

// In either direction: who asks whom says nothing of two persons.
std::optional<NameTier> words_meet(const AskedName& left, const AskedName& right) {
  const auto one = meeting(left, right.keys);
  return one ? one : meeting(right, left.keys);
}

using Pointers = std::vector<const AskedName*>;

std::optional<NamesMet> match(Pointers shorter, Pointers longer) {
  if (shorter.size() > longer.size()) {
    std::swap(shorter, longer);
  }
  if (shorter.empty()) {
    return std::nullopt;
  }
  NamesMet met{NameTier::kAsWritten, shorter.size(), shorter.size() == longer.size()};
  for (const auto* word : shorter) {
    auto best = longer.end();
    std::optional<NameTier> how;
    for (auto one = longer.begin(); one != longer.end(); ++one) {
      const auto here = words_meet(*word, **one);
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
  return met;
}

// `joined`: these two are one; past the end: none are.
Pointers words_of(const WholeName& name, std::size_t joined) {
  Pointers words;
  for (std::size_t i = 0; i < name.words.size(); ++i) {
    words.push_back(i == joined ? &name.pairs[i] : &name.words[i]);
    i += i == joined ? 1 : 0;
  }
  return words;
}

bool is_better(const NamesMet& one, const std::optional<NamesMet>& best) {
  return !best || one.how < best->how || (one.how == best->how && one.whole && !best->whole);
}

}  // namespace

AskedName asked_name(std::string_view word) { return {fold_name(word), other_spellings(word)}; }

std::optional<NameTier> meets_written(const NameKeys& asked, const NameKeys& found) {
  if (asked.generic == found.generic &&
      (asked.marked.empty() || found.marked.empty() || asked.marked == found.marked)) {
    return NameTier::kAsWritten;
  }
  return share_spelling(asked, found) ? std::optional(NameTier::kOtherSpelling) : std::nullopt;
}

std::optional<NameTier> meets_by_sound(const AskedName& asked, const NameKeys& found) {
  const auto& keys = asked.keys;
  bool met = keys.generic == found.generic ||
             std::any_of(asked.others.begin(), asked.others.end(),
                         [&](const std::string& other) { return is_spelled(found, other); });
  for (std::size_t i = 0; i < keys.skeletons.size() && !met; ++i) {
    met = sounds_as(found, keys.readings[i], keys.skeletons[i]);
  }
  return met ? std::optional(NameTier::kSimilarSound) : std::nullopt;
}

std::optional<NameTier> meeting(const AskedName& asked, const NameKeys& found) {
  const auto written = meets_written(asked.keys, found);
  return written ? written : meets_by_sound(asked, found);
}

bool joins_names(std::string_view between) {
  return between == "-" || between == "'" || between == "\u2019" || between == "\u02BC" ||
         between == "\u2010" || between == "\u2011" || between == "`" || between == "\u00B4";
}

bool is_particle(std::string_view word) {
  static constexpr std::array<std::string_view, 14> kParticles = {
      "al",  "el",    "ul",    "ibn", "bin", "ben", "abu",
      "abd", "abdel", "abdul", "der", "van", "von", "den"};
  return std::find(kParticles.begin(), kParticles.end(), word) != kParticles.end();
}

NameTier as_one_word(NameTier tier) { return std::max(tier, NameTier::kOtherSpelling); }

bool begins(const NameKeys& asked, const NameKeys& found) {
  for (const std::string_view start : {std::string_view(asked.generic), {asked.spelling}}) {
    if (!start.empty() && (found.generic.starts_with(start) || found.spelling.starts_with(start))) {
      return true;
    }
  }
  return false;
}

WholeName whole_name(std::string_view name) {
  WholeName whole;
  std::string_view before;
  for (const auto& part : words(name)) {
    const auto word = name.substr(part.begin, part.end - part.begin);
    auto one = asked_name(word);
    if (one.keys.generic.empty()) {
      continue;
    }
    if (!before.empty()) {
      whole.pairs.push_back(asked_name(side_by_side(before, word)));
    }
    whole.words.push_back(std::move(one));
    before = word;
  }
  return whole;
}

std::optional<NamesMet> names_meet(const WholeName& left, const WholeName& right) {
  constexpr auto none = static_cast<std::size_t>(-1);
  auto best = match(words_of(left, none), words_of(right, none));
  const auto look = [&](std::size_t of_left, std::size_t of_right) {
    auto met = match(words_of(left, of_left), words_of(right, of_right));
    if (met) {
      met->how = as_one_word(met->how);
      best = is_better(*met, best) ? met : best;
    }
  };
  for (std::size_t i = 0; i < left.pairs.size(); ++i) {
    look(i, none);
  }
  for (std::size_t i = 0; i < right.pairs.size(); ++i) {
    look(none, i);
  }
  return best;
}

}  // namespace pouch::search
