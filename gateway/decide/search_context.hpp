// What an answer of the archive must know when its reader replies "next" or "fetch 2, 5": the
// question and the messages that were listed, as JSON that the store keeps sealed beside the letter
// (SealedLetter::context). The reader's rights are not in it: they are those of the day on which he
// asks for more. Whatever is damaged, of another kind or out of bounds is no context at all.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "gateway/decide/answers.hpp"

namespace pouch::gateway {

inline constexpr std::size_t kMostListed = 2000;  // messages of all pages together

// Of a list or of messages in full; an answer that says only whether or how many has none.
std::string search_context(const ArchiveQuestion& question);
std::optional<ArchiveQuestion> read_search_context(std::string_view json);

}  // namespace pouch::gateway
