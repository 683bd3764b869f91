// A search that a member makes by himself, at the command line or at the page: what is asked of the
// archive, and what the audit log says of it. Who shows the answer writes these rows before.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "gateway/archive/archive.hpp"
#include "gateway/archive/pointing.hpp"
#include "gateway/cases/audit_entry.hpp"
#include "gateway/site/runtime.hpp"

namespace pouch::gateway {

struct MemberSearch {
  std::string query;
  std::size_t limit = 20, page = 1;  // pages from 1
  bool by_date = false, facets = false, partial = false;
  bool tiers = false;  // beside the facets
};

// With these rights (decide/readers.hpp).
ArchiveRequest request_of(const MemberSearch& search, const Runtime& runtime,
                          const std::vector<std::string>& readers);

// The cases of these hits, and the one for which was asked, for the words in the log.
std::vector<CaseNumber> cases_shown(const ArchiveAnswer& answer, std::string_view for_case = {});

// Who asked what, each message that was shown or opened for it, and whom else he was told to ask.
// Without an actor.
std::vector<AuditEntry> rows_of_search(Store& store, const std::string& query,
                                       const ArchiveAnswer& answer,
                                       const std::vector<Pointer>& pointed);

}  // namespace pouch::gateway
