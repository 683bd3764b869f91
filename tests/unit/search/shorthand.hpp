// What tests ask of one text or one file, in one call.
#pragma once

#include <string>
#include <string_view>

#include "search/files/extract.hpp"
#include "search/query/marker.hpp"

namespace pouch::search {

inline std::string snippet(std::string_view text, std::string_view query, std::size_t width) {
  return Marker(query).snippet(text, width);
}

inline std::string extract_text(std::string_view media_type, std::string_view name,
                                std::string_view bytes, std::size_t limit,
                                std::string_view charset = {}) {
  return extract(file_kind(media_type, name), bytes, charset, limit).text;
}

}  // namespace pouch::search
