// PDFs read elsewhere. A worker may start no program, and pdftotext is one: the daemon has a
// process that starts it (extractor.hpp) and reaches nothing of the site. Workers hand it a PDF in
// a sealed file in memory with a socket of its own for the answer, over one line that all share
// (mail/openpgp/wire.hpp has packets and files); the supervisor keeps both ends of it, so that a
// reader that dies is missed by none but the mail in hand. Verbs read in their own process.
#pragma once

#include <chrono>
#include <optional>
#include <string_view>
#include <utility>
#include <vector>

#include "gateway/extract/pdf_text.hpp"
#include "mail/bytes.hpp"
#include "mail/openpgp/wire.hpp"

namespace pouch::gateway {

// From here on this process asks over that line.
void read_files_at(mail::openpgp::Descriptor line);

// As pdf_text. Fault (transient) when the reader died over it or does not answer.
Extracted text_of_pdf(std::string_view bytes);

// Those of one mail: whoever asks for a file again is given what was read of it.
class PdfTexts {
 public:
  const Extracted& of(const mail::Bytes& file);

 private:
  std::vector<std::pair<mail::Bytes, Extracted>> read_;
};

// The reader's side.
class ExtractServer {
 public:
  explicit ExtractServer(mail::openpgp::Descriptor line, const PdfLimits& limits = {})
      : line_(std::move(line)), limits_(limits) {}
  // One after the other, until `stop` (a descriptor) is readable or nobody can ask any more.
  void run(int stop);

 private:
  void answer(const mail::openpgp::Packet& question) const;
  mail::openpgp::Descriptor line_;
  PdfLimits limits_;
};

}  // namespace pouch::gateway
