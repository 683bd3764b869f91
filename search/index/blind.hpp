// Blind terms (ENGINES section 3; the room's door to libsodium): what stands in the index is the
// first octets of a keyed BLAKE2b over kind, field and folded word: 6 of words (of a million others
// one has the same in 1 of 3e8 questions), 8 of rights, whole values and flags. The kind and the
// field are inside the hash, so that equal words in two fields do not look equal.
#pragma once

#include <string>
#include <string_view>

#include "search/index/index.hpp"

namespace pouch::search {

// What a term stands for; a term of one kind never meets one of another.
enum class TermKind : char {
  kWord = 'w',      // generic key of a word without marks
  kFolded = 'v',    // generic key of one with marks
  kMarked = 'm',    // that one with its marks
  kSpelling = 't',  // regional key of a word
  kJoined = 'j',    // generic key of two words with marks that are also one
  kSound = 's',     // skeleton of a name
  kEdge = 'e',      // first letters of an identifier
  kEnd = 'z',       // last characters of an identifier
  kWhole = 'i',     // identifier, compact
  kLook = 'l',      // identifier, look-alike digits and letters folded too
  kAlias = 'a',     // identifier by another name (identifier.hpp)
  kBirth = 'b',     // date of birth
  kExact = 'x',
  kReader = 'r',
  kFlag = 'f',
  kFacet = 'v',    // the tag of a sealed value
  kLexicon = 'c',  // a page of sealed words
};

class Blind {
 public:
  explicit Blind(const Key& key) : key_(key), facet_key_(facet_key(key)) {}
  std::string term(TermKind kind, std::string_view field, std::string_view folded) const;
  // A value that must be read back (a facet's), under the key; equal values give equal octets, as
  // their terms do. open() of anything else is empty.
  std::string seal(std::string_view value) const;
  std::string open(std::string_view sealed) const;
  // Tells whether an index was written with this key.
  std::string check_value() const;

 private:
  static Key facet_key(const Key& key);

  Key key_, facet_key_;
};

}  // namespace pouch::search
