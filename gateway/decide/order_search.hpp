// Search by plain mail: the words in the body, `Why:` and other lines of the form `search` in any
// language of the forms. Private to orders.
#pragma once

#include <string>
#include <string_view>

#include "gateway/decide/orders.hpp"

namespace pouch::gateway::detail {

// Sorts the lines into `query` (behind what is there), `why`, `number` and `fields`. A word of the
// query language such as `person:jovanovic` has no blank behind its colon; a label has.
void take_search(std::string_view text, const templates::TemplateSet& templates,
                 const Numbering& ours, Order& order);

// Not longer than a query can be.
bool may_be_query(std::string_view text);

// "[Person 1]", in any language of the forms.
bool is_block_header(std::string_view line, const templates::TemplateSet& templates);

// What stands behind the first words of a line.
std::string behind_words(std::string_view line, std::size_t words);

// The reason of a recall: what stands behind `Reason:` or `Why:`, else the text; one line.
std::string reason_in(std::string_view text, const templates::TemplateSet& templates);

}  // namespace pouch::gateway::detail
