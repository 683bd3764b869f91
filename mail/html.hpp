// HTML as text (the room's door to libxml2): parsed as a stream of events with a bound on depth and
// size, nothing loaded, no tree kept. `html_to_text` of content.hpp is this with an empty text
// where the bounds are passed.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace pouch::mail {

inline constexpr std::size_t kHtmlSize = 8U << 20;       // octets of one HTML part
inline constexpr std::size_t kHtmlDepth = 500;           // elements open at once
inline constexpr std::size_t kHtmlAttributes = 200;      // of one element
inline constexpr std::size_t kHtmlTextSize = 16U << 20;  // octets of the text made of it

// Clean text; nothing when over a bound.
std::optional<std::string> read_html(std::string_view html_utf8);

}  // namespace pouch::mail
