// What becomes of an accepted mail: the row of its message, its contents, its letters, sealed
// (SPEC section 2 step 7). Private to this folder.
#pragma once

#include "gateway/store/reservations.hpp"
#include "gateway/work/arrived.hpp"

namespace pouch::gateway {

void file_accepted(const Arrived& arrived, Decision& decision, const Reading& reading,
                   const Sender& sender, const Reservation& reserved, Commit& commit);

// To know the same request again: who, under which reference, with which words.
std::string mark_of(const Sender& sender, const templates::Form& form);

}  // namespace pouch::gateway
