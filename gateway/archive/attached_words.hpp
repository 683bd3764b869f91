// The text of an attachment, for the archive: what search/extract.hpp reads, HTML by the mail
// room's reader, the only one there is, and PDF by pdftotext (extract_line.hpp). Found once, by the
// worker, and kept beside the file; so whoever searches opens no file and starts no program.
#pragma once

#include <cstddef>
#include <string>

#include "gateway/extract/extract_line.hpp"
#include "gateway/store/store.hpp"

namespace pouch::gateway {

inline constexpr std::size_t kWordsOfFile = 4U << 20;   // octets of text out of one file
inline constexpr std::size_t kWordsOfMail = 16U << 20;  // … of all of a message

// Finds the words of each part that nobody has looked into; evidence has none. A reader that fails
// is no fault: that file has no words. Of PDFs kAttachedPdfs are read at most. True: a
// PDF had words, which the index of an older version does not know.
bool read_words(std::vector<StoredPart>& parts, PdfTexts& pdfs);

// As they were kept; of a message that came to an older version they are found now, but for those
// of a PDF.
std::string words_in(Body& body, const PartFacts& part);

// Empty where there is none to read; at most `limit` octets.
std::string attached_words(const StoredPart& part, std::size_t limit);

}  // namespace pouch::gateway
