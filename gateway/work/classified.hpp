// A proved mail that bears the mark of a classification above what the site may hold, in its
// subject, its text or the text of a file with it: it is held as it came and sent to nobody; its
// writer and the security contact are told (DOMAIN section 8). Whoever looks after security can
// release it when the mark is none. A file that could not be read is no reason to hold a mail, and
// no mail goes as if it had been read: both sides and the security contact are told. Private to
// this folder.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "gateway/decide/classification_marks.hpp"
#include "gateway/store/reservations.hpp"
#include "gateway/work/arrived.hpp"

namespace pouch::gateway {

struct MarkedMail {
  ClassificationMark mark;
  std::string where;  // "the subject", "line 3 of the text", "line 1 of file 2"
};
// A file whose text nobody has looked at, or not to its end.
struct UncheckedFile {
  std::size_t number = 0;  // among those of the mail, from 1
  std::string name, why;   // why: for people
};

struct MarksFound {
  std::optional<MarkedMail> mark;
  std::vector<UncheckedFile> unchecked;
};
// Nothing: there is none, the operator has released the mail, or its form says the level itself and
// is refused for it.
MarksFound classification_marks(const Arrived& arrived, const Reading& reading);
// For the writer and, of an answer, its readers; before the letters are written.
void say_unchecked(const std::vector<UncheckedFile>& files, Decision& decision);
// For the security contact, without a name or a word of a file; after the letters were written.
void tell_unchecked(const Arrived& arrived, const std::vector<UncheckedFile>& files,
                    const MessageNumber& number, const Sender& sender, const std::string& seed,
                    Commit& commit);
void hold_classified(const Arrived& arrived, const MarkedMail& marked, const Sender& sender,
                     const Reservation& reserved, Commit& commit);

}  // namespace pouch::gateway
