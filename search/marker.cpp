#include "search/marker.hpp"

#include <algorithm>
#include <optional>

#include "search/asked.hpp"
#include "search/query.hpp"
#include "search/query_parser.hpp"
#include "search/terms.hpp"

namespace pouch::search {
namespace {

constexpr std::size_t kLookedThrough = 256U << 10;  // octets of a text
constexpr std::size_t kIdentifierOctets = 80;       // from its first group to its last
constexpr std::size_t kHits = 1000;                 // that are weighed against each other
constexpr std::size_t kMarks = 20;                  // in one snippet

// Words by their place in words(text), last included.
struct Found {
  std::size_t first = 0, last = 0;
  std::size_t asked = 0;
  How how = How::kAsWritten;
};

// The hits that stand together within `width`: the first of the fullest such runs.
std::vector<Found> fullest(const std::vector<Word>& all, const std::vector<Found>& hits,
                           std::size_t width) {
  std::size_t best = 0, most = 0;
  for (std::size_t first = 0, end = 0; first < hits.size(); ++first) {
    end = std::max(end, first + 1);
    while (end < hits.size() && end - first < kMarks &&
           all[hits[end].last].end - all[hits[first].first].begin <= width) {
      ++end;
    }
    if (end - first > most) {
      most = end - first;
      best = first;
    }
  }
  const auto from = hits.begin() + static_cast<std::ptrdiff_t>(best);
  return {from, from + static_cast<std::ptrdiff_t>(most)};
}

std::string marked(std::string_view text, const std::vector<Word>& all,
                   const std::vector<Found>& hits, std::size_t width) {
  auto first = hits.front().first, last = hits.back().last;
  const auto begin = all[first].begin, end = all[last].end;
  const auto room = width > end - begin ? (width - (end - begin)) / 2 : 0;
  while (first > 0 && begin - all[first - 1].begin <= room) {
    --first;
  }
  while (last + 1 < all.size() && all[last + 1].end - end <= room) {
    ++last;
  }
  std::string line = first > 0 ? "…" : "";
  auto at = all[first].begin;
  for (const auto& hit : hits) {
    line.append(text.substr(at, all[hit.first].begin - at)).append("«");
    at = all[hit.last].end;
    line.append(text.substr(all[hit.first].begin, at - all[hit.first].begin)).append("»");
  }
  line.append(text.substr(at, all[last].end - at)).append(last + 1 < all.size() ? "…" : "");
  return plain_line(line);
}

}  // namespace

std::string_view name(How how) {
  switch (how) {
    case How::kAsWritten:
      return "as written";
    case How::kOtherScript:
      return "other script";
    case How::kOtherSpelling:
      return "other spelling";
    case How::kLookAlike:
      return "look-alike signs";
    case How::kSimilarSound:
      return "similar sound";
    case How::kLetterApart:
      return "one letter apart";
  }
  return "";
}

struct Marker::Impl {
  std::vector<Asked> asked;

  std::optional<Found> identifier_at(std::string_view text, const std::vector<Word>& all,
                                     std::size_t at) const {
    for (std::size_t last = at; last < all.size() && last - at < kIdentifierWords; ++last) {
      const auto size = all[last].end - all[at].begin;
      if (size > kIdentifierOctets) {
        break;
      }
      std::optional<IdentifierKeys> keys;
      for (std::size_t i = 0; i < asked.size(); ++i) {
        if (asked[i].number.whole.empty()) {
          continue;
        }
        if (!keys) {
          keys = fold_identifier(text.substr(all[at].begin, size));
        }
        if (const auto how = asked[i].meets_number(*keys)) {
          return Found{at, last, i, *how};
        }
      }
    }
    return std::nullopt;
  }

  std::optional<Found> word_at(std::string_view word, std::size_t at) const {
    std::optional<Found> best;
    std::optional<NameKeys> keys;
    for (std::size_t i = 0; i < asked.size(); ++i) {
      if (!asked[i].is_word) {
        continue;
      }
      if (!keys) {
        keys = fold_name(word);
      }
      const auto how = asked[i].meets(word, *keys);
      if (how && (!best || *how < best->how)) {
        best = Found{at, at, i, *how};
      }
    }
    return best;
  }

  std::vector<Found> look(std::string_view text, const std::vector<Word>& all) const {
    const bool numbers = std::any_of(asked.begin(), asked.end(),
                                     [](const Asked& one) { return !one.number.whole.empty(); });
    std::vector<Found> hits;
    std::size_t near = 0;  // of them: met by more than their sound
    for (std::size_t at = 0; at < all.size() && near < kHits && hits.size() < 4 * kHits; ++at) {
      const auto word = text.substr(all[at].begin, all[at].end - all[at].begin);
      auto hit = numbers ? identifier_at(text, all, at) : std::nullopt;
      if (!hit) {
        hit = word_at(word, at);
      }
      if (hit) {
        near += hit->how < How::kSimilarSound ? 1U : 0U;
        at = hit->last;
        hits.push_back(*hit);
      }
    }
    return hits;
  }

  void meet(std::string_view text, const std::vector<Word>& all, const std::vector<Found>& hits,
            std::vector<Meeting>& met) const {
    for (const auto& hit : hits) {
      const auto& one = asked[hit.asked];
      const auto typed = plain_line(one.text);
      const auto same = std::find_if(met.begin(), met.end(), [&](const Meeting& known) {
        return known.at == one.at && known.asked == typed;
      });
      if (same != met.end() && same->how <= hit.how) {
        continue;
      }
      const auto begin = all[hit.first].begin;
      Meeting nearest{plain_line(text.substr(begin, all[hit.last].end - begin)), typed, hit.how,
                      one.at, one.end};
      same == met.end() ? met.push_back(std::move(nearest)) : void(*same = std::move(nearest));
    }
  }
};

Marker::Marker(std::string_view query) : impl_(std::make_unique<Impl>()) {
  const auto parsed = parse_query(query);
  if (parsed.root) {
    impl_->asked = asked_by(*parsed.root);
  }
}
Marker::~Marker() = default;
Marker::Marker(Marker&&) noexcept = default;
Marker& Marker::operator=(Marker&&) noexcept = default;

std::size_t Marker::asked() const { return impl_->asked.size(); }

std::string Marker::snippet(std::string_view text, std::size_t width,
                            std::vector<Meeting>* met) const {
  if (impl_->asked.empty()) {
    return {};
  }
  text = text.substr(0, kLookedThrough);
  const auto all = words(text);
  auto hits = impl_->look(text, all);
  if (met != nullptr) {
    impl_->meet(text, all, hits, *met);
  }
  const auto sounds = [](const Found& hit) { return hit.how >= How::kSimilarSound; };
  if (!std::all_of(hits.begin(), hits.end(), sounds)) {
    hits.erase(std::remove_if(hits.begin(), hits.end(), sounds), hits.end());
  }
  return hits.empty() ? std::string() : marked(text, all, fullest(all, hits, width), width);
}

std::string snippet(std::string_view text, std::string_view query, std::size_t width) {
  return Marker(query).snippet(text, width);
}

}  // namespace pouch::search
