// Who finds a message in the archive (CORRESPONDENCE section 2, DOMAIN section 8): its writer,
// those whom it reached, and of a case without a group the desks that see the traffic of their
// states, unless H2 keeps it with those who were named. What was written in a group is found by
// those whom it reached as long as they belong to the group: who joins later finds nothing older,
// who left nothing at all. Pure; a reader is a tag, opaque to search.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "config/directory.hpp"
#include "gateway/cases/case.hpp"
#include "gateway/decide/admission.hpp"

namespace pouch::gateway {

// Sorted, each once.
std::vector<std::string> readers_of(const Case& subject, const Audience& audience,
                                    const Sender& writer, const std::vector<std::string>& handling,
                                    const config::Directory& directory);

// The search rights of a principal today: himself, his desks, his state's traffic in the community
// of his desks, and what reached him or his desks in the groups to which they belong.
std::vector<std::string> reader_tags(const Sender& sender, const config::Directory& directory);

// What reached a desk itself, by mail or in the groups to which it belongs today; nothing that it
// may read besides (its state's traffic, what a group wrote before it joined).
std::vector<std::string> desk_tags(const std::string& desk, const config::Directory& directory);

// Of these rights what a search is limited to. MY_CASES: the principal, their desks and groups;
// MY_STATE: beside them what the rights give of their own country; PERMITTED: all.
std::vector<std::string> narrowed_to(std::string_view scope, const std::string& country,
                                     std::vector<std::string> tags);
bool may_read(const Message& message, const std::vector<std::string>& tags);

}  // namespace pouch::gateway
