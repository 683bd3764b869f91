// The words, numbers and dates that a query asks for, folded, and how a word of a text meets one of
// them: names by name_meeting.hpp. Private to Marker.
#pragma once

#include <optional>
#include <set>
#include <string>
#include <vector>

#include "search/names/fold.hpp"
#include "search/names/name_meeting.hpp"
#include "search/query/marker.hpp"
#include "search/query/query_parser.hpp"
#include "search/things/birth_date.hpp"

namespace pouch::search {

struct Asked {
  std::string text;                // as typed
  std::size_t at = 0, behind = 0;  // in the query
  bool is_word = false;
  bool start = false, end = false;  // word*, *4567
  AskedName name;                   // of a word
  bool sounds = false;              // meets by its sound, too
  std::vector<std::size_t> joined;  // two words as one: their places in the list
  std::set<std::string> apart;      // sounds one letter apart, of `name~`
  IdentifierKeys number;            // of something with digits; else empty
  std::vector<BirthDate> births;    // what it may be as a date

  struct Met {
    How how = How::kAsWritten;
    NameTier tier = NameTier::kAsWritten;
  };
  // As written, in another script or spelling. `found` needs no skeletons.
  std::optional<Met> meets(std::string_view word, const NameKeys& found) const;
  // By its sound, or one letter apart.
  std::optional<Met> sounds_like(const NameKeys& found) const;
  std::optional<How> meets_number(const IdentifierKeys& found) const;
  std::optional<How> meets_birth(const std::vector<BirthDate>& found) const;
};

std::vector<Asked> asked_by(const Node& root);

}  // namespace pouch::search
