#include "search/files/extract.hpp"

#include <algorithm>
#include <array>

#include "search/ascii.hpp"
#include "search/files/cards.hpp"
#include "search/files/charset.hpp"
#include "search/files/office.hpp"
#include "search/files/rtf.hpp"

namespace pouch::search {
namespace {

struct Known {
  std::string_view word;
  FileKind kind;
};

// By ending, whatever the label.
constexpr std::array<Known, 20> kSureEndings{
    {{".csv", FileKind::kText},      {".docx", FileKind::kDocx},    {".docm", FileKind::kDocx},
     {".dotx", FileKind::kDocx},     {".odt", FileKind::kOdt},      {".ott", FileKind::kOdt},
     {".ods", FileKind::kOdt},       {".ots", FileKind::kOdt},      {".xlsx", FileKind::kXlsx},
     {".xlsm", FileKind::kXlsx},     {".xltx", FileKind::kXlsx},    {".rtf", FileKind::kRtf},
     {".vcf", FileKind::kCard},      {".vcard", FileKind::kCard},   {".ics", FileKind::kCard},
     {".pdf", FileKind::kPdf},       {".eml", FileKind::kMail},     {".zip", FileKind::kZip},
     {".doc", FileKind::kOldOffice}, {".dot", FileKind::kOldOffice}}};

constexpr std::array<Known, 29> kLabels{
    {{"text/html", FileKind::kHtml},
     {"application/xhtml+xml", FileKind::kHtml},
     {"text/rtf", FileKind::kRtf},
     {"text/richtext", FileKind::kRtf},
     {"application/rtf", FileKind::kRtf},
     {"text/vcard", FileKind::kCard},
     {"text/x-vcard", FileKind::kCard},
     {"text/directory", FileKind::kCard},
     {"text/calendar", FileKind::kCard},
     {"application/msword", FileKind::kOldOffice},
     {"application/json", FileKind::kText},
     {"application/csv", FileKind::kText},
     {"application/xml", FileKind::kText},
     {"application/pdf", FileKind::kPdf},
     {"application/x-pdf", FileKind::kPdf},
     {"application/zip", FileKind::kZip},
     {"application/x-zip-compressed", FileKind::kZip},
     {"message/rfc822", FileKind::kMail},
     {"message/global", FileKind::kMail},
     {"image/jpeg", FileKind::kPhoto},
     {"image/tiff", FileKind::kPhoto},
     {"image/png", FileKind::kPhoto},
     {"application/vnd.oasis.opendocument.text", FileKind::kOdt},
     {"application/vnd.oasis.opendocument.text-template", FileKind::kOdt},
     {"application/vnd.oasis.opendocument.spreadsheet", FileKind::kOdt},
     {"application/vnd.ms-word.document.macroenabled.12", FileKind::kDocx},
     {"application/vnd.openxmlformats-officedocument.wordprocessingml.document", FileKind::kDocx},
     {"application/vnd.ms-excel.sheet.macroenabled.12", FileKind::kXlsx},
     {"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", FileKind::kXlsx}}};

// By ending, where the label says nothing.
constexpr std::array<Known, 14> kEndings{{{".html", FileKind::kHtml},
                                          {".htm", FileKind::kHtml},
                                          {".xhtml", FileKind::kHtml},
                                          {".txt", FileKind::kText},
                                          {".text", FileKind::kText},
                                          {".json", FileKind::kText},
                                          {".xml", FileKind::kText},
                                          {".log", FileKind::kText},
                                          {".tsv", FileKind::kText},
                                          {".jpg", FileKind::kPhoto},
                                          {".jpeg", FileKind::kPhoto},
                                          {".tif", FileKind::kPhoto},
                                          {".tiff", FileKind::kPhoto},
                                          {".png", FileKind::kPhoto}}};

template <std::size_t kSize>
FileKind by_ending(const std::array<Known, kSize>& table, std::string_view file) {
  const auto found = std::find_if(table.begin(), table.end(), [&](const Known& known) {
    return file.size() > known.word.size() &&
           file.substr(file.size() - known.word.size()) == known.word;
  });
  return found == table.end() ? FileKind::kOther : found->kind;
}

// The first `limit` octets, less a character of UTF-8 that would be cut.
std::string_view cut(std::string_view text, std::size_t limit) {
  constexpr std::size_t kMore = 3;  // octets of a character after its first
  const auto continues = [](char c) { return (static_cast<unsigned char>(c) & 0xC0) == 0x80; };
  auto size = std::min(limit, text.size());
  if (size == text.size()) {
    return text;
  }
  for (std::size_t back = 0; back < kMore && size > 0 && continues(text[size]); ++back) {
    --size;
  }
  return text.substr(0, continues(text[size]) ? limit : size);
}

Extract bounded(std::string_view text, std::size_t limit) {
  return {std::string(cut(text, limit)), {}, text.size() > limit};
}

Extract bounded(const OfficeText& office, std::size_t limit) {
  auto result = bounded(office.text, limit);
  result.failure = office.failure;
  return result;
}

}  // namespace

FileKind file_kind(std::string_view media_type, std::string_view name) {
  const auto type = lower(media_type);
  const auto file = lower(name);
  if (const auto sure = by_ending(kSureEndings, file); sure != FileKind::kOther) {
    return sure;
  }
  const auto label = std::find_if(kLabels.begin(), kLabels.end(),
                                  [&](const Known& known) { return known.word == type; });
  if (label != kLabels.end()) {
    return label->kind;
  }
  if (type.rfind("text/", 0) == 0) {
    return FileKind::kText;
  }
  return type.empty() || type == "application/octet-stream" ? by_ending(kEndings, file)
                                                            : FileKind::kOther;
}

Extract extract(FileKind kind, std::string_view bytes, std::string_view charset,
                std::size_t limit) {
  switch (kind) {
    case FileKind::kText: {
      auto result = bounded(as_utf8(cut(bytes, limit), charset), limit);
      result.cut = result.cut || bytes.size() > limit;
      return result;
    }
    case FileKind::kDocx:
      return bounded(docx_text(bytes, limit), limit);
    case FileKind::kOdt:
      return bounded(odt_text(bytes, limit), limit);
    case FileKind::kXlsx:
      return bounded(xlsx_text(bytes, limit), limit);
    case FileKind::kRtf:
      return bounded(rtf_text(bytes, limit), limit);
    case FileKind::kCard:
      return bounded(card_text(bytes, charset), limit);
    case FileKind::kOther:
    case FileKind::kHtml:
    case FileKind::kPdf:
    case FileKind::kMail:
    case FileKind::kZip:
    case FileKind::kPhoto:
    case FileKind::kOldOffice:
      break;
  }
  return {};
}

}  // namespace pouch::search
