#include "gateway/archive/hit_words.hpp"

#include <algorithm>

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
  marker.snippet(said.subject, kSnippet, &words.met);
  if (words.met.size() < marker.asked()) {
    marker.snippet(said.form_json, kSnippet, &words.met);
  }
  for (const auto& part : body.parts()) {
    if (!words.snippet.empty() && words.met.size() >= marker.asked()) {
      break;
    }
    if (!part.evidence) {
      marker.snippet(part.name, kSnippet, &words.met);
      const auto found = marker.snippet(words_in(body, part), kSnippet, &words.met);
      words.snippet = words.snippet.empty() ? found : words.snippet;
    }
  }
  return words;
}

std::string tier_met(const std::vector<search::Meeting>& met) {
  const auto nearest =
      std::min_element(met.begin(), met.end(),
                       [](const auto& one, const auto& other) { return one.how < other.how; });
  if (nearest == met.end()) {
    return {};
  }
  switch (nearest->how) {
    case search::How::kAsWritten:
    case search::How::kOtherScript:  // the index folds most of them to the same term
      return "as written";
    case search::How::kOtherSpelling:
      return "other spelling";
    case search::How::kLookAlike:
    case search::How::kSimilarSound:
    case search::How::kLetterApart:
      break;
  }
  return "similar sound";
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
