// The subject of a mail as its writer's own words (CORRESPONDENCE section 3), and what of the mail
// the outer subject told everybody on the way (section 7).
#pragma once

#include <string>
#include <string_view>

#include "gateway/cases/number.hpp"
#include "templates/types/form.hpp"

namespace pouch::gateway {

// Without "Re:", "AW:", "Отг:" and their kind, and without numbers of ours. Empty: nothing is left,
// or it stands for a subject that the client hid ("...").
std::string own_title(std::string_view subject, const Numbering& ours);
// Whether `title` is the one of our letter: its text begins with it.
bool is_title_of(std::string_view title, std::string_view letter_text);

// What the outer subject gives away: a value of the form, or the inner subject. Empty: nothing.
std::string told_outside(std::string_view outer, std::string_view inner, bool inner_is_protected,
                         const templates::Form* form, const Numbering& ours);

}  // namespace pouch::gateway
