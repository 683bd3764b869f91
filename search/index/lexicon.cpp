#include "search/index/lexicon.hpp"

#include <algorithm>

#include "search/ascii.hpp"
#include "search/index/terms.hpp"

namespace pouch::search {
namespace {

constexpr std::size_t kBucket = 4;      // letters that words of one page have in common
constexpr std::size_t kLongest = 40;    // octets of a word; longer ones are noise
constexpr std::size_t kOfPage = 4000;   // words of one page that is written anew
constexpr std::size_t kKept = 100'000;  // words of a year that are remembered, about 5 MB
constexpr std::size_t kLengthOctets = 4;

std::string_view bucket_of(std::string_view word) { return word.substr(0, kBucket); }

std::string key_of(const Blind& blind, std::string_view bucket, std::size_t page) {
  return kLexiconKeys + blind.term(TermKind::kLexicon, std::to_string(page), std::string(bucket));
}

// A page is sealed lists of words, each behind its length.
std::string sealed(const Blind& blind, const std::set<std::string, std::less<>>& words) {
  std::string list;
  for (const auto& word : words) {
    list.append(word).append(1, '\n');
  }
  const auto text = blind.seal(list);
  std::string length;
  for (std::size_t i = 0; i < kLengthOctets; ++i) {
    length += static_cast<char>(text.size() >> (8 * i) & 0xFFU);
  }
  return length + text;
}

template <typename See>
void each_word(const Blind& blind, std::string_view page, See see) {
  while (page.size() > kLengthOctets) {
    std::size_t length = 0;
    for (std::size_t i = 0; i < kLengthOctets; ++i) {
      length |= static_cast<std::size_t>(static_cast<unsigned char>(page[i])) << (8 * i);
    }
    page.remove_prefix(kLengthOctets);
    const auto list = blind.open(page.substr(0, length));
    page.remove_prefix(std::min(length, page.size()));
    for (std::size_t at = 0; at < list.size();) {
      const auto end = std::min(list.find('\n', at), list.size());
      see(std::string_view(list).substr(at, end - at));
      at = end + 1;
    }
  }
}

bool stands(const Xapian::Database& database, const Blind& blind, std::string_view word) {
  for (const auto kind :
       {TermKind::kWord, TermKind::kFolded, TermKind::kSpelling, TermKind::kJoined}) {
    if (database.term_exists(blind.term(kind, kAnywhere, word))) {
      return true;
    }
  }
  return database.term_exists(blind.term(TermKind::kMarked, kAnywhere, whole_key(word)));
}

// Of one bucket, those that begin so.
void gather(const Xapian::Database& database, const Blind& blind, std::string_view bucket,
            std::string_view start, std::set<std::string>& found) {
  for (std::size_t page = 0;; ++page) {
    const auto text = database.get_metadata(key_of(blind, bucket, page));
    if (text.empty()) {
      return;
    }
    each_word(blind, text, [&](std::string_view word) {
      if (word.starts_with(start)) {
        found.emplace(word);
      }
    });
  }
}

}  // namespace

void LexiconWriter::add(std::string_view folded) {
  if (folded.size() < kLeastStart || folded.size() > kLongest || has_digit(folded)) {
    return;
  }
  std::string word(folded);
  if (known_.size() >= kKept) {
    known_.clear();
  }
  if (known_.insert(word).second) {
    fresh_.insert(std::move(word));
  }
}

void LexiconWriter::write(Xapian::WritableDatabase& database) {
  for (auto at = fresh_.begin(); at != fresh_.end();) {
    const std::string bucket(bucket_of(*at));
    Words fresh;
    for (; at != fresh_.end() && bucket_of(*at) == bucket; ++at) {
      fresh.insert(*at);
    }
    write_bucket(bucket, std::move(fresh), database);
  }
  fresh_.clear();
}

void LexiconWriter::write_bucket(std::string_view bucket, Words fresh,
                                 Xapian::WritableDatabase& database) const {
  for (std::size_t number = 0; !fresh.empty(); ++number) {
    const auto key = key_of(blind_, bucket, number);
    const auto page = database.get_metadata(key);
    std::size_t size = 0;
    each_word(blind_, page, [&](std::string_view word) {
      ++size;
      if (const auto known = fresh.find(word); known != fresh.end()) {
        fresh.erase(known);
      }
    });
    if (size < kOfPage && !fresh.empty()) {  // the last one, which has room
      each_word(blind_, page, [&](std::string_view word) { fresh.emplace(word); });
      database.set_metadata(key, sealed(blind_, fresh));
      return;
    }
  }
}

void LexiconWriter::prune(Xapian::WritableDatabase& database) {
  write(database);
  known_.clear();
  std::vector<std::string> keys;
  const std::string begin(kLexiconKeys);
  for (auto at = database.metadata_keys_begin(begin); at != database.metadata_keys_end(begin);
       ++at) {
    keys.push_back(*at);
  }
  for (const auto& key : keys) {
    Words left;
    bool gone = false;
    each_word(blind_, database.get_metadata(key), [&](std::string_view word) {
      stands(database, blind_, word) ? void(left.emplace(word)) : void(gone = true);
    });
    if (gone) {  // an empty page stays: those behind it are found through it
      database.set_metadata(key, sealed(blind_, left));
    }
  }
}

std::optional<std::vector<std::string>> words_that_begin(const Xapian::Database& database,
                                                         const Blind& blind,
                                                         std::string_view start) {
  std::set<std::string> found;
  gather(database, blind, bucket_of(start), start, found);
  if (start.size() < kBucket) {  // the buckets of one letter more
    const bool foreign = std::any_of(start.begin(), start.end(), [](char c) { return c < 0; });
    for (int c = 'a'; c <= (foreign ? 0xFF : 'z') && found.size() <= kMostOfStart; ++c) {
      gather(database, blind, std::string(start) + static_cast<char>(c), start, found);
    }
  }
  if (found.size() > kMostOfStart) {
    return std::nullopt;
  }
  return std::vector<std::string>(found.begin(), found.end());
}

}  // namespace pouch::search
