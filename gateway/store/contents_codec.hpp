// How the sealed values are written before they are sealed: CBOR (RFC 8949) maps with a format
// number under "v". Attachments are byte strings, so that any octets come back as they were. What
// was sealed by us and does not decode is a permanent Fault; text in it is never in the Fault.
//
//   MessageText {v:2, subject, text, form}
//   PartFacts   {v:1, name, type, size, sha256, evidence, separate, origin, charset,
//                unread?, facts?: [[field, value]]}
//   TakenFrom   {v:1, evidence, message, offset, size, encoding}
//   Contents    {v:1, subject, text, form,
//                parts: [{name, type, bytes, evidence, separate, origin?, charset?}]}; before 0.2
//   CaseFacts   {v:1, priority, crime_area, classification, handling: [..]}
//   MessageFacts{v:1, form, body_sha256, audience?: {ground, group, of,
//                to: [{id, name, country, role}], narrowed: [{id, name, code}]}}
//   Kept        {v:1, why, own_ref, form, text, words, subject, number, parts: as in Contents};
//                before 0.2: Contents whose subject is the own reference
//   LetterWords {v:1, text, context}
//   Things      {v:1, things: [{kind, value, birth, how}]}
//   MessageCodes{v:1, form, priority, area, kind, ground, reason, moved: [[country, state]]}
#pragma once

#include <string>
#include <string_view>

#include "gateway/cases/answered.hpp"
#include "gateway/cases/case.hpp"
#include "gateway/cases/counted.hpp"
#include "gateway/cases/kept_mail.hpp"
#include "gateway/cases/link.hpp"
#include "gateway/store/sealed_letter.hpp"

namespace pouch::gateway {

std::string encode_text(const MessageText& text);
MessageText decode_text(std::string_view bytes);

// The position is a column of the row.
std::string encode_part_facts(const PartFacts& part);
PartFacts decode_part_facts(std::string_view bytes);

std::string encode_taken(const TakenFrom& taken);
TakenFrom decode_taken(std::string_view bytes);

// As versions before 0.2 wrote a message and all of its files in one piece.
Contents decode_contents(std::string_view bytes);

// Letter, sender and time are columns of the row.
std::string encode_kept(const KeptParts& kept);
void decode_kept(std::string_view bytes, KeptParts& kept);

std::string encode_letter_words(const SealedLetter& letter);
void decode_letter_words(std::string_view bytes, AnsweredLetter& letter);

// One side of a link.
std::string encode_things(const std::vector<SharedThing>& things);
std::vector<SharedThing> decode_things(std::string_view bytes);

// What the forms of a case said about it; kept sealed with the case's row.
std::string encode_case_facts(const Case& subject);
void decode_case_facts(std::string_view bytes, Case& subject);

// What a message's row would tell of its content.
std::string encode_message_facts(const Message& message);
void decode_message_facts(std::string_view bytes, Message& message);

// What the figures count of a message.
std::string encode_codes(const MessageCodes& codes);
MessageCodes decode_codes(std::string_view bytes);

}  // namespace pouch::gateway
