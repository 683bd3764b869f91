// What the yearly figures need of a case (gateway/figures): who asked whom and when, and of each
// message the codes that its form chose. No name, no reference, no words: it outlives the erasure
// of its case (DOMAIN section 8), so that a year's figures stay what they were. Pure values.
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "gateway/cases/case.hpp"

namespace pouch::gateway {

// Codes of one message. Of a case: as it stood when the message came.
struct MessageCodes {
  std::string form;
  std::string priority, crime_area;        // of the case
  std::string reply_kind, ground, reason;  // of an answer: FULL, R-F2, JUDICIAL_AUTH
  // The legs that it moved, and what each was after it.
  std::vector<std::pair<std::string, LegState>> moved{};  // by country
  friend bool operator==(const MessageCodes&, const MessageCodes&) = default;
};

struct CountedMessage {
  int message = 0;
  std::string sender_country;
  Time received{};
  std::optional<MessageCodes> codes{};  // nullopt: the case was erased before they were noted
};

struct CountedCase {
  CaseNumber number;
  std::string community, country;  // of the requester; country empty: headquarters
  Time opened{};
  std::vector<Leg> legs{};
  std::vector<CountedMessage> messages{};
};

}  // namespace pouch::gateway
