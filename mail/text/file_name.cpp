#include "mail/text/file_name.hpp"

#include <array>

#include "mail/ascii.hpp"
#include "mail/text/charset.hpp"
#include "mail/text/text_form.hpp"

namespace pouch::mail {
namespace {

constexpr std::size_t kNameLimit = 150;      // octets (SECURITY class 26)
constexpr std::size_t kExtensionLimit = 20;  // octets of it that a cut keeps
constexpr std::string_view kNameless = "attachment";

// Devices on Windows, whatever extension follows.
bool is_reserved(std::string_view name) {
  constexpr std::array<std::string_view, 4> kDevices = {"con", "prn", "aux", "nul"};
  const std::string stem = to_lower(trim(name.substr(0, name.find('.'))));
  for (const auto device : kDevices) {
    if (stem == device) return true;
  }
  return stem.size() == 4 && (stem.starts_with("com") || stem.starts_with("lpt")) &&
         is_digit(stem[3]);
}

std::string shortened(const std::string& name) {
  if (name.size() <= kNameLimit) return name;
  const auto dot = name.rfind('.');
  const std::string extension = dot == std::string::npos || name.size() - dot > kExtensionLimit
                                    ? std::string()
                                    : name.substr(dot);
  return std::string(utf8_head(name, kNameLimit - extension.size())) + extension;
}

// Dots and blanks at the ends: hidden files, "..", and what Windows takes off silently.
std::string_view without_edges(std::string_view name) {
  const auto first = name.find_first_not_of(". ");
  if (first == std::string_view::npos) return {};
  return name.substr(first, name.find_last_not_of(". ") - first + 1);
}

}  // namespace

std::string safe_file_name(std::string_view name) {
  std::string line = clean_line(repair_utf8(name));
  if (const auto slash = line.find_last_of("/\\"); slash != std::string::npos) {
    line.erase(0, slash + 1);
  }
  for (char& c : line) {
    if (std::string_view("<>:\"|?*").find(c) != std::string_view::npos) c = '_';
  }
  std::string out(without_edges(line));
  if (out.empty()) return std::string(kNameless);
  if (is_reserved(out)) out.insert(0, 1, '_');
  return std::string(without_edges(shortened(out)));
}

}  // namespace pouch::mail
