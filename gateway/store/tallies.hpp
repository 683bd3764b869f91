// What has happened since the store was made: counted, nearly all by triggers of the schema, in the
// transactions that make it happen, so that no figure is lost or doubled by a crash, and read
// without a key.
#pragma once

#include <map>
#include <string>

#include "gateway/store/sqlite.hpp"

namespace pouch::gateway {

// "mail-taken"; "mail-accepted", "-refused", "-held", "-duplicate" (a released mail counts again);
// "letter-delivered", "-failed", "-deferred" (each try that failed for now), for each recipient;
// "report" (of delivery); "connection-turned-away"; "mail-expired" of those held. Throws Fault.
std::map<std::string, std::uint64_t> read_tallies(Database& database);

// For what no trigger sees. Not synced by itself: what a loss of power takes back was a figure.
void count_up(Database& database, std::string_view name, std::size_t by);

}  // namespace pouch::gateway
