// What a message says of a permission to use in court what is H1 (permission.hpp, private to this
// folder, knows what follows from it): it gives one, asks for one, or refuses one.
#pragma once

#include "gateway/decide/records.hpp"
#include "templates/types/form.hpp"

namespace pouch::gateway {

void take_permission(const templates::Form& form, PastMessage& past);

}  // namespace pouch::gateway
