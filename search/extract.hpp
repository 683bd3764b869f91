// Text out of a file that came with a mail. Which reader it gets: for .csv, .docx, .odt and .pdf
// the ending of its name, whatever label a client gave it (every Windows with Office labels .csv as
// Excel's); else the label, and the name where the label says nothing. HTML and PDF are told, not
// read: that needs a reader of its own (mail's) and a program.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace pouch::search {

enum class FileKind { kOther, kText, kHtml, kDocx, kOdt, kPdf, kOldOffice };

FileKind file_kind(std::string_view media_type, std::string_view name);

struct Extract {
  std::string text;     // UTF-8, at most `limit` octets
  std::string failure;  // for the person who sent it, when a file of a known kind cannot be read
  bool cut = false;     // there was more
};

// `charset`: as the part names it, empty when it does not.
Extract extract(FileKind kind, std::string_view bytes, std::string_view charset, std::size_t limit);

}  // namespace pouch::search
