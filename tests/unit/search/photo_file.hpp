// For tests: a JPEG of no picture whose Exif block (TIFF 6.0 section 2, big-endian) says when and
// where it was taken.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace pouch::search::testing {

struct Photo {
  std::string taken = "2026:11:03 14:22:05";
  std::string latitude_side = "N", longitude_side = "E";
  std::uint32_t latitude_degrees = 44, denominator = 1;
};

inline std::string number(std::uint32_t value, int octets) {
  std::string text;
  for (int i = octets - 1; i >= 0; --i) text += static_cast<char>((value >> (8 * i)) & 0xFF);
  return text;
}

inline std::string photo(const Photo& of) {
  struct Entry {
    std::uint32_t tag, type, count;
    std::string data;  // in its place when it has at most four octets
  };
  const auto directory = [](std::size_t at, const std::vector<Entry>& entries) {
    std::string head = number(static_cast<std::uint32_t>(entries.size()), 2), behind;
    const auto first = at + 2 + 12 * entries.size() + 4;
    for (const auto& entry : entries) {
      head += number(entry.tag, 2) + number(entry.type, 2) + number(entry.count, 4);
      if (entry.data.size() <= 4) {
        head += entry.data + std::string(4 - entry.data.size(), '\0');
      } else {
        head += number(static_cast<std::uint32_t>(first + behind.size()), 4);
        behind += entry.data;
      }
    }
    return head + number(0, 4) + behind;
  };
  const auto text = [](std::uint32_t tag, const std::string& value) {
    return Entry{tag, 2, static_cast<std::uint32_t>(value.size() + 1), value + '\0'};
  };
  const auto angle = [&](std::uint32_t tag, std::uint32_t degrees, std::uint32_t minutes,
                         std::uint32_t hundredths) {
    return Entry{tag, 5, 3,
                 number(degrees, 4) + number(of.denominator, 4) + number(minutes, 4) +
                     number(1, 4) + number(hundredths, 4) + number(100, 4)};
  };
  constexpr std::size_t kRoot = 8, kExif = 100, kGps = 300;
  std::string tiff = "MM" + number(42, 2) + number(kRoot, 4);
  tiff += directory(kRoot, {{0x8769, 4, 1, number(kExif, 4)}, {0x8825, 4, 1, number(kGps, 4)}});
  tiff.resize(kExif);
  tiff += directory(kExif, {text(0x9003, of.taken)});
  tiff.resize(kGps);
  tiff += directory(kGps, {text(1, of.latitude_side), angle(2, of.latitude_degrees, 0, 5940),
                           text(3, of.longitude_side), angle(4, 21, 0, 2124)});
  const auto block = std::string("Exif\0\0", 6) + tiff;
  return "\xFF\xD8\xFF\xE1" + number(static_cast<std::uint32_t>(block.size() + 2), 2) + block +
         "\xFF\xD9";
}

}  // namespace pouch::search::testing
