// Text out of a file that came with a mail. Which reader it gets: for the endings that programs
// keep to (.csv, .docx, .pdf and their kind) the ending of its name, whatever label a client gave
// it (every Windows with Office labels .csv as Excel's); else the label, and the name where the
// label says nothing. HTML, PDF, mails, archives and photographs are told, not read: each needs a
// reader of its own. Who reads a stranger's file here is in a cage (gateway/extract).
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace pouch::search {

enum class FileKind {
  kOther,
  kText,
  kHtml,
  kDocx,
  kOdt,  // and .ods
  kXlsx,
  kRtf,
  kCard,  // vCard, iCalendar
  kPdf,
  kMail,
  kZip,
  kPhoto,
  kOldOffice  // .doc: told, and never read
};

FileKind file_kind(std::string_view media_type, std::string_view name);

struct Extract {
  std::string text;     // UTF-8, at most `limit` octets
  std::string failure;  // for the person who sent it, when a file of a known kind cannot be read
  bool cut = false;     // there was more
};

// `charset`: as the part names it, empty when it does not.
Extract extract(FileKind kind, std::string_view bytes, std::string_view charset, std::size_t limit);

}  // namespace pouch::search
