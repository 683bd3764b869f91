#include "gateway/archive/attachment_kind.hpp"

#include <algorithm>
#include <array>
#include <string>

#include "mail/ascii.hpp"

namespace pouch::gateway {
namespace {

struct Kind {
  std::string_view kind;
  std::string_view types;    // parts of a media type, a blank behind each
  std::string_view endings;  // of a name, a blank behind each
};

// The first that fits. Media types of the office formats hold more than one of these words.
constexpr std::array kKinds = {
    Kind{"pdf", "/pdf ", "pdf "},
    Kind{"photo", "image/ ", "jpg jpeg png gif tif tiff bmp heic webp "},
    Kind{"table", "spreadsheet ms-excel text/csv ", "xlsx xls ods csv "},
    Kind{"document", "wordprocessing msword opendocument.text /rtf ", "docx doc odt rtf "},
    Kind{"mail", "message/ vcard calendar ", "eml msg vcf ics "},
    Kind{"archive", "/zip x-7z rar x-tar gzip ", "zip 7z rar tar gz "},
    Kind{"text", "text/ ", "txt html htm xml json "},
};

template <typename Fits>
bool any_word(std::string_view list, const Fits& fits) {
  while (!list.empty()) {
    const auto end = list.find(' ');
    if (fits(list.substr(0, end))) {
      return true;
    }
    list.remove_prefix(end + 1);
  }
  return false;
}

}  // namespace

std::string_view attachment_kind(std::string_view media_type, std::string_view name) {
  const auto type = mail::to_lower(media_type);
  const auto dot = name.rfind('.');
  const auto ending = mail::to_lower(dot == std::string_view::npos ? "" : name.substr(dot + 1));
  // What names no type of its own is known by its name alone.
  const bool by_name = type.empty() || type == "application/octet-stream" || type == "text/plain";
  const auto found = std::find_if(kKinds.begin(), kKinds.end(), [&](const Kind& one) {
    return by_name ? any_word(one.endings, [&](std::string_view end) { return end == ending; })
                   : any_word(one.types, [&](std::string_view part) {
                       return type.find(part) != std::string::npos;
                     });
  });
  if (found != kKinds.end()) {
    return found->kind;
  }
  return type == "text/plain" ? "text" : "other";
}

}  // namespace pouch::gateway
