// The words that mail clients put around what they quote, in the languages of the members, English
// and German: names of header fields, marks of an original or forwarded message, verbs of the line
// that says who wrote. Taken from Outlook, Thunderbird, Gmail and Apple Mail as they come
// localised. Compared folded (fold.hpp): without case, accents, punctuation. Private to this room.
#pragma once

#include <optional>
#include <string_view>

namespace pouch::templates {

enum class HeaderKind { kFrom, kDate, kTo, kCopy, kSubject, kOther };

// Which header field a label is, in any of the languages.
std::optional<HeaderKind> header_kind(std::string_view label);

// "-----Original Message-----", "Begin forwarded message:" and their like.
bool is_message_mark(std::string_view line);

// Whether a line says that somebody wrote: "wrote", "schrieb", "написа", "je napisao" …
bool says_wrote(std::string_view line);

// What phones and webmails put below a text without the rule of a signature: "Sent from my iPhone".
bool is_tagline(std::string_view line);

}  // namespace pouch::templates
