#include "gateway/extract/picture.hpp"

#include <unistd.h>

#include <algorithm>
#include <charconv>
#include <new>
#include <optional>

#include "mail/ascii.hpp"
#include "mail/descriptor.hpp"
#include "search/files/extract.hpp"

namespace pouch::gateway {
namespace {

using search::FileKind;

std::uint64_t number_at(std::string_view octets, std::size_t at, std::size_t size) {
  std::uint64_t number = 0;
  for (const char octet : octets.substr(at, size)) {
    number = (number << 8) | static_cast<unsigned char>(octet);
  }
  return number;
}

// What a PDF must know of the picture whose data it holds.
struct Frame {
  std::uint64_t width = 0, height = 0, colours = 0, depth = 8;
  std::string filter{}, space{}, data{};
};

bool is_taken(const Frame& frame) {
  constexpr std::uint64_t kLongestSide = 65535;
  return frame.width > 0 && frame.height > 0 && frame.width <= kLongestSide &&
         frame.height <= kLongestSide && frame.width * frame.height <= kMostPoints;
}

std::string_view space_of(std::uint64_t colours) {
  return colours == 1 ? "/DeviceGray" : colours == 3 ? "/DeviceRGB" : "/DeviceCMYK";
}

// ITU-T T.81 section B.2.2: the frame header says height, width and components.
std::optional<Frame> jpeg_frame(std::string_view octets) {
  for (std::size_t at = 2; at + 9 < octets.size();) {
    if (octets[at] != '\xff') {
      return std::nullopt;
    }
    const auto marker = number_at(octets, at + 1, 1);
    if (marker == 0xff) {
      ++at;  // section B.1.1.2: fill bytes
      continue;
    }
    const bool is_frame = marker >= 0xc0 && marker <= 0xc2;
    if (is_frame) {
      Frame frame;
      frame.height = number_at(octets, at + 5, 2);
      frame.width = number_at(octets, at + 7, 2);
      frame.colours = number_at(octets, at + 9, 1);
      frame.depth = number_at(octets, at + 4, 1);
      frame.filter = "/Filter /DCTDecode";
      frame.space = space_of(frame.colours);
      frame.data = octets;
      const bool known = frame.colours == 1 || frame.colours == 3 || frame.colours == 4;
      return known && frame.depth == 8 ? std::optional(std::move(frame)) : std::nullopt;
    }
    at += 2 + std::max<std::uint64_t>(number_at(octets, at + 2, 2), 2);
  }
  return std::nullopt;
}

std::string hex_of(std::string_view octets) {
  constexpr std::string_view kDigits = "0123456789abcdef";
  std::string text;
  for (const char octet : octets) {
    const auto number = static_cast<unsigned char>(octet);
    text += {kDigits[number >> 4U], kDigits[number & 15U]};
  }
  return text;
}

// ISO/IEC 15948 section 11.2: what its IDAT chunks hold is what a PDF calls Flate with a predictor
// (ISO 32000-1 section 7.4.4.4). With a channel of transparency it is not.
std::optional<Frame> png_frame(std::string_view octets) {
  Frame frame;
  std::uint64_t kind = 0;
  std::string palette;
  for (std::size_t at = 8; at + 12 <= octets.size();) {
    const auto size = number_at(octets, at, 4);
    const auto name = octets.substr(at + 4, 4);
    if (size > octets.size() - at - 12) {
      return std::nullopt;
    }
    const auto data = octets.substr(at + 8, size);
    if (name == "IHDR" && data.size() >= 13) {
      frame.width = number_at(data, 0, 4);
      frame.height = number_at(data, 4, 4);
      frame.depth = number_at(data, 8, 1);
      kind = number_at(data, 9, 1);
      if (number_at(data, 12, 1) != 0 || (kind != 0 && kind != 2 && kind != 3)) {
        return std::nullopt;  // interlaced, transparent
      }
    } else if (name == "PLTE") {
      palette = data;
    } else if (name == "IDAT") {
      frame.data += data;
    }
    at += 12 + size;
  }
  const bool has_palette = kind == 3;
  if (frame.data.empty() || (has_palette && palette.size() < 3)) {
    return std::nullopt;
  }
  frame.colours = kind == 2 ? 3 : 1;
  frame.space = has_palette ? "[/Indexed /DeviceRGB " + std::to_string(palette.size() / 3 - 1) +
                                  " <" + hex_of(palette) + ">]"
                            : std::string(space_of(frame.colours));
  frame.filter = "/Filter /FlateDecode /DecodeParms << /Predictor 15 /Colors " +
                 std::to_string(frame.colours) + " /BitsPerComponent " +
                 std::to_string(frame.depth) + " /Columns " + std::to_string(frame.width) + " >>";
  return frame;
}

std::optional<Frame> frame_of(std::string_view photo) {
  if (is_jpeg(photo)) {
    return jpeg_frame(photo);
  }
  return photo.starts_with("\x89PNG\r\n\x1a\n") ? png_frame(photo) : std::nullopt;
}

// What pdftoppm is given.
FileText as_pdf(const FileQuestion& question, std::string_view bytes, const PictureLimits& limits) {
  const auto kind = search::file_kind(question.media_type, question.name);
  if (kind == FileKind::kPdf) {
    return {std::string(bytes)};
  }
  if (kind != FileKind::kPhoto) {
    return {{}, "files of this kind are not shown as pictures"};
  }
  auto with_photo = limits.caged;
  with_photo.output = bytes.size() + 8192;
  const auto wrapped = call_caged(
      [&](int out) {
        if (!mail::write_all(out, page_with(bytes))) {
          throw std::bad_alloc();
        }
      },
      with_photo);
  return wrapped.output.empty() ? FileText{{}, "pictures of this kind are not shown here"}
                                : FileText{wrapped.output};
}

std::string why_not_drawn(const CagedResult& result, const char* program) {
  if (access(program, X_OK) != 0) {
    return std::string("this gateway shows no pictures: ") + program + " is not installed";
  }
  if (result.end == CagedEnd::kTooMuch) {
    return "the picture of this page is too large";
  }
  return result.end == CagedEnd::kExit ? "the file is damaged, or locked with a password"
                                       : failure_of(result.end);
}

}  // namespace

FileText drawn_small(const FileQuestion& question, std::string_view bytes) {
  constexpr std::chrono::milliseconds kShort{1500};
  PictureLimits limits;
  limits.edge = kSmallEdge;
  limits.caged.output = kSmallOctets;
  limits.caged.time = kShort;
  auto first = question;
  first.page = 1;
  return drawn_page(first, bytes, limits);
}

bool may_be_drawn(const FileQuestion& question) {
  const auto kind = search::file_kind(question.media_type, question.name);
  const auto is_tiff = [](std::string_view text) {
    const auto small = mail::to_lower(text);
    return small.ends_with("tif") || small.ends_with("tiff");
  };
  return kind == FileKind::kPdf ||
         (kind == FileKind::kPhoto && !is_tiff(question.media_type) && !is_tiff(question.name));
}

bool is_jpeg(std::string_view octets) { return octets.starts_with("\xff\xd8\xff"); }

std::string page_with(std::string_view photo) {
  const auto frame = frame_of(photo);
  if (!frame || !is_taken(*frame)) {
    return {};
  }
  const auto width = std::to_string(frame->width), height = std::to_string(frame->height);
  const auto draw = "q " + width + " 0 0 " + height + " 0 0 cm /P Do Q";
  std::string pdf = "%PDF-1.4\n";
  std::string places;
  int count = 0;
  const auto add = [&](const std::string& object) {
    auto place = std::to_string(pdf.size());
    place.insert(0, 10 - std::min<std::size_t>(place.size(), 10), '0');
    places += place + " 00000 n \n";
    pdf += std::to_string(++count) + " 0 obj\n" + object + "\nendobj\n";
  };
  add("<< /Type /Catalog /Pages 2 0 R >>");
  add("<< /Type /Pages /Kids [3 0 R] /Count 1 >>");
  add("<< /Type /Page /Parent 2 0 R /MediaBox [0 0 " + width + " " + height +
      "] /Contents 4 0 R /Resources << /XObject << /P 5 0 R >> >> >>");
  add("<< /Length " + std::to_string(draw.size()) + " >>\nstream\n" + draw + "\nendstream");
  add("<< /Type /XObject /Subtype /Image /Width " + width + " /Height " + height + " /ColorSpace " +
      frame->space + " /BitsPerComponent " + std::to_string(frame->depth) + " " + frame->filter +
      " /Length " + std::to_string(frame->data.size()) + " >>\nstream\n" + frame->data +
      "\nendstream");
  const auto table = pdf.size();
  return pdf + "xref\n0 6\n0000000000 65535 f \n" + places +
         "trailer\n<< /Size 6 /Root 1 0 R >>\nstartxref\n" + std::to_string(table) + "\n%%EOF\n";
}

FileText pages_of(const FileQuestion& question, std::string_view bytes,
                  const PictureLimits& limits) {
  const auto pdf = as_pdf(question, bytes, limits);
  if (!pdf.failure.empty()) {
    return {{}, pdf.failure};
  }
  const auto result = run_caged({limits.pdfinfo, {"-"}}, pdf.text, limits.caged);
  constexpr std::string_view kPages = "\nPages:";
  const auto at = result.output.find(kPages);
  FileText found;
  if (result.end == CagedEnd::kExit && result.status == 0 && at != std::string::npos) {
    const auto digits = result.output.find_first_not_of(' ', at + kPages.size());
    const auto* const end = result.output.data() + result.output.size();
    std::from_chars(result.output.data() + std::min(digits, result.output.size()), end,
                    found.pages);
  }
  found.pages = std::min(found.pages, kMostPictures);
  if (found.pages == 0) {
    found.failure = why_not_drawn(result, limits.pdfinfo);
  }
  return found;
}

FileText drawn_page(const FileQuestion& question, std::string_view bytes,
                    const PictureLimits& limits) {
  if (question.page < 1 || question.page > kMostPictures) {
    return {{}, "the file has no such page"};
  }
  const auto pdf = as_pdf(question, bytes, limits);
  if (!pdf.failure.empty()) {
    return {{}, pdf.failure};
  }
  const auto number = std::to_string(question.page), edge = std::to_string(limits.edge);
  auto result = run_caged(
      {limits.pdftoppm,
       {"-f", number.c_str(), "-l", number.c_str(), "-scale-to", edge.c_str(), "-jpeg", "-q", "-"}},
      pdf.text, limits.caged);
  FileText found;
  if (result.end == CagedEnd::kExit && is_jpeg(result.output)) {
    found.picture = std::move(result.output);
  } else {
    found.failure = why_not_drawn(result, limits.pdftoppm);
  }
  return found;
}

}  // namespace pouch::gateway
