// What has happened since the store was made: counted by triggers of the schema in the transactions
// that make it happen, so that no figure is lost or doubled by a crash, and read without a key.
#pragma once

#include <map>
#include <string>

#include "gateway/store/sqlite.hpp"

namespace pouch::gateway {

// "mail-taken"; "mail-accepted", "-refused", "-held", "-duplicate" (a released mail counts again);
// "letter-delivered", "-failed", "-deferred" (each try that failed for now), for each recipient;
// "report" (of delivery). Throws Fault.
std::map<std::string, std::uint64_t> read_tallies(Database& database);

}  // namespace pouch::gateway
