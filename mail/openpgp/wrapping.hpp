// A mail that is nothing but what some program put around its words, in a format that nobody here
// reads: S/MIME, Outlook's TNEF, one piece of several (RFC 2046 section 5.2.2). Carried
// as a file it would be a letter without a word. With words beside it it is a file like any other.
#pragma once

#include <string_view>

#include "mail/content/content.hpp"

namespace pouch::mail::openpgp {

struct Wrapping {
  std::string_view media_type, what, remedy;  // what: as Content::unreadable has it
};

// Null: it is none.
const Wrapping* wrapping_of(const Content& content);

}  // namespace pouch::mail::openpgp
