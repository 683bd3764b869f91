// HTML made fit for libxml2 before it sees it: marked sections left out, and a bound on what makes
// its parser quadratic.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace pouch::mail {

// Outlook puts `<![if …]>` around list numbers. HTML says that such a thing is a comment to the
// next ">"; libxml2 shows it. Real comments, which may have the same inside, stay.
std::string without_marked_sections(std::string_view html);

// libxml2 compares each attribute of an element with each: one tag of some megabytes would keep it
// busy for half an hour. What only looks like a tag (in a script, a comment) counts as one.
bool has_long_tag(std::string_view html, std::size_t most);
// The page, in which a tag ends before its attribute number `most` + 1; what followed is text.
std::string with_bounded_tags(std::string_view html, std::size_t most);

}  // namespace pouch::mail
