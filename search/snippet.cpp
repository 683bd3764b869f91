#include <algorithm>
#include <set>

#include "search/fold.hpp"
#include "search/query.hpp"
#include "search/query_parser.hpp"

namespace pouch::search {
namespace {

constexpr std::size_t kSnippetText = 1U << 20;  // octets of a text that are looked through
constexpr std::size_t kIdentifierWords = 6;     // "+381 64 123 45 67"

struct Wanted {
  std::set<std::string> words, identifiers, starts;
};

Wanted wanted_by(std::string_view query) {
  Wanted wanted;
  const auto parsed = parse_query(query);
  if (!parsed.root) {
    return wanted;
  }
  for (const auto* leaf : wanted_leaves(*parsed.root)) {
    if (leaf->kind == NodeKind::kDays) {
      continue;
    }
    for (const auto& part : words(leaf->text)) {
      const auto keys =
          fold_name(std::string_view(leaf->text).substr(part.begin, part.end - part.begin));
      (leaf->kind == NodeKind::kStart ? wanted.starts : wanted.words)
          .insert({keys.generic, keys.spelling});
    }
    constexpr std::size_t kShortest = 3;
    if (auto whole = fold_identifier(leaf->text).whole; whole.size() >= kShortest) {
      wanted.identifiers.insert(std::move(whole));
    }
  }
  wanted.words.erase("");
  wanted.starts.erase("");
  return wanted;
}

bool meets(std::string_view word, const Wanted& wanted) {
  const auto keys = fold_name(word);
  if (wanted.words.count(keys.generic) != 0 || wanted.words.count(keys.spelling) != 0) {
    return true;
  }
  return std::any_of(wanted.starts.begin(), wanted.starts.end(), [&](const std::string& start) {
    return keys.generic.compare(0, start.size(), start) == 0;
  });
}

// How many words from `at` are together an identifier that was asked for; 0 for none.
std::size_t identifier_at(std::string_view text, const std::vector<Word>& all, std::size_t at,
                          const Wanted& wanted) {
  for (std::size_t count = 1; count <= kIdentifierWords && at + count <= all.size(); ++count) {
    const auto begin = all[at].begin, end = all[at + count - 1].end;
    if (wanted.identifiers.count(fold_identifier(text.substr(begin, end - begin)).whole) != 0) {
      return count;
    }
  }
  return 0;
}

std::string one_line(std::string_view text) {
  std::string line;
  for (const char c : text) {
    const bool space = c == '\n' || c == '\r' || c == '\t' || c == ' ';
    if (!space) {
      line += c;
    } else if (!line.empty() && line.back() != ' ') {
      line += ' ';
    }
  }
  return line;
}

std::string around(std::string_view text, const std::vector<Word>& all, std::size_t from,
                   std::size_t to, std::size_t width) {
  auto first = from, last = to;
  while (first > 0 && all[from].begin - all[first - 1].begin <= width / 2) {
    --first;
  }
  while (last + 1 < all.size() && all[last + 1].end - all[to].end <= width / 2) {
    ++last;
  }
  const auto cut = [&](std::size_t begin, std::size_t end) {
    return std::string(text.substr(begin, end - begin));
  };
  return one_line((first > 0 ? "…" : "") + cut(all[first].begin, all[from].begin) + "«" +
                  cut(all[from].begin, all[to].end) + "»" + cut(all[to].end, all[last].end) +
                  (last + 1 < all.size() ? "…" : ""));
}

}  // namespace

std::string snippet(std::string_view text, std::string_view query, std::size_t width) {
  const auto wanted = wanted_by(query);
  if (wanted.words.empty() && wanted.starts.empty() && wanted.identifiers.empty()) {
    return {};
  }
  text = text.substr(0, kSnippetText);
  const auto all = words(text);
  for (std::size_t at = 0; at < all.size(); ++at) {
    const auto identifier = identifier_at(text, all, at, wanted);
    if (identifier > 0 || meets(text.substr(all[at].begin, all[at].end - all[at].begin), wanted)) {
      return around(text, all, at, at + (identifier > 0 ? identifier - 1 : 0), width);
    }
  }
  return {};
}

}  // namespace pouch::search
