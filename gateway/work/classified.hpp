// A proved mail that bears the mark of a classification above what the site may hold, in its
// subject, its text or the text of a file with it: it is held as it came and sent to nobody; its
// writer and the security contact are told (DOMAIN section 8). Whoever looks after security can
// release it when the mark is none. Private to this folder.
#pragma once

#include <optional>
#include <string>

#include "gateway/decide/classification_marks.hpp"
#include "gateway/store/reservations.hpp"
#include "gateway/work/arrived.hpp"

namespace pouch::gateway {

struct MarkedMail {
  ClassificationMark mark;
  std::string where;  // "the subject", "line 3 of the text", "line 1 of file 2"
};
// nullopt: there is none, the operator has released the mail, or its form says the level itself and
// is refused for it.
std::optional<MarkedMail> classification_mark(const Arrived& arrived, const Reading& reading);
void hold_classified(const Arrived& arrived, const MarkedMail& marked, const Sender& sender,
                     const Reservation& reserved, Commit& commit);

}  // namespace pouch::gateway
