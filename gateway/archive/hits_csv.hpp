// Hits of a search as CSV (RFC 4180), for the verb and for the page alike: a header and a line for
// each message, never its text. A field that a spreadsheet would take for a formula gets an
// apostrophe in front (figures/csv.hpp).
#pragma once

#include <string>
#include <vector>

#include "gateway/archive/archive.hpp"
#include "gateway/cases/audit_entry.hpp"

namespace pouch::gateway {

inline constexpr std::size_t kMostCsvHits = 1000;

std::string csv_of_hits(const std::vector<ArchiveHit>& hits);
// Without an actor: beside the rows of the search.
AuditEntry row_of_csv(std::size_t hits);

}  // namespace pouch::gateway
