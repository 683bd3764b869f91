#include "gateway/archive/attached_words.hpp"

#include "mail/content/html_words.hpp"
#include "search/charset.hpp"
#include "search/extract.hpp"

namespace pouch::gateway {

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
