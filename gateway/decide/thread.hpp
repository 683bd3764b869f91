// To which case a mail belongs (SPEC section 6, DECISIONS 10): the form's field, then the subject,
// then In-Reply-To and References; disagreement is a problem, never a choice; a number in the text
// only when there is nothing else. Which cases exist is asked of the caller.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "gateway/cases/number.hpp"
#include "templates/form.hpp"

namespace pouch::gateway {

struct ThreadClues {
  std::string form_reference;  // field `answers` or `case_no`, as written; may be empty
  std::string subject;
  std::string in_reply_to;
  std::vector<std::string> references;
  std::string_view text;  // looked at only when there is nothing else
};

struct ThreadFound {
  std::optional<MessageNumber> number;
  std::vector<templates::Problem> problems;
};

using ThreadLookup = std::function<std::optional<MessageNumber>(const std::string& message_id)>;

ThreadFound find_thread(const ThreadClues& clues, std::string_view prefix,
                        const ThreadLookup& lookup);

}  // namespace pouch::gateway
