#include <algorithm>
#include <array>

#include "search/charset.hpp"
#include "search/html.hpp"
#include "search/query.hpp"

namespace pouch::search {
namespace {

constexpr std::size_t kMargin = 4;  // read beyond the limit, so that the cut sees what it cuts

std::string lower(std::string_view text) {
  std::string result(text);
  std::transform(result.begin(), result.end(), result.begin(), [](unsigned char c) {
    return static_cast<char>(c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c);
  });
  return result;
}

bool ends_with_any(std::string_view name, const std::array<std::string_view, 6>& endings) {
  return std::any_of(endings.begin(), endings.end(), [&](std::string_view ending) {
    return !ending.empty() && name.size() > ending.size() &&
           name.substr(name.size() - ending.size()) == ending;
  });
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

}  // namespace

std::string extract_text(std::string_view media_type, std::string_view name, std::string_view bytes,
                         std::size_t limit) {
  const auto type = lower(media_type);
  const auto file = lower(name);
  const bool untyped = type.empty() || type == "application/octet-stream";
  if (type == "text/html" || type == "application/xhtml+xml" ||
      (untyped && ends_with_any(file, {".html", ".htm", ".xhtml"}))) {
    return std::string(cut(html_words(as_utf8(bytes), limit + kMargin), limit));
  }
  const bool text =
      type.rfind("text/", 0) == 0 || type == "application/json" || type == "application/csv" ||
      type == "application/xml" ||
      (untyped && ends_with_any(file, {".txt", ".csv", ".json", ".xml", ".log", ".tsv"}));
  return text ? std::string(cut(as_utf8(cut(bytes, limit)), limit)) : std::string();
}

}  // namespace pouch::search
