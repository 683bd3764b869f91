#include "gateway/archive/hit_words.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <utility>

#include "gateway/archive/attached_words.hpp"
#include "search/files/extract.hpp"

namespace pouch::gateway {
namespace {

constexpr std::size_t kSnippet = 100;

// Of the first word that met nearer than before; nullopt: none did.
std::optional<std::size_t> place_of_news(const std::vector<search::Meeting>& before,
                                         const std::vector<search::Meeting>& met) {
  const auto is_news = [&](const search::Meeting& one) {
    return std::none_of(before.begin(), before.end(), [&](const search::Meeting& known) {
      return known.at == one.at && known.asked == one.asked && known.how == one.how;
    });
  };
  const auto news = std::find_if(met.begin(), met.end(), is_news);
  return news == met.end() ? std::nullopt : std::optional(news->place);
}

// Between the pages of a PDF there is a form feed (extract/pdf_text.hpp).
std::size_t page_at(const PartFacts& part, std::string_view text, std::size_t place) {
  const bool has_pages = search::file_kind(part.media_type, part.name) == search::FileKind::kPdf &&
                         text.find('\f') != text.npos;
  const auto before = text.substr(0, place);
  return has_pages ? 1 + static_cast<std::size_t>(std::count(before.begin(), before.end(), '\f'))
                   : 0;
}

void look_for_words(Body& body, const PartFacts& part, const search::Marker& marker,
                    HitWords& words) {
  marker.meet(part.name, words.met);
  const auto text = words_in(body, part);
  const auto before = words.met;
  std::optional<std::size_t> place;
  if (words.snippet.empty()) {
    auto passage = marker.passage(text, kSnippet, &words.met);
    place = passage.text.empty() ? place : passage.place;
    words.snippet = std::move(passage.text);
  } else {
    marker.meet(text, words.met);
  }
  place = place ? place : place_of_news(before, words.met);
  if (place) {
    words.files.push_back({part.name, part.position, page_at(part, text, *place)});
  }
}

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
    if (!part.evidence) {
      look_for_words(body, part, marker, words);
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
