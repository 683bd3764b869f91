// The words of an HTML attachment: a stream of events, no tree, nothing loaded; script and style
// are left out. Words that stand apart on the page stand apart here; a tag within a word does not
// cut it. Bounds: size, depth, attributes of an element; what is beyond them is left out.
#pragma once

#include <string>
#include <string_view>

namespace pouch::search {

inline constexpr std::size_t kHtmlOctets = 8U << 20;
inline constexpr int kHtmlDepth = 500;  // elements open at once

std::string html_words(std::string_view html_utf8, std::size_t limit);

// The charset that a page names in a <meta> at its head (HTML section 4.2.5.4); empty when none.
std::string_view page_charset(std::string_view html);

}  // namespace pouch::search
