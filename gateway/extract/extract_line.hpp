// Files read elsewhere. No process that holds a key or the store parses what came with a mail: the
// daemon has the process extract, which reaches nothing of the site. Workers hand it a file in
// sealed memory with a socket of its own for the answer, over one line that all share
// (mail/openpgp/wire.hpp has packets and files); the supervisor keeps both ends of it, so that a
// reader that dies is missed by none but the mail in hand. What comes back is not trusted either.
#pragma once

#include <chrono>
#include <functional>
#include <string_view>
#include <utility>
#include <vector>

#include "gateway/extract/file_text.hpp"
#include "mail/bytes.hpp"
#include "mail/openpgp/wire.hpp"

namespace pouch::gateway {

// How long nothing may be heard of a file: whoever reads it gives a sign of life every kBeat. A
// process that is frozen costs a worker so much and no more; its mail is filed, and the file read
// later.
inline constexpr std::chrono::milliseconds kBeat{2000}, kSilence{20000};
inline constexpr std::string_view kSignOfLife = ".";  // a packet; no answer is as short

// From here on this process asks over that line.
void read_files_at(mail::openpgp::Descriptor line, std::chrono::milliseconds silence = kSilence);
// The same; `begin` makes it when the first file is to be read. Empty: from here on nobody reads.
void read_files_by(std::function<mail::openpgp::Descriptor()> begin);

// Fault (transient) when nobody reads, the reader died over it, or does not answer: nothing is
// known of the file then.
FileText text_of(const FileQuestion& question, std::string_view bytes);

// Those of one mail: whoever asks for a file again is given what was read of it.
class FileTexts {
 public:
  const FileText& of(const FileQuestion& question, const mail::Bytes& file);

 private:
  std::vector<std::pair<mail::Bytes, FileText>> read_;
};

}  // namespace pouch::gateway
