#include "mail/structure/parameters.hpp"

#include <map>
#include <optional>

#include "mail/ascii.hpp"
#include "mail/text/charset.hpp"

namespace pouch::mail {
namespace {

struct Section {
  std::string value;
  bool encoded = false;
};

struct Pieces {
  std::optional<std::string> plain;
  std::map<int, Section> sections;
  bool single = false;  // `name*=`, one encoded section without a number
};

struct PieceName {
  std::string base;
  std::optional<int> section;
  bool encoded = false;
};

// RFC 2231 section 3: sections count from 0 without leading zeros.
std::optional<PieceName> split_name(std::string_view name) {
  PieceName out;
  const auto star = name.find('*');
  out.base = std::string(name.substr(0, star));
  if (star == std::string_view::npos) return out;
  std::string_view rest = name.substr(star + 1);
  if (rest.empty() || rest.ends_with('*')) {
    out.encoded = true;
    if (!rest.empty()) rest.remove_suffix(1);
  }
  if (rest.empty()) {
    if (name.size() > star + 1) return std::nullopt;
    return out;
  }
  if (rest.size() > 3 || (rest.size() > 1 && rest.front() == '0')) return std::nullopt;
  int number = 0;
  for (const char c : rest) {
    if (!is_digit(c)) return std::nullopt;
    number = number * 10 + (c - '0');
  }
  out.section = number;
  return out;
}

bool add(Pieces& pieces, const PieceName& name, const std::string& value) {
  if (!name.section && !name.encoded) {
    if (pieces.plain) return *pieces.plain == value;  // said twice alike: said once
    pieces.plain = value;
    return true;
  }
  if (!name.section) {
    if (!pieces.sections.empty()) return false;
    pieces.single = true;
  } else if (pieces.single) {
    return false;
  }
  return pieces.sections.emplace(name.section.value_or(0), Section{value, name.encoded}).second;
}

int hex_digit(char c) {
  if (is_digit(c)) return c - '0';
  const char low = to_lower(c);
  return low >= 'a' && low <= 'f' ? low - 'a' + 10 : -1;
}

// A percent sign that begins no octet stays as it is.
std::string percent_decode(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const int high = text[i] == '%' && i + 2 < text.size() ? hex_digit(text[i + 1]) : -1;
    const int low = high >= 0 ? hex_digit(text[i + 2]) : -1;
    if (low < 0) {
      out += text[i];
    } else {
      out += static_cast<char>(high * 16 + low);
      i += 2;
    }
  }
  return out;
}

// RFC 2231 section 4: charset'language'value at the head of the first section.
std::string take_charset(std::string& value) {
  const auto first = value.find('\'');
  const auto second = first == std::string::npos ? first : value.find('\'', first + 1);
  if (second == std::string::npos) return "utf-8";
  std::string charset = value.substr(0, first);
  value.erase(0, second + 1);
  return charset.empty() ? "utf-8" : charset;
}

std::optional<std::string> join_sections(const Pieces& pieces) {
  std::string bytes;
  std::string charset = "utf-8";
  int expected = 0;
  for (const auto& [number, section] : pieces.sections) {
    if (number != expected++) return std::nullopt;
    std::string value = section.value;
    if (number == 0 && section.encoded) charset = take_charset(value);
    bytes += section.encoded ? percent_decode(value) : value;
  }
  std::string out;
  return to_utf8(bytes, charset, out) ? out : repair_utf8(bytes);
}

}  // namespace

bool is_shown_only(std::string_view parameter_name) {
  const auto base = parameter_name.substr(0, parameter_name.find('*'));
  return base == "name" || base == "filename";
}

std::variant<Parameters, MimeFault> join_parameters(const std::vector<WrittenParameter>& written) {
  std::map<std::string, Pieces> by_name;
  for (const auto& parameter : written) {
    const auto name = split_name(parameter.name);
    if (!name) return MimeFault{"parameter name not legal"};
    if (!add(by_name[name->base], *name, parameter.value)) {
      return MimeFault{"two values of a parameter"};
    }
  }
  Parameters out;
  for (const auto& [name, pieces] : by_name) {
    if (pieces.sections.empty()) {
      out.emplace_back(name, repair_utf8(*pieces.plain));
      continue;
    }
    // RFC 6266 section 4.3 (for file names): the encoded one is meant, the plain one is for old
    // readers. Nothing else may be said twice.
    if (pieces.plain && !is_shown_only(name)) return MimeFault{"two values of a parameter"};
    const auto value = join_sections(pieces);
    if (!value) return MimeFault{"parameter with a section missing"};
    out.emplace_back(name, *value);
  }
  return out;
}

}  // namespace pouch::mail
