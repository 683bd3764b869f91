// The tables of state/pouch.db, as the steps that brought them there: appended to, never edited, so
// that the file grows with each version and a site in the field runs those that it has not run yet.
#pragma once

#include <span>

namespace pouch::gateway {

std::span<const char* const> store_schema_steps();  // SQL, in the order of versions

}  // namespace pouch::gateway
