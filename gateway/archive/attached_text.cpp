#include "gateway/archive/attached_text.hpp"

#include <algorithm>
#include <array>

#include "mail/ascii.hpp"
#include "mail/text/charset.hpp"
#include "mail/text/text_form.hpp"
#include "search/files/extract.hpp"

namespace pouch::gateway {
namespace {

using search::FileKind;

// Text too, but written and read by programs.
bool is_data(std::string_view name) {
  constexpr std::array<std::string_view, 5> kEndings{".csv", ".json", ".xml", ".log", ".tsv"};
  return std::any_of(kEndings.begin(), kEndings.end(),
                     [&](std::string_view ending) { return name.ends_with(ending); });
}

bool may_hold_form(FileKind kind, const mail::Attachment& attachment) {
  const auto name = mail::to_lower(attachment.name);
  switch (kind) {
    case FileKind::kDocx:
    case FileKind::kOdt:
    case FileKind::kRtf:
    case FileKind::kPdf:
    case FileKind::kOldOffice:
      return !name.ends_with(".ods") && !name.ends_with(".ots");
    case FileKind::kText:
      return !is_data(name) && (attachment.media_type == "text/plain" || name.ends_with(".txt") ||
                                name.ends_with(".text"));
    case FileKind::kHtml:
    case FileKind::kXlsx:
    case FileKind::kCard:
    case FileKind::kMail:
    case FileKind::kZip:
    case FileKind::kPhoto:
    case FileKind::kOther:
      break;
  }
  return false;
}

// A byte-order mark says more than a label (Notepad writes both kinds).
std::string_view charset_of(const mail::Attachment& attachment) {
  const std::string_view bytes = attachment.bytes;
  if (bytes.starts_with("\xEF\xBB\xBF")) {
    return "utf-8";
  }
  if (bytes.starts_with("\xFF\xFE") || bytes.starts_with("\xFE\xFF")) {
    return "utf-16";
  }
  return attachment.charset;
}

FileText plain_text(const mail::Attachment& attachment) {
  FileText result;
  const auto charset = charset_of(attachment);
  if (!mail::to_utf8(attachment.bytes, charset, result.text)) {
    result.failure = charset.empty()
                         ? "the mail does not say in which charset the file is: save it as UTF-8"
                         : "the file is not in the charset " + std::string(charset) +
                               ", as the mail says: save it as UTF-8";
  }
  return result;
}

FileText text_of(FileKind kind, const mail::Attachment& attachment, FileTexts& files) {
  if (kind == FileKind::kOldOffice) {
    return {{}, "files of this kind are not read: save it as .docx or .txt"};
  }
  if (kind != FileKind::kText) {
    return files.of({attachment.name, attachment.media_type, attachment.charset}, attachment.bytes);
  }
  return attachment.bytes.size() > 2 * kAttachedOctets
             ? FileText{{}, "the file is too long for a form"}
             : plain_text(attachment);
}

}  // namespace

std::vector<AttachedText> attached_texts(const mail::Content& content, FileTexts& files) {
  std::vector<AttachedText> texts;
  std::size_t looked = 0;
  for (const auto& attachment : content.attachments) {
    const auto kind = search::file_kind(attachment.media_type, attachment.name);
    if (!may_hold_form(kind, attachment)) {
      continue;
    }
    if (++looked > kAttachedTexts) {
      texts.push_back({attachment.name, {}, "there are too many files to look into"});
      break;
    }
    auto found = text_of(kind, attachment, files);
    auto text = mail::clean_text(mail::repair_utf8(found.text));
    if (text.size() > kAttachedOctets) {
      found.failure = "the file is too long for a form";
    }
    if (!found.failure.empty()) {
      texts.push_back({attachment.name, {}, std::move(found.failure)});
    } else if (text.find_first_not_of(" \t\n") != std::string::npos) {
      texts.push_back({attachment.name, std::move(text), {}});
    }
  }
  return texts;
}

}  // namespace pouch::gateway
