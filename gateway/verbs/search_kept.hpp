// The kept searches of `pouch search`: --keep, --kept and --drop.
#pragma once

#include "gateway/verbs/reader_session.hpp"

namespace pouch::gateway {

// Throws Refusal when too many are kept already.
void keep_search(ReaderSession& session, const std::string& name, const std::string& query);
int list_kept(ReaderSession& session, bool json);
// What is new since the last look; then it is new no more.
int show_kept(ReaderSession& session, const std::string& name, std::size_t limit, bool json);
int drop_kept(ReaderSession& session, const std::string& name, bool json);

}  // namespace pouch::gateway
