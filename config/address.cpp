#include "config/address.hpp"

#include <algorithm>
#include <filesystem>

namespace pouch::config {

bool is_address(std::string_view text) {
  const auto at = text.find('@');
  if (at == std::string_view::npos || at == 0 || at + 1 == text.size() ||
      text.find('@', at + 1) != std::string_view::npos || text.size() > 254) {
    return false;
  }
  return std::all_of(text.begin(), text.end(), [](char c) {
    return static_cast<unsigned char>(c) > 0x20 && c != 0x7F &&
           std::string_view("<>()[],;:\\\"/").find(c) == std::string_view::npos;
  });
}

std::string lower(std::string_view text) {
  std::string result(text);
  for (auto& c : result) {
    c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  }
  return result;
}

std::string normal_address(std::string_view text) {
  const auto domain = text.find('@') + 1;
  return std::string(text.substr(0, domain)).append(lower(text.substr(domain)));
}

std::string normal_fingerprint(std::string_view text) {
  std::string result;
  for (const char c : text) {
    if (c == ' ') {
      continue;
    }
    if ((c >= '0' && c <= '9') || (c >= 'A' && c <= 'F')) {
      result += c;
    } else if (c >= 'a' && c <= 'f') {
      result += static_cast<char>(c - 'a' + 'A');
    } else {
      return {};
    }
  }
  return result.size() == 40 ? result : std::string();
}

bool is_time_zone(const std::string& name) {
  if (name == "UTC") {
    return true;
  }
  const bool plain = !name.empty() && name.find("..") == std::string::npos && name.front() != '/';
  std::error_code ignored;
  return plain && std::filesystem::is_regular_file("/usr/share/zoneinfo/" + name, ignored);
}

bool is_country_code(std::string_view text) {
  return text.size() == 2 &&
         std::all_of(text.begin(), text.end(), [](char c) { return c >= 'A' && c <= 'Z'; });
}

}  // namespace pouch::config
