#include "gateway/archive/hit_words.hpp"

#include <algorithm>
#include <array>

#include "gateway/archive/attached_words.hpp"

namespace pouch::gateway {
namespace {

constexpr std::size_t kSnippet = 100;

}  // namespace

HitWords words_met(Body& body, const search::Marker& marker) {
  HitWords words;
  if (marker.asked() == 0) {
    return words;
  }
  const auto& said = body.text();
  words.snippet = marker.snippet(said.text, kSnippet, &words.met);
  marker.meet(said.subject, words.met);
  if (words.met.size() < marker.asked()) {
    marker.meet(said.form_json, words.met);
  }
  const auto is_done = [&] {
    return !words.snippet.empty() &&
           (words.met.size() >= marker.asked() || marker.all_met(words.met));
  };
  if (is_done()) {
    return words;
  }
  for (const auto& part : body.parts()) {
    if (is_done()) {
      break;
    }
    if (part.evidence) {
      continue;
    }
    marker.meet(part.name, words.met);
    if (words.snippet.empty()) {
      words.snippet = marker.snippet(words_in(body, part), kSnippet, &words.met);
    } else {
      marker.meet(words_in(body, part), words.met);
    }
  }
  return words;
}

// As the index has it: the tier of the word that met worst.
std::string tier_met(const std::vector<search::Meeting>& met) {
  constexpr std::array kTiers = {"as written", "other spelling", "similar sound",
                                 "part of the date", "day and month swapped"};
  const auto tier_of = [](const search::Meeting& one) -> std::size_t {
    switch (one.how) {
      case search::How::kAsWritten:
        return 0;
      case search::How::kOtherScript:
      case search::How::kOtherSpelling:
        return one.tier == search::NameTier::kAsWritten ? 0 : 1;
      case search::How::kPartOfDate:
        return 3;
      case search::How::kDaySwapped:
        return 4;
      case search::How::kLookAlike:
      case search::How::kSimilarSound:
      case search::How::kLetterApart:
        break;
    }
    return 2;
  };
  std::size_t worst = 0;
  for (const auto& one : met) {
    worst = std::max(worst, tier_of(one));
  }
  return met.empty() ? std::string() : kTiers.at(worst);
}

std::string why_met(const std::vector<search::Meeting>& met) {
  std::string text;
  for (const auto& one : met) {
    if (one.how != search::How::kAsWritten) {
      text += (text.empty() ? "" : "; ") + one.found + " ~ " + one.asked + " (" +
              std::string(search::name(one.how)) + ")";
    }
  }
  return text;
}

}  // namespace pouch::gateway
