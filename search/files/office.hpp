// The text that its writer sees in the body of a .docx (ECMA-376, also its strict kind), .odt or
// .ods (ODF 1.3), and in the cells of an .xlsx: paragraphs as lines, tables as PageText has them.
// Left out: what was deleted with changes tracked or moved away, hidden text, what a content
// control shows while nobody has filled it in, comments, notes, headers and footers. Paragraph
// numbers that the program makes are not in the file. A cell of an .xlsx that shows a day is
// written as 2026-11-03.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace pouch::search {

struct OfficeText {
  std::string text;     // UTF-8; more than `limit` octets when there was more
  std::string failure;  // for the person who sent it: "the file is damaged"; text is empty then
};

OfficeText docx_text(std::string_view bytes, std::size_t limit);
OfficeText odt_text(std::string_view bytes, std::size_t limit);  // also of an .ods
OfficeText xlsx_text(std::string_view bytes, std::size_t limit);

}  // namespace pouch::search
