#include "search/asked.hpp"

#include <algorithm>

#include "search/ascii.hpp"
#include "search/edges.hpp"

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

bool any_in(const std::set<std::string>& keys, const std::vector<std::string>& of_word) {
  return std::any_of(of_word.begin(), of_word.end(),
                     [&](const std::string& key) { return keys.count(key) != 0; });
}

void add_sounds(const Node& leaf, Asked& asked) {
  asked.sounds.insert(asked.keys.skeletons.begin(), asked.keys.skeletons.end());
  asked.sounds.erase("");
  if (leaf.kind != NodeKind::kNear) {
    return;
  }
  for (const auto& sound : asked.sounds) {
    asked.apart.insert(sound);
    for (auto& missing : with_one_letter_left_out(sound)) {
      asked.apart.insert(std::move(missing));
    }
  }
}

void add_number(const Node& leaf, Kind kind, std::vector<Asked>& all) {
  constexpr std::size_t kShortest = 3;
  auto keys = fold_identifier(leaf.text);
  const bool digits = has_digit(keys.whole);
  if (leaf.kind != NodeKind::kStart && keys.whole.size() >= kShortest &&
      (kind == Kind::kIdentifier || digits)) {
    Asked asked;
    asked.text = leaf.text;
    asked.at = leaf.at;
    asked.end = leaf.end;
    asked.number = std::move(keys);
    all.push_back(std::move(asked));
  }
}

void add(const Node& leaf, std::vector<Asked>& all) {
  const auto kind = leaf.field != nullptr ? leaf.field->kind : Kind::kText;
  if (kind == Kind::kDay || kind == Kind::kFlag || kind == Kind::kExact) {
    return;
  }
  add_number(leaf, kind, all);
  for (const auto& part : words(leaf.text)) {
    Asked asked;
    asked.text = leaf.text.substr(part.begin, part.end - part.begin);
    asked.at = leaf.at;
    asked.end = leaf.end;
    asked.is_word = true;
    asked.start = leaf.kind == NodeKind::kStart;
    asked.keys = fold_name(asked.text);
    if (!asked.start && (leaf.field == nullptr || kind == Kind::kName)) {
      add_sounds(leaf, asked);
    }
    if (!asked.keys.generic.empty()) {
      all.push_back(std::move(asked));
    }
  }
}

}  // namespace

std::optional<How> Asked::meets(std::string_view word, std::string_view generic,
                                std::string_view spelling) const {
  const bool begins = start && (generic.starts_with(keys.generic) ||
                                (!keys.spelling.empty() && generic.starts_with(keys.spelling)));
  const bool same = generic == keys.generic || begins;
  if (!same && generic != keys.spelling && spelling != keys.generic && spelling != keys.spelling) {
    return std::nullopt;
  }
  const auto here = script_of(word), there = script_of(text);
  const bool other = here != Script::kNone && there != Script::kNone && here != there;
  return other ? How::kOtherScript : same ? How::kAsWritten : How::kOtherSpelling;
}

std::optional<How> Asked::sounds_like(const NameKeys& found) const {
  if (any_in(sounds, found.skeletons)) {
    return How::kSimilarSound;
  }
  const bool near =
      !apart.empty() &&
      std::any_of(found.skeletons.begin(), found.skeletons.end(), [&](const std::string& sound) {
        return apart.count(sound) != 0 || any_in(apart, with_one_letter_left_out(sound));
      });
  return near ? std::optional(How::kLetterApart) : std::nullopt;
}

std::optional<How> Asked::meets_number(const IdentifierKeys& found) const {
  if (found.whole == number.whole) {
    return How::kAsWritten;
  }
  return found.look == number.look ? std::optional(How::kLookAlike) : std::nullopt;
}

std::vector<Asked> asked_by(const Node& root) {
  std::vector<Asked> all;
  for (const auto* leaf : wanted_leaves(root)) {
    add(*leaf, all);
  }
  return all;
}

}  // namespace pouch::search
