// HTML as text, laid out as a reader would see it. `html_to_text` of content.hpp is this with an
// empty text where the bounds are passed.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "mail/html_events.hpp"

namespace pouch::mail {

inline constexpr std::size_t kHtmlTextSize = 16U << 20;  // octets of the text made of a page

// Clean text; nothing when over a bound.
std::optional<std::string> read_html(std::string_view html_utf8);

}  // namespace pouch::mail
