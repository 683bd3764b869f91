// What becomes of a mail that is not accepted: the letter that says so and how to go on, the mail
// kept whole until its writer says what is missing, or the hold and who hears of it. Private to
// this folder.
#pragma once

#include "gateway/letters/letter.hpp"
#include "gateway/store/reservations.hpp"
#include "gateway/work/arrived.hpp"

namespace pouch::gateway {

// A refusal, or a question (Decision::ask); the mail is kept where a Reply can mend it.
void write_refusals(const Arrived& arrived, const Decision& decision, const Sender& sender,
                    const Reservation& reserved, const Reading& reading, Commit& commit);
// A proved mail that waits for somebody: its writer is told why, and that it was sent to nobody.
// False: he had too many letters already.
bool hold(const Arrived& arrived, const Sender& sender, const Reservation& reserved,
          const Refused& refused, const std::string& detail, Commit& commit);
// CORRESPONDENCE section 1: an answer to a letter that this store does not know.
void hold_unknown_letter(const Arrived& arrived, const Reading& reading, const Sender& sender,
                         const Reservation& reserved, Commit& commit);
// A mail that is held or refused without a word: when it says that it is a member's, the operator
// hears of it, with what to tell them by telephone (CORRESPONDENCE section 7).
void tell_of_mistake(const Arrived& arrived, const std::string& reason, Commit& commit);
// A program that writes in a circle is not fed with answers; the operator sees it.
bool too_many_letters(const Arrived& arrived, const Sender& sender, Commit& commit);

}  // namespace pouch::gateway
