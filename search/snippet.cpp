// The passage of a text in which a question met it (query.hpp).
#include <algorithm>
#include <optional>
#include <set>

#include "search/fold.hpp"
#include "search/query.hpp"
#include "search/query_parser.hpp"
#include "search/terms.hpp"

namespace pouch::search {
namespace {

constexpr std::size_t kSnippetText = 256U << 10;  // octets of a text that are looked through
constexpr std::size_t kIdentifierOctets = 80;     // from its first group to its last
constexpr std::size_t kHits = 1000;               // that are weighed against each other
constexpr std::size_t kMarks = 20;                // in one snippet

struct Wanted {
  std::set<std::string> words, sounds, starts, identifiers;
  bool empty() const { return words.empty() && starts.empty() && identifiers.empty(); }
};

// Words by their place in words(text), last included.
struct Found {
  std::size_t first = 0, last = 0;
};

void want(const Node& leaf, Wanted& wanted) {
  const auto kind = leaf.field != nullptr ? leaf.field->kind : Kind::kText;
  if (kind == Kind::kDay || kind == Kind::kFlag || kind == Kind::kExact) {
    return;
  }
  for (const auto& part : words(leaf.text)) {
    const auto keys =
        fold_name(std::string_view(leaf.text).substr(part.begin, part.end - part.begin));
    (leaf.kind == NodeKind::kStart ? wanted.starts : wanted.words)
        .insert({keys.generic, keys.spelling});
    if (leaf.kind != NodeKind::kStart && (leaf.field == nullptr || kind == Kind::kName)) {
      wanted.sounds.insert(keys.skeletons.begin(), keys.skeletons.end());
    }
  }
  constexpr std::size_t kShortest = 3;
  auto whole = fold_identifier(leaf.text).whole;
  if (whole.size() >= kShortest &&
      (kind == Kind::kIdentifier || whole.find_first_of("0123456789") != std::string::npos)) {
    wanted.identifiers.insert(std::move(whole));
  }
}

Wanted wanted_by(std::string_view query) {
  Wanted wanted;
  const auto parsed = parse_query(query);
  if (parsed.root) {
    for (const auto* leaf : wanted_leaves(*parsed.root)) {
      want(*leaf, wanted);
    }
  }
  for (auto* keys : {&wanted.words, &wanted.sounds, &wanted.starts}) {
    keys->erase("");
  }
  return wanted;
}

bool has_any(const std::set<std::string>& keys, const std::vector<std::string>& of_word) {
  return std::any_of(of_word.begin(), of_word.end(),
                     [&](const std::string& key) { return keys.count(key) != 0; });
}

bool meets(std::string_view word, const Wanted& wanted, bool by_sound) {
  const auto keys = fold_name(word);
  if (by_sound) {
    return has_any(wanted.sounds, keys.skeletons);
  }
  return has_any(wanted.words, {keys.generic, keys.spelling}) ||
         std::any_of(wanted.starts.begin(), wanted.starts.end(), [&](const std::string& start) {
           return keys.generic.compare(0, start.size(), start) == 0;
         });
}

std::optional<Found> identifier_at(std::string_view text, const std::vector<Word>& all,
                                   std::size_t at, const Wanted& wanted) {
  for (std::size_t last = at; last < all.size() && last - at < kIdentifierWords; ++last) {
    const auto size = all[last].end - all[at].begin;
    if (wanted.identifiers.empty() || size > kIdentifierOctets) {
      break;
    }
    if (wanted.identifiers.count(fold_identifier(text.substr(all[at].begin, size)).whole) != 0) {
      return Found{at, last};
    }
  }
  return std::nullopt;
}

std::vector<Found> hits_in(std::string_view text, const std::vector<Word>& all,
                           const Wanted& wanted, bool by_sound) {
  std::vector<Found> hits;
  for (std::size_t at = 0; at < all.size() && hits.size() < kHits; ++at) {
    const auto word = text.substr(all[at].begin, all[at].end - all[at].begin);
    if (const auto identifier = identifier_at(text, all, at, wanted)) {
      hits.push_back(*identifier);
      at = identifier->last;
    } else if (meets(word, wanted, by_sound)) {
      hits.push_back({at, at});
    }
  }
  return hits;
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

std::string snippet(std::string_view text, std::string_view query, std::size_t width) {
  const auto wanted = wanted_by(query);
  if (wanted.empty()) {
    return {};
  }
  text = text.substr(0, kSnippetText);
  const auto all = words(text);
  auto hits = hits_in(text, all, wanted, false);
  if (hits.empty() && !wanted.sounds.empty()) {
    hits = hits_in(text, all, wanted, true);
  }
  return hits.empty() ? std::string() : marked(text, all, fullest(all, hits, width), width);
}

}  // namespace pouch::search
