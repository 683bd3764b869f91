// The folded words of an index, sealed, so that `word*` can be asked of all of them: what begins so
// is read here and asked for by its terms, and the index carries no beginnings of words. A page of
// words lies in the metadata of the index, under the keyed hash of their first four letters; pages
// of several indexes that become one are put behind each other without the key (merged_pages).
// Words with digits are not here (terms.hpp: starts and ends). Private to index and reader.
#pragma once

#include <functional>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <unordered_set>
#include <vector>

#include "search/index/blind.hpp"
#include "search/index/edges.hpp"
#include "search/index/xapian_door.hpp"

namespace pouch::search {

inline constexpr std::size_t kMostOfStart = 10'000;  // words that one may stand for

class LexiconWriter {
 public:
  explicit LexiconWriter(const Blind& blind) : blind_(blind) {}
  void add(std::string_view folded);
  // What was added, into the index; durable with its next commit.
  void write(Xapian::WritableDatabase& database);
  // Leaves out the words that no message holds any more.
  void prune(Xapian::WritableDatabase& database);

 private:
  using Words = std::set<std::string, std::less<>>;
  void write_bucket(std::string_view bucket, Words fresh, Xapian::WritableDatabase& database) const;

  Blind blind_;
  std::unordered_set<std::string> known_;  // added to this writer already
  Words fresh_;
};

// Those that begin so, at least kLeastStart letters of a folded word; nullopt: more than
// kMostOfStart.
std::optional<std::vector<std::string>> words_that_begin(const Xapian::Database& database,
                                                         const Blind& blind,
                                                         std::string_view start);

}  // namespace pouch::search
