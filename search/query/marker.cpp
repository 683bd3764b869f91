#include "search/query/marker.hpp"

#include <algorithm>
#include <array>
#include <optional>

#include "search/ascii.hpp"
#include "search/index/terms.hpp"
#include "search/query/asked.hpp"
#include "search/query/kept_keys.hpp"
#include "search/query/query_parser.hpp"

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
  NameTier tier = NameTier::kAsWritten;
};

// Two words that the index writes as one, too: joined by a sign, or both with a capital.
bool may_be_one(std::string_view text, const Word& first, const Word& second) {
  const auto between = text.substr(first.end, second.begin - first.end);
  const auto of = [&](const Word& word) { return text.substr(word.begin, word.end - word.begin); };
  const auto capital = [&](const Word& word) { return first_letter(of(word)) == Capital::kYes; };
  return joins_names(between) || ((between == " " || between == "\u00A0") && capital(second) &&
                                  (capital(first) || is_particle(of(first))));
}

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
    case How::kPartOfDate:
      return "part of the date";
    case How::kDaySwapped:
      return "day and month swapped";
    case How::kSimilarSound:
      return "similar sound";
    case How::kLetterApart:
      return "one letter apart";
  }
  return "";
}

struct Marker::Impl {
  std::vector<Asked> asked;
  std::vector<std::string> typed;  // of each, as one line
  std::string starts;  // of the numbers that are asked for, as fold_identifier writes them
  bool births = false, ends = false;
  std::array<bool, 128> letters{};  // with which the keys of the words that are asked for begin
  mutable KeptKeys spellings{fold_spelling}, names{fold_name};

  explicit Impl(std::vector<Asked> all) : asked(std::move(all)) {
    for (const auto& one : asked) {
      starts += one.number.look.substr(0, 1);
      for (const auto& way : one.number.spoken) {
        starts += fold_identifier(way.substr(0, 1)).look;
      }
      births = births || !one.births.empty();
      ends = ends || one.end;
      typed.push_back(plain_line(one.text));
      if (one.is_word) {
        const auto& keys = one.name.keys;
        add_letter(keys.generic);
        add_letter(keys.spelling);
        std::for_each(keys.others.begin(), keys.others.end(),
                      [&](const std::string& key) { add_letter(key); });
      }
    }
  }

  void add_letter(std::string_view key) {
    if (const auto first = key.empty() ? letters.size() : static_cast<unsigned char>(key[0]);
        first < letters.size()) {
      letters[first] = true;
      if (first >= 'a' && first <= 'z') {
        letters[first - 'a' + 'A'] = true;
      }
    }
  }

  // Words of ASCII begin as the keys do by which they are met.
  bool may_meet(std::string_view word) const {
    const auto first = static_cast<unsigned char>(word.front());
    return first >= letters.size() || letters[first] || !is_ascii(word);
  }

  // A number that begins otherwise than all that are asked for is not looked at any closer.
  bool may_begin(std::string_view word) const {
    if (starts.empty() || ends) {
      return ends;
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
        if (how && (!asked[i].end || !ends_within(text, all, at, last, asked[i]))) {
          return Found{at, last, i, *how, {}};
        }
      }
    }
    return std::nullopt;
  }

  // *4567 is the end of the shortest run of groups that has it.
  static bool ends_within(std::string_view text, const std::vector<Word>& all, std::size_t first,
                          std::size_t last, const Asked& one) {
    return first < last && one.meets_number(fold_identifier(text.substr(
                               all[first + 1].begin, all[last].end - all[first + 1].begin)));
  }

  // Not what begins within a date: 4.1985 of 3.4.1985.
  std::optional<Found> birth_here(std::string_view text, const std::vector<Word>& all,
                                  std::size_t at, std::size_t& dated) const {
    const auto read = births && at >= dated ? birth_at(text, all, at) : std::nullopt;
    std::optional<Found> best;
    dated = read ? read->last + 1 : dated;
    for (std::size_t i = 0; read && i < asked.size(); ++i) {
      const auto how = asked[i].births.empty() ? std::nullopt : asked[i].meets_birth(read->dates);
      if (how && (!best || *how < best->how)) {
        best = Found{at, read->last, i, *how, {}};
      }
    }
    return best;
  }

  std::optional<Found> word_at(std::string_view word, std::size_t at, NameKeys& keys) const {
    std::optional<Found> best;
    const auto* folded = &keys;
    const auto first = static_cast<unsigned char>(word.front());
    if (first < letters.size() && lowered(word, keys.generic)) {
      keys.spelling = keys.generic;
      keys.marked.clear();
      keys.others.clear();
    } else {
      folded = &spellings.of(word);
    }
    for (std::size_t i = 0; i < asked.size(); ++i) {
      const auto met = asked[i].is_word ? asked[i].meets(word, *folded) : std::nullopt;
      if (met && (!best || met->how < best->how)) {
        best = Found{at, at, i, met->how, met->tier};
        if (!asked[i].joined.empty()) {
          best->how = std::max(best->how, How::kOtherSpelling);
          best->tier = as_one_word(met->tier);
        }
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
    NameKeys keys;
    std::size_t dated = 0;  // behind the last date that was read
    const bool words_alone = !births && !ends && starts.empty();
    for (std::size_t at = 0; at < all.size() && hits.size() < kHits; ++at) {
      const auto word = text.substr(all[at].begin, all[at].end - all[at].begin);
      const bool may_be_word = may_meet(word);
      if (words_alone && !may_be_word) {
        continue;  // as nearly all of a text: it costs no more than this look
      }
      auto hit = birth_here(text, all, at, dated);
      if (!hit) {
        hit = identifier_at(text, all, at);
      }
      if (!hit && may_be_word) {
        hit = word_at(word, at, keys);
      }
      if (hit) {
        met[hit->asked] = true;
        at = hit->last;
        hits.push_back(*hit);
      }
    }
    for (std::size_t i = 0; i < asked.size(); ++i) {
      const auto& parts = asked[i].joined;
      const bool apart = !parts.empty() && std::all_of(parts.begin(), parts.end(),
                                                       [&](std::size_t one) { return met[one]; });
      if (!met[i] && !apart && !known[i] && asked[i].sounds) {
        add_sounds(text, all, i, hits);
        met[i] = !hits.empty() && hits.back().asked == i;
      }
    }
    std::stable_sort(hits.begin(), hits.end(), [](const Found& left, const Found& right) {
      return left.first != right.first ? left.first < right.first : left.last > right.last;
    });
    return hits;
  }

  void add_sounds(std::string_view text, const std::vector<Word>& all, std::size_t which,
                  std::vector<Found>& hits) const {
    const auto written = hits.size();
    for (std::size_t at = 0; at < all.size() && hits.size() < written + kHits; ++at) {
      const auto word = text.substr(all[at].begin, all[at].end - all[at].begin);
      const auto& keys = names.of(word);
      // One that is a part of a number, too, was not looked at as a word.
      const auto as_word = asked[which].is_word ? asked[which].meets(word, keys) : std::nullopt;
      if (const auto met = as_word ? as_word : asked[which].sounds_like(keys)) {
        hits.push_back({at, at, which, met->how, met->tier});
      } else if (at + 1 < all.size() && may_be_one(text, all[at], all[at + 1])) {
        add_joined(text, all, at, which, hits);
      }
    }
  }

  // Two words of the text as one.
  void add_joined(std::string_view text, const std::vector<Word>& all, std::size_t at,
                  std::size_t which, std::vector<Found>& hits) const {
    constexpr std::size_t kLongest = 60;  // octets, as in the index
    const auto second = text.substr(all[at + 1].begin, all[at + 1].end - all[at + 1].begin);
    const auto both = side_by_side(text.substr(all[at].begin, all[at].end - all[at].begin), second);
    if (both.size() > kLongest + 1 || has_digit(both)) {
      return;
    }
    const auto keys = fold_name(both);
    auto met = asked[which].meets(both, keys);
    if (met) {
      met->how = std::max(met->how, How::kOtherSpelling);
    } else {
      met = asked[which].sounds_like(keys);
    }
    if (met) {
      hits.push_back({at, at + 1, which, met->how, as_one_word(met->tier)});
    }
  }

  std::vector<bool> met_as_near(const std::vector<Meeting>& met, How how) const {
    std::vector<bool> which;
    for (std::size_t i = 0; i < asked.size(); ++i) {
      which.push_back(std::any_of(met.begin(), met.end(), [&](const Meeting& known) {
        return known.at == asked[i].at && known.how <= how && known.asked == typed[i];
      }));
    }
    return which;
  }

  void meet(std::string_view text, const std::vector<Word>& all, const std::vector<Found>& hits,
            std::vector<Meeting>& met) const {
    for (const auto& hit : hits) {
      const auto& one = asked[hit.asked];
      const auto same = std::find_if(met.begin(), met.end(), [&](const Meeting& known) {
        return known.at == one.at && known.asked == typed[hit.asked];
      });
      if (same != met.end() && same->how <= hit.how) {
        continue;
      }
      const auto begin = all[hit.first].begin;
      Meeting nearest{plain_line(text.substr(begin, all[hit.last].end - begin)),
                      typed[hit.asked],
                      hit.how,
                      one.at,
                      one.behind,
                      hit.tier,
                      begin};
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

std::size_t Marker::asked() const {
  const auto& all = impl_->asked;
  return static_cast<std::size_t>(
      std::count_if(all.begin(), all.end(), [](const Asked& one) { return one.joined.empty(); }));
}

Passage Marker::passage(std::string_view text, std::size_t width, std::vector<Meeting>* met) const {
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
  std::vector<Found> apart;  // each word is marked once
  for (const auto& hit : hits) {
    if (apart.empty() || hit.first > apart.back().last) {
      apart.push_back(hit);
    }
  }
  if (apart.empty()) {
    return {};
  }
  const auto shown = fullest(all, apart, width);
  return {marked(text, all, shown, width), all[shown.front().first].begin};
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
