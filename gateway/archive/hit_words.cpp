#include "gateway/archive/hit_words.hpp"

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
