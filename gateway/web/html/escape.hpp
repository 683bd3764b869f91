// Text as it may stand in HTML and SVG, in an element and in a quoted value (HTML standard, "Text"
// and "Attribute values"): what could end either is written as a reference. What is no UTF-8
// becomes U+FFFD, a control that is no line end a space; marks that turn the direction of what
// follows go, for they would make a name read as another.
#pragma once

#include <string>
#include <string_view>

namespace pouch::gateway::html {

std::string escaped(std::string_view text);

}  // namespace pouch::gateway::html
