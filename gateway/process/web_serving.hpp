// What the process web does: requests come in at one end, questions go out at the other, and what
// comes back is shown; what is saved comes back piece by piece, as fast as its browser takes it. It
// holds nothing between the two but who waits for which answer. One browser has two questions at a
// time, all together kMostWaiting; what is too much is told so at once. Small pictures of a page
// are asked for one by one, while their browser asks for nothing else.
#pragma once

#include "gateway/web/pages/front.hpp"

namespace pouch::gateway {

inline constexpr std::size_t kMostWaiting = 64, kMostOfABrowser = 2;

// `listening`: where browsers, or their proxy, connect; `line`: to who answers; `stop`: readable
// when it is over. All three stay their owners'.
void serve_web(int listening, int line, int stop, const web::Front& front);

}  // namespace pouch::gateway
