// Where links lead, as clients write it into the plain text that they make of HTML: Outlook's
// "ana@x.example<mailto:ana@x.example>", "www.x.example<http://www.x.example/>".
#pragma once

#include <string>
#include <string_view>

namespace pouch::mail {

// Takes a target off where it says no more than the text right before it; others stay.
std::string without_link_targets(std::string_view text);

}  // namespace pouch::mail
