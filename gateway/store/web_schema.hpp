// The tables of state/web.db, as the steps that brought them there: appended to, never edited.
#pragma once

#include <span>

namespace pouch::gateway {

std::span<const char* const> web_schema_steps();  // SQL, in the order of versions

}  // namespace pouch::gateway
