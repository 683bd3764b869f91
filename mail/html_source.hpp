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

// The charset that a page names in a <meta> at its head (HTML section 4.2.5.4), for when the mail's
// header names none; empty when it does not.
std::string_view meta_charset(std::string_view html);

// Attributes of the element that has the most (libxml2 compares each with each).
std::size_t most_attributes(std::string_view html);

}  // namespace pouch::mail
