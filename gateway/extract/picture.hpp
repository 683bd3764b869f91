// Pages of a file as pictures: what a stranger sent is looked at as the colours of its points, and
// nothing of it runs. A PDF is drawn by poppler's pdftoppm in a cage (caged.hpp), to a fixed number
// of points whatever size its pages say; a photograph (JPEG, most PNG) is put on a page of a PDF by
// a child of ours, of its frame alone, and drawn in the same way. What comes out is a JPEG without
// anything of the file but how it looks. Others have no picture.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "gateway/extract/caged.hpp"
#include "gateway/extract/file_text.hpp"

namespace pouch::gateway {

inline constexpr std::uint64_t kMostPictures = 30;  // pages of one file
inline constexpr std::size_t kSmallEdge = 128, kSmallOctets = 32'000;
inline constexpr std::uint64_t kMostPoints = 50'000'000;  // that a photograph may say it has

struct PictureLimits {
  std::size_t edge = 1400;  // points of the longer side
  CagedLimits caged{kPictureOctets, std::chrono::milliseconds(5000), {}};
  const char* pdftoppm = "/usr/bin/pdftoppm";
  const char* pdfinfo = "/usr/bin/pdfinfo";
};

// FileLook::kPages: how many there are, in FileText::pages.
FileText pages_of(const FileQuestion& question, std::string_view bytes,
                  const PictureLimits& limits = {});
// FileLook::kPicture: the page FileQuestion::page, in FileText::picture; none with a failure.
FileText drawn_page(const FileQuestion& question, std::string_view bytes,
                    const PictureLimits& limits = {});

// FileLook::kSmall: the first page, of kSmallEdge points; in a fraction of the time and memory that
// a page has, for nobody has asked for this file.
FileText drawn_small(const FileQuestion& question, std::string_view bytes);
// Of a kind that has pictures: a PDF, a JPEG, a PNG by its type or name.
bool may_be_drawn(const FileQuestion& question);

bool is_jpeg(std::string_view octets);  // by how they begin

// A PDF of one page that shows this JPEG or PNG, whose data stand in it as they are; empty: it is
// neither, it is damaged, interlaced or has more points than are taken.
std::string page_with(std::string_view photo);

}  // namespace pouch::gateway
