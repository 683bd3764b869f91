// Blind terms (ENGINES section 3; the room's door to libsodium): what stands in the index is the
// first 8 octets of a keyed BLAKE2b over kind, field and folded word. The kind and the field are
// inside the hash, so that equal words in two fields do not look equal.
#pragma once

#include <string>
#include <string_view>

#include "search/index.hpp"

namespace pouch::search {

// What a term stands for; a term of one kind never meets one of another.
enum class TermKind : char {
  kWord = 'w',      // generic key of a word
  kSpelling = 't',  // regional key of a word
  kSound = 's',     // skeleton of a name
  kMissing = 'd',   // skeleton with one letter left out
  kEdge = 'e',      // first letters of a name, subject or identifier
  kWhole = 'i',     // identifier, compact
  kLook = 'l',      // identifier, look-alike digits and letters folded too
  kExact = 'x',
  kReader = 'r',
  kFlag = 'f',
};

class Blind {
 public:
  explicit Blind(const Key& key) : key_(key) {}
  std::string term(TermKind kind, std::string_view field, std::string_view folded) const;
  // Tells whether an index was written with this key.
  std::string check_value() const;

 private:
  Key key_;
};

}  // namespace pouch::search
