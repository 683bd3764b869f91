#include "search/marker.hpp"

#include <algorithm>
#include <optional>

#include "search/asked.hpp"
#include "search/kept_keys.hpp"
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
  std::string starts;  // of the numbers that are asked for, as fold_identifier writes them
  mutable KeptKeys spellings{fold_spelling}, names{fold_name};

  explicit Impl(std::vector<Asked> all) : asked(std::move(all)) {
    for (const auto& one : asked) {
      starts += one.number.look.substr(0, 1);
    }
  }

  // A number that begins otherwise than all that are asked for is not looked at any closer.
  bool may_begin(std::string_view word) const {
    if (starts.empty()) {
      return false;
    }
    const auto first = static_cast<unsigned char>(word.front());
    constexpr unsigned char kAscii = 0x80;
    return first >= kAscii || first == '0' ||
           starts.find(fold_identifier(word.substr(0, 1)).look) != std::string::npos;
  }

  std::optional<Found> identifier_at(std::string_view text, const std::vector<Word>& all,
                                     std::size_t at) const {
    if (!may_begin(text.substr(all[at].begin, all[at].end - all[at].begin))) {
      return std::nullopt;
    }
    for (std::size_t last = at; last < all.size() && last - at < kIdentifierWords; ++last) {
      const auto size = all[last].end - all[at].begin;
      if (size > kIdentifierOctets) {
        break;
      }
      const auto keys = fold_identifier(text.substr(all[at].begin, size));
      for (std::size_t i = 0; i < asked.size(); ++i) {
        const auto how = asked[i].number.whole.empty() ? std::nullopt : asked[i].meets_number(keys);
        if (how) {
          return Found{at, last, i, *how};
        }
      }
    }
    return std::nullopt;
  }

  std::optional<Found> word_at(std::string_view word, std::size_t at, std::string& lower) const {
    std::optional<Found> best;
    const auto* keys = lowered(word, lower) ? nullptr : &spellings.of(word);
    const std::string_view generic = keys == nullptr ? lower : keys->generic;
    const std::string_view spelling = keys == nullptr ? lower : keys->spelling;
    for (std::size_t i = 0; i < asked.size(); ++i) {
      const auto how = asked[i].is_word ? asked[i].meets(word, generic, spelling) : std::nullopt;
      if (how && (!best || *how < best->how)) {
        best = Found{at, at, i, *how};
      }
    }
    return best;
  }

  // As fold_name() folds words of ASCII, without its cost. False: it is none.
  static bool lowered(std::string_view word, std::string& lower) {
    lower.clear();
    for (const char c : word) {
      if (static_cast<unsigned char>(c) >= 0x80) {
        return false;
      }
      lower += c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    }
    return true;
  }

  // Most texts hold what was asked as it was written: sounds are looked at for the rest alone, that
  // is not `known` to be met so near elsewhere.
  std::vector<Found> look(std::string_view text, const std::vector<Word>& all,
                          const std::vector<bool>& known) const {
    std::vector<Found> hits;
    std::vector<bool> met(asked.size());
    std::string lower;
    for (std::size_t at = 0; at < all.size() && hits.size() < kHits; ++at) {
      const auto word = text.substr(all[at].begin, all[at].end - all[at].begin);
      auto hit = identifier_at(text, all, at);
      if (!hit) {
        hit = word_at(word, at, lower);
      }
      if (hit) {
        met[hit->asked] = true;
        at = hit->last;
        hits.push_back(*hit);
      }
    }
    for (std::size_t i = 0; i < asked.size(); ++i) {
      if (!met[i] && !known[i] && !asked[i].sounds.empty()) {
        add_sounds(text, all, i, hits);
      }
    }
    std::stable_sort(hits.begin(), hits.end(), [](const Found& left, const Found& right) {
      return left.first < right.first;
    });
    return hits;
  }

  void add_sounds(std::string_view text, const std::vector<Word>& all, std::size_t which,
                  std::vector<Found>& hits) const {
    const auto written = hits.size();
    for (std::size_t at = 0; at < all.size() && hits.size() < written + kHits; ++at) {
      const auto word = text.substr(all[at].begin, all[at].end - all[at].begin);
      if (const auto how = asked[which].sounds_like(names.of(word))) {
        hits.push_back({at, at, which, *how});
      }
    }
  }

  std::vector<bool> met_as_near(const std::vector<Meeting>& met, How how) const {
    std::vector<bool> which;
    for (const auto& one : asked) {
      which.push_back(std::any_of(met.begin(), met.end(), [&](const Meeting& known) {
        return known.at == one.at && known.how <= how && known.asked == plain_line(one.text);
      }));
    }
    return which;
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

Marker::Marker(std::string_view query) {
  const auto parsed = parse_query(query);
  impl_ = std::make_unique<Impl>(parsed.root ? asked_by(*parsed.root) : std::vector<Asked>());
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
  auto hits = impl_->look(text, all, std::vector<bool>(impl_->asked.size()));
  if (met != nullptr) {
    impl_->meet(text, all, hits, *met);
  }
  const auto sounds = [](const Found& hit) { return hit.how >= How::kSimilarSound; };
  if (!std::all_of(hits.begin(), hits.end(), sounds)) {
    hits.erase(std::remove_if(hits.begin(), hits.end(), sounds), hits.end());
  }
  return hits.empty() ? std::string() : marked(text, all, fullest(all, hits, width), width);
}

void Marker::meet(std::string_view text, std::vector<Meeting>& met) const {
  if (text.empty() || all_met(met)) {
    return;
  }
  text = text.substr(0, kLookedThrough);
  const auto all = words(text);
  const auto known = impl_->met_as_near(met, How::kSimilarSound);
  impl_->meet(text, all, impl_->look(text, all, known), met);
}

bool Marker::all_met(const std::vector<Meeting>& met) const {
  const auto which = impl_->met_as_near(met, How::kAsWritten);
  return std::find(which.begin(), which.end(), false) == which.end();
}

}  // namespace pouch::search
