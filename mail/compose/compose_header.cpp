#include "mail/compose/compose_header.hpp"

#include <algorithm>
#include <array>
#include <cstdio>
#include <ctime>
#include <stdexcept>

#include "mail/text/transfer.hpp"

namespace pouch::mail {
namespace {

constexpr std::size_t kColumns = 76;
constexpr std::size_t kWordOctets = 42;  // of an encoded word's text: 75 columns with its frame
constexpr std::size_t kLongestIdentifier = 900;  // RFC 5322 section 2.1.1: 998 with name and blank
constexpr const char* kLineEnd = "\r\n";

bool is_control(char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7F; }

std::string harmless(std::string_view text) {
  std::string result(text);
  std::replace_if(result.begin(), result.end(), is_control, ' ');
  return result;
}

void demand_structured(std::string_view text) {
  const bool wrong = std::any_of(text.begin(), text.end(), [](char c) {
    return is_control(c) || c == ' ' || c == '<' || c == '>';
  });
  if (wrong || text.empty()) {
    throw std::invalid_argument("an address or identifier with characters that none may have");
  }
}

bool is_ascii(std::string_view text) {
  return std::all_of(text.begin(), text.end(),
                     [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}

// RFC 2047 section 5: no word splits a character.
std::vector<std::string> encoded_words(std::string_view text) {
  std::vector<std::string> words;
  while (!text.empty()) {
    auto size = std::min(kWordOctets, text.size());
    while (size < text.size() && (static_cast<unsigned char>(text[size]) & 0xC0) == 0x80) {
      --size;
    }
    std::string word = "=?utf-8?B?";
    append_base64(text.substr(0, size), word);
    words.push_back(word + "?=");
    text.remove_prefix(size);
  }
  return words;
}

std::vector<std::string> split_words(std::string_view text) {
  std::vector<std::string> words;
  std::size_t at = 0;
  while (at <= text.size()) {
    const auto end = std::min(text.find(' ', at), text.size());
    words.emplace_back(text.substr(at, end - at));
    at = end + 1;
  }
  return words;
}

// RFC 5322 section 2.2.3: folded before blanks.
std::string folded(std::string_view name, const std::vector<std::string>& pieces) {
  std::string result(name);
  result += ":";
  std::size_t column = result.size();
  for (const auto& piece : pieces) {
    if (column + 1 + piece.size() > kColumns && column > name.size() + 1) {
      result += kLineEnd;
      column = 0;
    }
    result += " " + piece;
    column += 1 + piece.size();
  }
  return result + kLineEnd;
}

bool is_plain_name(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == ' ' ||
           c == '-' || c == '_';
  });
}

// Encoded when it could be taken for an encoded word, is not ASCII, or has an overlong word.
bool needs_encoding(std::string_view text) {
  if (!is_ascii(text) || text.find("=?") != std::string_view::npos) {
    return true;
  }
  const auto words = split_words(text);
  return std::any_of(words.begin(), words.end(), [](const std::string& word) {
    return word.size() > kColumns - 20 || word.empty();
  });
}

// A display name as the phrase of RFC 5322 section 3.2.5: atoms, a quoted string that needs no
// quoted pair, else encoded words.
std::vector<std::string> phrase(const std::string& name) {
  if (needs_encoding(name) || name.find_first_of("\"\\") != std::string::npos) {
    return encoded_words(name);
  }
  return split_words(is_plain_name(name) ? name : '"' + name + '"');
}

}  // namespace

std::string text_field(std::string_view name, std::string_view value) {
  const auto text = harmless(value);
  if (text.empty()) {
    return std::string(name) + ":" + kLineEnd;
  }
  return folded(name, needs_encoding(text) ? encoded_words(text) : split_words(text));
}

std::string address_field(std::string_view name, const std::vector<Address>& addresses) {
  std::vector<std::string> pieces;
  for (std::size_t i = 0; i < addresses.size(); ++i) {
    const auto& [display, spec] = addresses[i];
    demand_structured(spec);
    const auto shown = harmless(display);
    if (!shown.empty()) {
      const auto words = phrase(shown);
      pieces.insert(pieces.end(), words.begin(), words.end());
    }
    pieces.push_back("<" + spec + ">" + (i + 1 < addresses.size() ? "," : ""));
  }
  return folded(name, pieces);
}

std::string identifier_field(std::string_view name, const std::vector<std::string>& identifiers) {
  std::vector<std::string> pieces;
  for (const auto& identifier : identifiers) {
    // Others' identifiers may be longer than a line can be, and cannot be folded, or need SMTPUTF8:
    // such a one is not named.
    if (identifier.empty() || identifier.size() > kLongestIdentifier || !is_ascii(identifier)) {
      continue;
    }
    const bool framed =
        identifier.size() > 2 && identifier.front() == '<' && identifier.back() == '>';
    demand_structured(framed ? std::string_view(identifier).substr(1, identifier.size() - 2) : "");
    pieces.push_back(identifier);
  }
  return pieces.empty() ? std::string() : folded(name, pieces);
}

std::string date_field(std::chrono::sys_seconds date) {
  static constexpr std::array<const char*, 7> kDays{"Sun", "Mon", "Tue", "Wed",
                                                    "Thu", "Fri", "Sat"};
  static constexpr std::array<const char*, 12> kMonths{"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                       "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  const std::time_t seconds = date.time_since_epoch().count();
  std::tm parts{};
  gmtime_r(&seconds, &parts);
  std::array<char, 64> text{};
  std::snprintf(text.data(), text.size(), "Date: %s, %02d %s %04d %02d:%02d:%02d +0000",
                kDays[static_cast<std::size_t>(parts.tm_wday)], parts.tm_mday,
                kMonths[static_cast<std::size_t>(parts.tm_mon)], parts.tm_year + 1900,
                parts.tm_hour, parts.tm_min, parts.tm_sec);
  return text.data() + std::string(kLineEnd);
}

std::string parameter_field(std::string_view name, std::string_view value,
                            std::string_view parameter, std::string_view text) {
  const auto safe = harmless(text);
  std::vector<std::string> pieces{std::string(value) + ";"};
  if (!needs_encoding(safe) && safe.size() < kColumns - 20) {
    std::string quoted;
    for (const char c : safe) {
      if (c == '"' || c == '\\') {
        quoted += '\\';
      }
      quoted += c;
    }
    pieces.push_back(std::string(parameter) + "=\"" + quoted + "\"");
    return folded(name, pieces);
  }
  // RFC 2231 sections 3 and 4.
  std::string octets = "utf-8''";
  std::vector<std::string> sections;
  for (const char c : safe) {
    const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                       c == '.' || c == '-' || c == '_';
    std::array<char, 4> hex{};
    std::snprintf(hex.data(), hex.size(), "%%%02X", static_cast<unsigned char>(c));
    octets += plain ? std::string(1, c) : std::string(hex.data());
    if (octets.size() > 50) {
      sections.push_back(std::move(octets));
      octets.clear();
    }
  }
  if (!octets.empty() || sections.empty()) {
    sections.push_back(std::move(octets));
  }
  for (std::size_t i = 0; i < sections.size(); ++i) {
    const auto mark = sections.size() == 1 ? std::string("*=") : "*" + std::to_string(i) + "*=";
    pieces.push_back(std::string(parameter) + mark + sections[i] +
                     (i + 1 < sections.size() ? ";" : ""));
  }
  return folded(name, pieces);
}

std::string outer_fields(std::string_view fields) {
  std::string result, field;
  std::size_t at = 0;
  while (at < fields.size()) {
    const auto end = fields.find(kLineEnd, at);
    field += fields.substr(at, end - at);
    at = end + 2;
    if (at >= fields.size() || fields[at] != ' ') {
      result += folded("HP-Outer", split_words(field));
      field.clear();
    }
  }
  return result;
}

}  // namespace pouch::mail
