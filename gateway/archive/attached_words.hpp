// The text of an attachment, for the archive: what search/extract.hpp reads, and HTML by the mail
// room's reader, the only one there is.
#pragma once

#include <cstddef>
#include <string>

#include "gateway/store/store.hpp"

namespace pouch::gateway {

// Empty where there is none to read; at most `limit` octets.
std::string attached_words(const StoredPart& part, std::size_t limit);

}  // namespace pouch::gateway
