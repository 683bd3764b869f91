// Whether something that lies in the store can be read. What cannot, today or ever (no key, a
// damaged page, a stored form that is none), stops neither a search nor a comparison: it is
// counted, or left.
#pragma once

#include <functional>

namespace pouch::gateway {

// Throws what passes by itself (a transient Fault).
[[nodiscard]] bool is_readable(const std::function<void()>& look);

}  // namespace pouch::gateway
