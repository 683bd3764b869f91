// Whether a question to the archive is about things that identify, and nothing else: only such a
// question may be answered with "contact the liaison desk of XX" (SPEC section 8, DOMAIN section
// 2.11). A thing is a whole number in its own field (plate, VIN, telephone, document, account), a
// number without a field that its check digits or its shape leave no doubt about (account,
// container, VIN), a person of two names or of one with the whole birth date beside it. One word
// beside them that is none of these, a NOT, a wildcard, a "near", a condition: the question is
// about something else. Pure.
#pragma once

#include <string_view>
#include <vector>

#include "gateway/decide/things.hpp"

namespace pouch::gateway {

// Any of these; each is things that are held together in one message.
using AskedThings = std::vector<std::vector<Thing>>;

// Empty: it is about something else, or cannot be read.
AskedThings asked_about(std::string_view query);
// Of the blocks of the form `search`: each thing by itself.
AskedThings asked_about(const templates::Form& form, const templates::TemplateSet& set);

}  // namespace pouch::gateway
