#include "search/files/cards.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <vector>

#include "search/ascii.hpp"
#include "search/files/charset.hpp"

namespace pouch::search {
namespace {

constexpr std::array<std::string_view, 14> kForPrograms{
    "agent", "begin",    "end",   "key",    "logo",    "photo", "prodid",
    "rev",   "sequence", "sound", "transp", "trigger", "uid",   "version"};

struct Property {
  std::string name;  // in small letters, without its group
  bool quoted_printable = false, binary = false;
  std::string charset;
  std::string_view value;
};

// RFC 6350 section 3.2: a line that begins with white space goes on with the one before it.
std::vector<std::string> unfolded(std::string_view text) {
  std::vector<std::string> lines;
  while (!text.empty()) {
    auto line = text.substr(0, text.find('\n'));
    text.remove_prefix(std::min(line.size() + 1, text.size()));
    if (!line.empty() && line.back() == '\r') line.remove_suffix(1);
    const bool more = !line.empty() && (line.front() == ' ' || line.front() == '\t');
    if (more && !lines.empty()) {
      lines.back().append(line.substr(1));
    } else {
      lines.emplace_back(line);
    }
  }
  return lines;
}

Property property_of(std::string_view line) {
  Property found;
  bool quoted = false;
  std::size_t colon = 0;
  while (colon < line.size() && (quoted || line[colon] != ':')) {
    quoted = quoted != (line[colon] == '"');
    ++colon;
  }
  auto head = lower(line.substr(0, colon));
  found.value = line.substr(std::min(colon + 1, line.size()));
  found.name = head.substr(0, head.find(';'));
  found.name.erase(0, found.name.find('.') + 1);
  found.quoted_printable = head.find("quoted-printable") != head.npos;
  found.binary = head.find("encoding=b") != head.npos || head.find(";base64") != head.npos ||
                 lower(found.value.substr(0, 5)) == "data:";
  if (const auto at = head.find("charset="); at != head.npos) {
    found.charset = head.substr(at + 8, head.find(';', at) - at - 8);
  }
  return found;
}

// vCard 2.1 (RFC 2045 section 6.7). What is no escape stands as it is.
std::string decoded(std::string_view text) {
  std::string octets;
  for (std::size_t i = 0; i < text.size(); ++i) {
    unsigned value = 0;
    const auto* digits = text.data() + i + 1;
    if (text[i] == '=' && i + 2 < text.size() &&
        std::from_chars(digits, digits + 2, value, 16).ptr == digits + 2) {
      octets += static_cast<char>(value);
      i += 2;
    } else {
      octets += text[i];
    }
  }
  return octets;
}

// RFC 6350 section 3.4: "\n" is a line, a component ends with ";".
std::string shown(std::string_view value) {
  std::string text;
  for (std::size_t i = 0; i < value.size(); ++i) {
    if (value[i] == '\\' && i + 1 < value.size()) {
      const char next = value[++i];
      text += next == 'n' || next == 'N' ? '\n' : next;
    } else {
      text += value[i] == ';' ? ' ' : value[i];
    }
  }
  const auto first = text.find_first_not_of(" \t");
  return first == text.npos ? std::string() : text.substr(first);
}

}  // namespace

std::string card_text(std::string_view bytes, std::string_view charset) {
  std::string text;
  const auto lines = unfolded(as_utf8(bytes, charset));
  for (std::size_t i = 0; i < lines.size(); ++i) {
    const auto property = property_of(lines[i]);
    std::string value(property.value);
    // A quoted-printable line that goes on ends with "=".
    while (property.quoted_printable && value.ends_with('=') && i + 1 < lines.size()) {
      value.pop_back();
      value += lines[++i];
    }
    const bool silent =
        property.binary || property.name.rfind("x-", 0) == 0 ||
        std::find(kForPrograms.begin(), kForPrograms.end(), property.name) != kForPrograms.end();
    value = property.quoted_printable ? as_utf8(decoded(value), property.charset) : value;
    value = silent ? std::string() : shown(value);
    if (!value.empty()) {
      text += property.name + ": " + value + "\n";
    }
  }
  return text;
}

}  // namespace pouch::search
