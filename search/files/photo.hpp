// Where and when a photograph was taken, as its camera wrote it (Exif 2.32 sections 4.6.5, 4.6.6).
// The room's door to libexif. What is not there, or is no place on earth, is left empty.
#pragma once

#include <string>
#include <string_view>

namespace pouch::search {

struct PhotoFacts {
  std::string taken;  // the camera's own clock: "2026-11-03 14:22:05"
  std::string place;  // latitude and longitude in degrees (WGS 84): "44.01650, 21.00590"
};

PhotoFacts photo_facts(std::string_view bytes);

}  // namespace pouch::search
