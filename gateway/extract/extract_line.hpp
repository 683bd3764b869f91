// Files read elsewhere. No process that holds a key or the store parses what came with a mail: the
// daemon has the process extract, which reaches nothing of the site. Workers hand it a file in
// sealed memory with a socket of its own for the answer, over one line that all share
// (mail/openpgp/wire.hpp has packets and files); the supervisor keeps both ends of it, so that a
// reader that dies is missed by none but the mail in hand. What comes back is not trusted either.
#pragma once

#include <functional>
#include <string_view>
#include <utility>
#include <vector>

#include "gateway/extract/file_text.hpp"
#include "mail/bytes.hpp"
#include "mail/openpgp/wire.hpp"

namespace pouch::gateway {

// From here on this process asks over that line.
void read_files_at(mail::openpgp::Descriptor line);
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
