// HTML as text, laid out as a reader would see it. Nothing is fetched, no style or script
// is run.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "mail/content/html_events.hpp"

namespace pouch::mail {

inline constexpr std::size_t kHtmlTextSize = 16U << 20;  // octets of the text made of a page

// Clean text; nothing when over a bound.
std::optional<std::string> read_html(std::string_view html_utf8);

// The same; an empty text where a bound is passed.
std::string html_to_text(std::string_view html_utf8);

}  // namespace pouch::mail
