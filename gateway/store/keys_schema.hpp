// The tables of state/keys.db, as the steps that brought them there: appended to, never edited.
#pragma once

#include <span>

namespace pouch::gateway {

std::span<const char* const> keys_schema_steps();  // SQL, in the order of versions

}  // namespace pouch::gateway
