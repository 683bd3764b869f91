// The digest of the day, to a desk: counts in the subject, then what is late, what is to be
// answered, what is awaited, what is new. Of a case's content its title alone, and not in the
// subject; a Reply to it goes to nobody abroad.
#pragma once

#include "gateway/decide/digest.hpp"
#include "gateway/letters/letter.hpp"
#include "gateway/letters/non_delivery.hpp"

namespace pouch::gateway {

inline constexpr std::size_t kDigestLines = 40;  // of a part; of more it says how many

// `digest` is not empty.
mail::Draft write_digest(const NoticeSource& source, const config::Directory& directory,
                         const Party& to, const Digest& digest, const LetterThread& thread);

}  // namespace pouch::gateway
