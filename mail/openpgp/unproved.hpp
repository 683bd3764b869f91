// Reads a mail of an archive for what it says, whoever wrote it: nothing is acted on for it, nobody
// is answered, and it is never shown as proved. Within the same bounds as open.hpp, by the same
// scanner and readers; a plain mail, a sealed one whose signature counts for nothing any more (its
// key has ended, or is nobody's), a sealed one without any. What cannot be read is told and
// changes nothing of the rest. Throws what the engine throws.
#pragma once

#include <string>
#include <string_view>

#include "mail/openpgp/open.hpp"

namespace pouch::mail::openpgp {

struct Unproved {
  Headers headers;  // those inside the encryption where it bears some; From may be empty
  Content content;
  Bytes inner;      // of a sealed mail, the decrypted octets
  std::string why;  // not opened, or not read whole: a short code of Verdict; empty: all was read
};

// `opened`: by open() from these octets, with this engine. They must outlive the result.
Unproved read_unproved(std::string_view raw, const Opened& opened, Engine& engine,
                       const Limits& limits);

}  // namespace pouch::mail::openpgp
