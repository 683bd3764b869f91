#include "search/files/photo.hpp"

#include <libexif/exif-data.h>
#include <libexif/exif-utils.h>

#include <array>
#include <cmath>
#include <cstdio>
#include <memory>
#include <optional>

#include "search/ascii.hpp"

namespace pouch::search {
namespace {

struct FreeData {
  void operator()(ExifData* data) const { exif_data_unref(data); }
};

const ExifEntry* entry(const ExifData& data, ExifIfd directory, int tag) {
  return exif_content_get_entry(data.ifd[directory], static_cast<ExifTag>(tag));
}

std::string_view text_of(const ExifEntry* found) {
  if (found == nullptr || found->format != EXIF_FORMAT_ASCII || found->data == nullptr) {
    return {};
  }
  const std::string_view text(reinterpret_cast<const char*>(found->data), found->size);
  return text.substr(0, text.find('\0'));
}

// "2026:11:03 14:22:05"; a camera without a clock writes blanks or naughts.
std::string day_and_time(std::string_view text) {
  constexpr std::string_view kShape = "0000:00:00 00:00:00";
  if (text.size() != kShape.size() || text.substr(0, 4) == "0000") {
    return {};
  }
  for (std::size_t i = 0; i < kShape.size(); ++i) {
    const bool digit = is_digit(text[i]);
    if (kShape[i] == '0' ? !digit : text[i] != kShape[i]) {
      return {};
    }
  }
  std::string result(text);
  result[4] = result[7] = '-';
  return result;
}

// Degrees, minutes, seconds; `most` of them.
std::optional<double> degrees(const ExifEntry* found, ExifByteOrder order, double most) {
  constexpr std::array<double, 3> kParts{1, 60, 3600};
  constexpr std::size_t kRational = 8;
  if (found == nullptr || found->format != EXIF_FORMAT_RATIONAL || found->components != 3 ||
      found->size < kParts.size() * kRational) {
    return std::nullopt;
  }
  double sum = 0;
  for (std::size_t i = 0; i < kParts.size(); ++i) {
    const auto part = exif_get_rational(found->data + i * kRational, order);
    if (part.denominator == 0) {
      return std::nullopt;
    }
    sum += static_cast<double>(part.numerator) / part.denominator / kParts[i];
  }
  return sum <= most ? std::optional(sum) : std::nullopt;
}

std::string place_of(const ExifData& data, ExifByteOrder order) {
  const auto latitude = degrees(entry(data, EXIF_IFD_GPS, EXIF_TAG_GPS_LATITUDE), order, 90);
  const auto longitude = degrees(entry(data, EXIF_IFD_GPS, EXIF_TAG_GPS_LONGITUDE), order, 180);
  const auto side = text_of(entry(data, EXIF_IFD_GPS, EXIF_TAG_GPS_LATITUDE_REF));
  const auto half = text_of(entry(data, EXIF_IFD_GPS, EXIF_TAG_GPS_LONGITUDE_REF));
  const bool known = (side == "N" || side == "S") && (half == "E" || half == "W");
  if (!latitude || !longitude || !known || (*latitude == 0 && *longitude == 0)) {
    return {};  // 0, 0 is what a receiver writes that has not found itself
  }
  char text[64];
  std::snprintf(text, sizeof text, "%.5f, %.5f", side == "S" ? -*latitude : *latitude,
                half == "W" ? -*longitude : *longitude);
  return text;
}

}  // namespace

PhotoFacts photo_facts(std::string_view bytes) {
  const std::unique_ptr<ExifData, FreeData> data(exif_data_new_from_data(
      reinterpret_cast<const unsigned char*>(bytes.data()), static_cast<unsigned>(bytes.size())));
  if (!data) {
    return {};
  }
  PhotoFacts facts;
  facts.taken = day_and_time(text_of(entry(*data, EXIF_IFD_EXIF, EXIF_TAG_DATE_TIME_ORIGINAL)));
  facts.place = place_of(*data, exif_data_get_byte_order(data.get()));
  return facts;
}

}  // namespace pouch::search
