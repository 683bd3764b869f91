// The words and numbers that a query asks for, folded, and how a word of a text meets one of them.
// Private to Marker.
#pragma once

#include <optional>
#include <set>
#include <string>
#include <vector>

#include "search/fold.hpp"
#include "search/marker.hpp"
#include "search/query_parser.hpp"

namespace pouch::search {

struct Asked {
  std::string text;  // as typed
  std::size_t at = 0, end = 0;
  bool is_word = false;
  bool start = false;
  NameKeys keys;                        // of a word
  std::set<std::string> sounds, apart;  // by which a name meets; one letter apart, of `name~`
  IdentifierKeys number;                // of something with digits; else empty

  // As written, in another script or spelling.
  std::optional<How> meets(std::string_view word, std::string_view generic,
                           std::string_view spelling) const;
  // By its sound, or one letter apart.
  std::optional<How> sounds_like(const NameKeys& found) const;
  std::optional<How> meets_number(const IdentifierKeys& found) const;
};

std::vector<Asked> asked_by(const Node& root);

}  // namespace pouch::search
