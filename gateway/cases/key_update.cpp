#include "gateway/cases/key_update.hpp"

#include <algorithm>
#include <array>

namespace pouch::gateway {
namespace {

constexpr std::array<std::string_view, 7> kNames{"asked",     "proved",   "confirmed", "refused",
                                                 "withdrawn", "replaced", "lapsed"};
constexpr std::string_view kDigits = "ABCDEFGHJKMNPQRSTUVWXYZ23456789";  // 31: no 0, 1, I, L, O
constexpr std::string_view kMark = "KEY-";
constexpr std::size_t kGroups = 6, kGroup = 4;  // 24 digits: more than 118 bits

char upper(char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c; }

}  // namespace

std::string_view name(KeyUpdateState state) { return kNames.at(static_cast<std::size_t>(state)); }

std::optional<KeyUpdateState> key_update_state_named(std::string_view name) {
  const auto* found = std::find(kNames.begin(), kNames.end(), name);
  return found == kNames.end() ? std::nullopt
                               : std::optional(static_cast<KeyUpdateState>(found - kNames.begin()));
}

std::string key_code(std::string_view random_octets) {
  std::string code(kMark.substr(0, kMark.size() - 1));
  std::size_t digits = 0;
  for (const char octet : random_octets) {
    // 248 is the last multiple of 31: what lies above would favour some digits.
    const auto value = static_cast<unsigned char>(octet);
    if (value >= 248 || digits == kGroups * kGroup) {
      continue;
    }
    code += digits++ % kGroup == 0 ? "-" : "";
    code += kDigits[value % kDigits.size()];
  }
  return digits == kGroups * kGroup ? code : std::string();
}

std::optional<std::string> key_code_in(std::string_view text) {
  std::string all(text);
  std::transform(all.begin(), all.end(), all.begin(), upper);
  constexpr std::size_t kLength = kMark.size() + kGroups * kGroup + kGroups - 1;
  for (auto at = all.find(kMark); at != std::string::npos; at = all.find(kMark, at + 1)) {
    const auto code = all.substr(at, kLength);
    bool right = code.size() == kLength;
    for (std::size_t i = kMark.size(); right && i < kLength; ++i) {
      const bool dash = (i - kMark.size()) % (kGroup + 1) == kGroup;
      right = dash ? code[i] == '-' : kDigits.find(code[i]) != std::string_view::npos;
    }
    if (right) {
      return code;
    }
  }
  return std::nullopt;
}

}  // namespace pouch::gateway
