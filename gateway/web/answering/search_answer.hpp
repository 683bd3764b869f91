// Searches at the page: words and reason are kept under an id that tells nothing, and each page of
// hits, and each table of them, is a search of its own with its rows in the audit log
// (archive/member_search.hpp). Who waits longer than Visit::patience is told to narrow it.
#pragma once

#include "gateway/web/answering/visit.hpp"

namespace pouch::gateway {

WebAnswer answer_search(const Visit& visit);  // kSearch
WebAnswer answer_found(const Visit& visit);   // kFound
WebAnswer answer_hits(const Visit& visit);    // kHits
WebAnswer answer_keep(const Visit& visit);    // kKeep

// What is shown of a text that has its hits between « and ».
std::vector<SnippetPiece> pieces_of(std::string_view snippet);

}  // namespace pouch::gateway
