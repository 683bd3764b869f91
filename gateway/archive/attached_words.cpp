#include "gateway/archive/attached_words.hpp"

#include <algorithm>
#include <exception>

#include "gateway/archive/attached_text.hpp"
#include "gateway/fault.hpp"
#include "gateway/site/log.hpp"
#include "mail/content/html_words.hpp"
#include "mail/text/charset.hpp"
#include "search/charset.hpp"
#include "search/extract.hpp"

namespace pouch::gateway {
namespace {

bool is_pdf(const StoredPart& part) {
  return search::file_kind(part.media_type, part.name) == search::FileKind::kPdf;
}

std::string pdf_words(const StoredPart& part, std::size_t limit, PdfTexts& pdfs) {
  auto text = mail::repair_utf8(pdfs.of(part.bytes).text);
  return text.size() > limit ? std::string() : text;
}

std::string found_words(const StoredPart& part, std::size_t limit, PdfTexts& pdfs,
                        std::size_t& pdf_files) {
  if (part.evidence) {
    return {};
  }
  try {
    if (is_pdf(part)) {
      return ++pdf_files > kAttachedPdfs ? std::string() : pdf_words(part, limit, pdfs);
    }
    return attached_words(part, limit);
  } catch (const Fault& fault) {
    log(Level::kWarning, "words-not-read", {{"what", fault.what()}});
  } catch (const std::exception&) {
    log(Level::kWarning, "words-not-read", {{"what", "the reader of a file failed"}});
  }
  return {};
}

}  // namespace

bool read_words(std::vector<StoredPart>& parts, PdfTexts& pdfs) {
  std::size_t pdf_files = 0, left = kWordsOfMail;
  bool of_pdf = false;
  for (auto& part : parts) {
    if (!part.words) {
      part.words = found_words(part, std::min(left, kWordsOfFile), pdfs, pdf_files);
      left -= std::min(left, part.words->size());
      of_pdf = of_pdf || (is_pdf(part) && !part.words->empty());
    }
  }
  return of_pdf;
}

std::string words_in(Body& body, const PartFacts& part) {
  if (part.evidence) {
    return {};
  }
  if (auto kept = body.words(part)) {
    return std::move(*kept);
  }
  StoredPart file{part.name, part.media_type, body.bytes(part)};
  file.charset = part.charset;
  return attached_words(file, kWordsOfFile);
}

std::string attached_words(const StoredPart& part, std::size_t limit) {
  const auto kind = search::file_kind(part.media_type, part.name);
  if (kind != search::FileKind::kHtml) {
    return search::extract(kind, part.bytes, part.charset, limit).text;
  }
  const std::string_view charset =
      part.charset.empty() ? mail::meta_charset(part.bytes) : std::string_view(part.charset);
  return mail::html_words(search::as_utf8(part.bytes, charset), limit);
}

}  // namespace pouch::gateway
