// My desk: what a desk owes and waits for (decide/digest.hpp: the same lists as in its digest),
// what is new since its member looked, which keys end, who is there. No reason is asked for: the
// leg is the reason.
#pragma once

#include "gateway/web/answering/visit.hpp"

namespace pouch::gateway {

WebAnswer answer_desk(const Visit& visit);  // kDesk

}  // namespace pouch::gateway
