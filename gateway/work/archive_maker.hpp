// Makes the archives of evidence that members ask for at the page (store/web_archives.hpp): the
// page has no key to sign with. The rights count as they are when it is made. What does not pass by
// itself, and what is larger than a page can give, ends as failed: pouch receipts makes it then.
#pragma once

#include <optional>

#include "gateway/site/crypto.hpp"
#include "gateway/site/runtime.hpp"
#include "gateway/store/store.hpp"

namespace pouch::gateway {

// The one that is due next; true: one was dealt with, look again.
bool make_next_archive(const Runtime& runtime, Store& store, Crypto& crypto);
std::optional<Time> next_archive(const Runtime& runtime, Store& store);

}  // namespace pouch::gateway
