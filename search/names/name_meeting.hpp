// Whether two names meet, and how: one answer for the index (terms.cpp and meant.cpp ask and write
// by these keys), for the marker that says why, and for whoever compares two messages. Pure.
//
//   as written      equal up to case, script and accents; marks that tell names apart are equal, or
//                   one of the two was written without any (Susic is Šušić and Sušić, these two are
//                   not each other)
//   other spelling  equal by the region's transliterations (Đorđe, Djordje), or two words that the
//                   other writes as one (Hadži Popović, Hadžipopović)
//   similar sound   all else that may be one name: what other systems write, readings aloud; a
//                   reading of one kind (Greek, Turkish …) never meets one of another
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "search/names/fold.hpp"

namespace pouch::search {

enum class NameTier { kAsWritten, kOtherSpelling, kSimilarSound };

// A word of a name that is asked for; what is found needs its keys alone.
struct AskedName {
  NameKeys keys;
  std::vector<std::string> others;  // other_spellings()
};
AskedName asked_name(std::string_view word);

// The first two tiers; found.skeletons are not looked at.
std::optional<NameTier> meets_written(const NameKeys& asked, const NameKeys& found);
// kSimilarSound or nothing.
std::optional<NameTier> meets_by_sound(const AskedName& asked, const NameKeys& found);
std::optional<NameTier> meeting(const AskedName& asked, const NameKeys& found);
// Where one of the two was made of two words.
NameTier as_one_word(NameTier tier);
// What stands between two words that may be one: a hyphen, an apostrophe.
bool joins_names(std::string_view between);
// Written small and apart before a name that others write it together with: al, ibn, van.
bool is_particle(std::string_view word);
// What begins as the asked word does, in its spellings: `jovan*`.
bool begins(const NameKeys& asked, const NameKeys& found);

// A whole name: its words, and those that stand side by side as one.
struct WholeName {
  std::vector<AskedName> words, pairs;  // pairs[i]: of words i and i + 1
};
WholeName whole_name(std::string_view name);

struct NamesMet {
  NameTier how = NameTier::kAsWritten;  // of the word that met worst
  std::size_t words = 0;                // of the shorter one
  bool whole = false;                   // no word of either was left over
};
// Every word of the shorter name is one of the longer, in any order. Either may be the asked one.
std::optional<NamesMet> names_meet(const WholeName& left, const WholeName& right);

}  // namespace pouch::search
