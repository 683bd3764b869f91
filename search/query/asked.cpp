#include "search/query/asked.hpp"

#include <algorithm>

#include "search/ascii.hpp"
#include "search/index/edges.hpp"

namespace pouch::search {
namespace {

enum class Script { kNone, kLatin, kGreek, kCyrillic };

// By the first letter that is of one; the region writes a word in one script.
Script script_of(std::string_view word) {
  for (std::size_t i = 0; i < word.size(); ++i) {
    const auto octet = static_cast<unsigned char>(word[i]);
    if (octet < 0x80) {
      const char low = static_cast<char>(octet | 0x20U);
      if (low >= 'a' && low <= 'z') {
        return Script::kLatin;
      }
      continue;
    }
    if (octet >= 0xCD && octet <= 0xCF) {  // U+0340 to U+03FF, the marks before U+0370 apart
      return octet == 0xCD && i + 1 < word.size() && static_cast<unsigned char>(word[i + 1]) < 0xB0
                 ? Script::kLatin
                 : Script::kGreek;
    }
    if (octet >= 0xD0 && octet <= 0xD4) {  // U+0400 to U+052F
      return Script::kCyrillic;
    }
    if (octet >= 0xC3 && octet <= 0xC9) {  // U+00C0 to U+027F
      return Script::kLatin;
    }
  }
  return Script::kNone;
}

void add_apart(Asked& asked) {
  const auto& keys = asked.name.keys;
  for (const auto& sound : keys.skeletons) {
    asked.apart.insert(sound);
    for (auto& missing : with_one_letter_left_out(sound)) {
      asked.apart.insert(std::move(missing));
    }
  }
}

Asked placed(const Node& leaf, std::string text) {
  Asked asked;
  asked.text = std::move(text);
  asked.at = leaf.at;
  asked.behind = leaf.end;
  return asked;
}

bool is_end(const Node& leaf) {
  return leaf.kind == NodeKind::kWord && leaf.text.size() > 1 && leaf.text.front() == '*';
}

void add_number(const Node& leaf, Kind kind, std::vector<Asked>& all) {
  constexpr std::size_t kShortest = 3;
  auto keys = fold_identifier(leaf.text);
  const bool digits = has_digit(keys.whole);
  if (keys.whole.size() >= kShortest && (kind == Kind::kIdentifier || digits)) {
    auto asked = placed(leaf, leaf.text);
    asked.number = std::move(keys);
    asked.start = leaf.kind == NodeKind::kStart;
    asked.end = is_end(leaf);
    all.push_back(std::move(asked));
  }
}

void add_birth(const Node& leaf, std::vector<Asked>& all) {
  auto births = births_in(leaf.text);
  const bool of_birth = leaf.field != nullptr && leaf.field->kind == Kind::kBirth;
  if (!births.empty() && (of_birth || (leaf.field == nullptr && births.front().day != 0))) {
    auto asked = placed(leaf, leaf.text);
    asked.births = std::move(births);
    all.push_back(std::move(asked));
  }
}

Asked word_asked(const Node& leaf, std::string text, bool sounds) {
  auto asked = placed(leaf, std::move(text));
  asked.is_word = true;
  asked.start = leaf.kind == NodeKind::kStart;
  asked.name = asked_name(asked.text);
  asked.sounds = sounds && !asked.start;
  if (asked.sounds && leaf.kind == NodeKind::kNear) {
    add_apart(asked);
  }
  return asked;
}

bool is_of_names(const Node& leaf) {
  return leaf.field == nullptr || leaf.field->kind == Kind::kName;
}

void add(const Node& leaf, std::vector<Asked>& all) {
  const auto kind = leaf.field != nullptr ? leaf.field->kind : Kind::kText;
  if (kind == Kind::kDay || kind == Kind::kFlag || kind == Kind::kExact) {
    return;
  }
  add_birth(leaf, all);
  if (kind == Kind::kBirth) {
    return;
  }
  add_number(leaf, kind, all);
  if (is_end(leaf)) {
    return;
  }
  std::vector<std::size_t> parts;
  std::string whole;
  for (const auto& part : words(leaf.text)) {
    auto asked =
        word_asked(leaf, leaf.text.substr(part.begin, part.end - part.begin), is_of_names(leaf));
    if (!asked.name.keys.generic.empty()) {
      parts.push_back(all.size());
      whole = whole.empty() ? asked.text : side_by_side(whole, asked.text);
      all.push_back(std::move(asked));
    }
  }
  if (parts.size() == 2 && is_of_names(leaf) && !has_digit(leaf.text)) {
    auto both = word_asked(leaf, whole, true);
    both.text = leaf.text;
    both.joined = parts;
    all.push_back(std::move(both));
  }
}

// Hadži Popović, typed as two words, may stand there as one.
void add_pair(const Node& first, std::size_t place, const Node& second, std::vector<Asked>& all) {
  const auto single = [](const Node& leaf) {
    return leaf.kind == NodeKind::kWord && is_of_names(leaf) && words(leaf.text).size() == 1 &&
           !has_digit(leaf.text);
  };
  if (!single(first) || !single(second) ||
      (second.field != nullptr && second.field != first.field)) {
    return;
  }
  auto both = word_asked(first, side_by_side(first.text, second.text), true);
  both.text = first.text + " " + second.text;
  both.behind = second.end;
  both.joined = {place, all.size() - 1};
  all.push_back(std::move(both));
}

}  // namespace

std::optional<Asked::Met> Asked::meets(std::string_view word, const NameKeys& found) const {
  auto tier = meets_written(name.keys, found);
  if (start && !tier && begins(name.keys, found)) {
    tier = NameTier::kAsWritten;
  }
  if (!tier) {
    return std::nullopt;
  }
  const auto here = script_of(word), there = script_of(text);
  const bool other = here != Script::kNone && there != Script::kNone && here != there;
  const bool same = *tier == NameTier::kAsWritten;
  return Met{other ? How::kOtherScript : same ? How::kAsWritten : How::kOtherSpelling, *tier};
}

std::optional<Asked::Met> Asked::sounds_like(const NameKeys& found) const {
  if (sounds && meets_by_sound(name, found)) {
    return Met{How::kSimilarSound, NameTier::kSimilarSound};
  }
  const auto near = [&](const std::string& sound) {
    const auto shorter = with_one_letter_left_out(sound);
    return apart.count(sound) != 0 ||
           std::any_of(shorter.begin(), shorter.end(),
                       [&](const std::string& one) { return apart.count(one) != 0; });
  };
  const auto& of_word = found.skeletons;
  return !apart.empty() && std::any_of(of_word.begin(), of_word.end(), near)
             ? std::optional(Met{How::kLetterApart, NameTier::kSimilarSound})
             : std::nullopt;
}

std::optional<How> Asked::meets_number(const IdentifierKeys& found) const {
  const auto meets = [&](std::string_view whole, std::string_view asked) {
    return start ? whole.starts_with(asked) : end ? whole.ends_with(asked) : whole == asked;
  };
  if (meets(found.whole, number.whole)) {
    return How::kAsWritten;
  }
  const bool spoken = std::any_of(number.spoken.begin(), number.spoken.end(),
                                  [&](std::string_view way) { return meets(found.whole, way); }) ||
                      std::any_of(found.spoken.begin(), found.spoken.end(),
                                  [&](std::string_view way) { return meets(way, number.whole); });
  if (spoken) {
    return How::kOtherScript;
  }
  return !start && !end && found.look == number.look ? std::optional(How::kLookAlike)
                                                     : std::nullopt;
}

std::optional<How> Asked::meets_birth(const std::vector<BirthDate>& found) const {
  std::optional<How> best;
  for (const auto& one : births) {
    for (const auto& other : found) {
      if (const auto tier = births_meet(one, other)) {
        const auto how = *tier == BirthTier::kSame   ? How::kAsWritten
                         : *tier == BirthTier::kPart ? How::kPartOfDate
                                                     : How::kDaySwapped;
        best = best ? std::min(*best, how) : how;
      }
    }
  }
  return best;
}

std::vector<Asked> asked_by(const Node& root) {
  std::vector<Asked> all;
  const Node* before = nullptr;
  std::size_t place = 0;  // of its word
  for (const auto* leaf : wanted_leaves(root)) {
    add(*leaf, all);
    const auto own = all.empty() ? 0 : all.size() - 1;
    if (before != nullptr) {
      add_pair(*before, place, *leaf, all);
    }
    before = leaf;
    place = own;
  }
  return all;
}

}  // namespace pouch::search
