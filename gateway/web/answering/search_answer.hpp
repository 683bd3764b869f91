// Searches at the page: words and reason are kept under an id that tells nothing, and each page of
// hits is a search of its own with its rows in the audit log (archive/member_search.hpp).
#pragma once

#include "gateway/web/answering/visit.hpp"

namespace pouch::gateway {

WebAnswer answer_search(const Visit& visit);  // kSearch
WebAnswer answer_found(const Visit& visit);   // kFound

// What is shown of a text that has its hits between « and ».
std::vector<SnippetPiece> pieces_of(std::string_view snippet);

}  // namespace pouch::gateway
