#include "gateway/extract/readers.hpp"

#include <algorithm>
#include <new>

#include "gateway/extract/codec.hpp"
#include "gateway/extract/mail_file.hpp"
#include "mail/content/html_words.hpp"
#include "mail/descriptor.hpp"
#include "mail/text/file_name.hpp"
#include "search/files/charset.hpp"
#include "search/files/extract.hpp"
#include "search/files/package.hpp"
#include "search/files/photo.hpp"

namespace pouch::gateway {
namespace {

using search::FileKind;

FileText page_text(const FileQuestion& question, std::string_view bytes) {
  const std::string_view charset =
      question.charset.empty() ? mail::meta_charset(bytes) : std::string_view(question.charset);
  return {mail::html_words(search::as_utf8(bytes, charset), kFileText)};
}

FileText photo_text(std::string_view bytes) {
  FileText found;
  const auto facts = search::photo_facts(bytes);
  for (const auto& [field, value] : {std::pair("taken", facts.taken), {"place", facts.place}}) {
    if (!value.empty()) {
      found.facts.push_back({field, value});
    }
  }
  return found;
}

// The names of its files are text too. A folder's ends with "/".
FileReading archive_files(std::string_view bytes, const InnerBounds& bounds) {
  FileReading reading;
  const search::Package archive(bytes);
  reading.found.failure = archive.failure();
  if (!archive.failure().empty()) {
    return reading;
  }
  auto left = bounds.octets;
  for (std::size_t i = 0; i < archive.names().size(); ++i) {
    const auto& path = archive.names()[i];
    if (path.empty() || path.back() == '/') {
      continue;
    }
    const auto name = mail::safe_file_name(path);
    reading.found.text += name + "\n";
    const FileQuestion question{name, ""};
    if (!may_hold_text(question)) {
      continue;
    }
    if (reading.inner.size() >= bounds.files) {
      reading.found.failure = "there are too many files in it";
      break;
    }
    auto part = archive.unpacked(i, std::min(left, kFileOctets));
    left -= part.bytes.size();
    reading.inner.push_back({question, std::move(part.bytes), std::move(part.failure)});
  }
  return reading;
}

void put(int out, std::string_view octets) {
  if (!mail::write_all(out, octets)) {
    throw std::bad_alloc();  // nobody hears, or no room
  }
}

// As a list of files and the text, so that no more than one file is held twice.
void put(int out, FileReading reading) {
  using mail::openpgp::packed;
  put(out, packed(std::uint64_t{reading.inner.size()}));
  for (auto& file : reading.inner) {
    put(out, packed(file));
    file = {};
  }
  put(out, packed(reading.found));
}

FileReading taken(std::string_view output) {
  mail::openpgp::Unpacker values(output);
  FileReading reading;
  values(reading.inner);
  values(reading.found);
  values.end();
  return reading;
}

}  // namespace

bool may_hold_text(const FileQuestion& question) {
  return search::file_kind(question.media_type, question.name) != FileKind::kOther;
}

FileReading read_here(const FileQuestion& question, std::string_view bytes,
                      const InnerBounds& bounds) {
  const auto kind = search::file_kind(question.media_type, question.name);
  switch (kind) {
    case FileKind::kHtml:
      return {page_text(question, bytes)};
    case FileKind::kMail:
      return mail_file(bytes, bounds);
    case FileKind::kZip:
      return archive_files(bytes, bounds);
    case FileKind::kPhoto:
      return {photo_text(bytes)};
    case FileKind::kOldOffice:
      return {{{}, "files of this kind are not read: save it as .docx"}};
    case FileKind::kText:
    case FileKind::kDocx:
    case FileKind::kOdt:
    case FileKind::kXlsx:
    case FileKind::kRtf:
    case FileKind::kCard: {
      auto read = search::extract(kind, bytes, question.charset, kFileText);
      return {{std::move(read.text), read.cut ? std::string(kBeginning) : std::move(read.failure)}};
    }
    case FileKind::kPdf:
    case FileKind::kOther:
      break;
  }
  return {};
}

FileReading read_caged(const FileQuestion& question, std::string_view bytes,
                       const InnerBounds& bounds, const CagedLimits& limits) {
  auto with_files = limits;
  with_files.output += bounds.octets;
  const auto result =
      call_caged([&](int out) { put(out, read_here(question, bytes, bounds)); }, with_files);
  if (result.end != CagedEnd::kExit) {
    return {{{}, failure_of(result.end)}};
  }
  try {
    return taken(result.output);
  } catch (const mail::openpgp::Garbled&) {
    return {{{}, failure_of(CagedEnd::kKilled)}};
  }
}

}  // namespace pouch::gateway
