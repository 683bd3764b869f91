// What of a message met the question, from its contents: a passage of it, and why each word met.
#pragma once

#include <string>
#include <vector>

#include "gateway/store/bodies.hpp"
#include "search/query/marker.hpp"

namespace pouch::gateway {

// A file that came with it in whose text something met: the passage is of it, or a word met there
// nearer than before.
struct MetFile {
  std::string name{};
  int part = 0;          // its position in the message
  std::size_t page = 0;  // of a PDF with several, from 1; 0: of none
};

struct HitWords {
  std::string snippet;  // hits between « and »; empty: the words are not in text or attachments
  std::vector<search::Meeting> met;
  std::vector<MetFile> files;
};

// Text, subject and form are looked at first, attachments as long as something asked is not met.
HitWords words_met(Body& body, const search::Marker& marker);

// "as written", "other spelling" or "similar sound" of the nearest of them, as the index names it;
// empty: nothing that was asked stands in the contents that are looked through.
std::string tier_met(const std::vector<search::Meeting>& met);

// "Димитров ~ Dimitrov (other script)", of those that met otherwise than as written; "; " between.
std::string why_met(const std::vector<search::Meeting>& met);

}  // namespace pouch::gateway
