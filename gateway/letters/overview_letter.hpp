// The overview of a request to several countries: one letter for all of them, kept up to date. Each
// new one says which it replaces. Where the request is in each country, since when, what is owed
// and until when; numbers, names and times, nothing of the case's content. It is a letter of the
// gateway: a Reply to it goes nowhere abroad (CORRESPONDENCE section 2).
#pragma once

#include <optional>
#include <string>

#include "gateway/letters/letter.hpp"
#include "gateway/letters/non_delivery.hpp"

namespace pouch::gateway {

struct OverviewOf {
  MessageNumber number;  // of the request
  const Case& subject;
  int version = 1;
  std::optional<Time> before{};  // of the version that it replaces
};
mail::Draft write_overview(const NoticeSource& source, const config::Directory& directory,
                           const Party& to, const OverviewOf& overview, const LetterThread& thread);

}  // namespace pouch::gateway
