// What the codes of closed lists are called on the page, in its language: states of a case, kinds
// of files, how a word met, fields of the query. Names of forms, crime areas and countries come
// with the answer, for they are the site's.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "gateway/web/words/words.hpp"

namespace pouch::gateway::web {

// A value of the facets "is", "has" and "how"; empty: it is none of theirs.
std::string_view value_in_words(const PageWords& words, std::string_view field,
                                std::string_view value);
// Of search::name() and of the tiers: "other script"; what is none of them stays as it is.
std::string_view how_in_words(const PageWords& words, std::string_view how);
// What a field of the query is, as pouch-query(7) says it; `english` where we know none.
std::string_view field_in_words(const PageWords& words, std::string_view field,
                                std::string_view english);

// "22 messages in 13 cases", "1 message"; `cases` 0: not counted.
std::string messages_in_words(const PageWords& words, std::uint64_t messages, bool at_least,
                              std::uint64_t cases);

}  // namespace pouch::gateway::web
