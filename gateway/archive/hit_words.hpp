// What of a message met the question, from its contents: a passage of it, and why each word met.
#pragma once

#include <string>
#include <vector>

#include "gateway/store/bodies.hpp"
#include "search/query/marker.hpp"

namespace pouch::gateway {

struct HitWords {
  std::string snippet;  // hits between « and »; empty: the words are not in text or attachments
  std::vector<search::Meeting> met;
};

// Text, subject and form are looked at first, attachments as long as something asked is not met.
HitWords words_met(Body& body, const search::Marker& marker);

// "as written", "other spelling" or "similar sound" of the nearest of them, as the index names it;
// empty: nothing that was asked stands in the contents that are looked through.
std::string tier_met(const std::vector<search::Meeting>& met);

// "Димитров ~ Dimitrov (other script)", of those that met otherwise than as written; "; " between.
std::string why_met(const std::vector<search::Meeting>& met);

}  // namespace pouch::gateway
