// Which held mail is a stranger's: nobody whom we know was proved to have written it, and it names
// nobody whom we know as its envelope sender. It alone is dropped after limits.held.
#pragma once

#include "config/directory.hpp"
#include "gateway/site/runtime.hpp"
#include "gateway/store/held.hpp"

namespace pouch::gateway {

bool is_strangers(const HeldMail& mail, const config::Directory& directory);
// Drops what is over limits.held; nothing while the clock has jumped since the process began.
void expire_held(const Runtime& runtime, Held& held);

}  // namespace pouch::gateway
