// Mails of an archive are opened by processes that hold neither the data key nor the store nor a
// file of the site: one question at a time over a line (mail/openpgp/wire.hpp), the mail in sealed
// memory, what became of it in memory of bounded size. What a reader that was taken over says is
// bounded, and of the mail itself (its digest, its size) nothing is believed; what it says a mail
// says, and who signed it, is.
#pragma once

#include <chrono>

#include "gateway/importing/opener.hpp"
#include "mail/openpgp/wire.hpp"

namespace pouch::gateway {

enum class ReaderEnd { kAnswered, kEnded, kTooLate };

// What the process at the other end makes of a mail. kEnded: it died over it, or broke the rules.
// Throws the Fault that was thrown there (the agent, the machine), and a transient one when there
// are no descriptors left.
ReaderEnd ask_opener(int line, const FoundMail& found, const mail::Bytes& raw, std::size_t most,
                     std::chrono::milliseconds patience, OpenedMail& mail);

// How much may come back of one mail, octets.
std::size_t most_opened(const mail::Limits& limits);

// Until nobody asks any more.
void answer_openers(int line, const Runtime& runtime, Opener& opener);

}  // namespace pouch::gateway
