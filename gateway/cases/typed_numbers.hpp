// Case numbers as people type them by hand: with blanks or dots instead of hyphens or with nothing,
// with blanks around the hyphens, the prefix in Cyrillic or Greek letters that sound or look like
// it. Only what is a number of ours by its check digits counts; all else stays as it is.
#pragma once

#include <string>
#include <string_view>

#include "gateway/cases/number.hpp"

namespace pouch::gateway {

// The same text with each of them as SEL-2026-000001-77/2.
std::string with_typed_numbers(std::string_view text, const Numbering& ours);

}  // namespace pouch::gateway
