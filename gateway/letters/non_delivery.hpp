// Letters about letters that do not arrive (DOMAIN section 6, R3-): to who wrote the message a
// receipt in the thread of its case, to the operator one letter for all that happened. Numbers,
// states, codes and times: nothing of the case, and no word of a foreign server, whose text anybody
// can choose.
#pragma once

#include <string>
#include <vector>

#include "config/site.hpp"
#include "gateway/decide/decide.hpp"
#include "gateway/letters/letter.hpp"
#include "gateway/store/queued_letter.hpp"
#include "gateway/words/words.hpp"
#include "mail/compose/compose.hpp"

namespace pouch::gateway {

struct Undelivered {
  Notice notice;
  std::string party;    // id of the desk or member; empty when nobody has the address any more
  std::string country;  // of the party; may be empty
  std::string name{};   // of the party, for people
};

struct NoticeSource {
  const config::Site& site;
  Time now{};
};

// `number` is the message that the letter carried.
mail::Draft write_non_delivery(const NoticeSource& source, const Party& to,
                               const MessageNumber& number, const Undelivered& what,
                               const LetterThread& thread);

mail::Draft write_operator_notice(const NoticeSource& source, const Party& to,
                                  const std::vector<Undelivered>& what, const LetterThread& thread);

// Anything else that the operator must hear of, in the words of the reader: `title` is subject and
// headline, `text` is laid out; nothing of a mail's content is in them (operator_note.hpp).
mail::Draft write_to_operator(const NoticeSource& source, const Party& to, const std::string& title,
                              const std::string& text, const LetterThread& thread);

// Of a letter, for people: "reminder"; of a newer version's the kind itself.
std::string kind_in_words(std::string_view kind, const Words& words);

// What a status code of RFC 3463 says, in plain words; empty for none.
std::string status_words(std::string_view status, const Words& words = Words::english());

}  // namespace pouch::gateway
