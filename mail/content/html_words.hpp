// The words of an HTML page, for an index: its title and all that is no code. Words that stand
// apart on the page stand apart here; a tag or a soft hyphen within a word does not cut it. What is
// beyond a bound of html_events.hpp is left out, not refused: an index misses a word at most.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace pouch::mail {

std::string html_words(std::string_view html_utf8, std::size_t limit);  // at most `limit` octets

// The charset that a page names in a <meta> at its head (HTML section 4.2.5.4), for when nothing
// around it names one; empty when it does not.
std::string_view meta_charset(std::string_view html);

}  // namespace pouch::mail
