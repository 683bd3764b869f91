// Letters on how long a case is kept (DOMAIN section 8). To its owner: when it is erased, why, and
// the one word that keeps it or ends it; beside the number what the owner knows it by, nothing else
// of its content. To whoever had copies of a case that is erased: its number alone, and the word
// that confirms.
#pragma once

#include <string>

#include "gateway/cases/retention.hpp"
#include "gateway/letters/letter.hpp"
#include "gateway/letters/non_delivery.hpp"

namespace pouch::gateway {

struct Review {
  CaseNumber number;
  RetentionDue due{};
  RetentionDay end{};     // it is erased then
  RetentionDay latest{};  // until when it may be kept
  RetentionLetter which = RetentionLetter::kNotice;
  bool may_keep = true;              // the reader's word moves the day
  bool may_erase = true;             // … and can end it at once
  std::string supplier{};            // for people: who set the day
  std::string reference{}, title{};  // of the reader's own request; empty: it is not theirs
};
mail::Draft write_review(const NoticeSource& source, const Party& to, const Review& review,
                         const LetterThread& thread);

struct CopiesAsked {
  CaseNumber number;
  Time erased{};       // here
  bool again = false;  // they were asked before
};
mail::Draft write_erasure(const NoticeSource& source, const Party& to, const CopiesAsked& asked,
                          const LetterThread& thread);

}  // namespace pouch::gateway
