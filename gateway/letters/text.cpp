#include "gateway/letters/text.hpp"

#include <algorithm>

namespace pouch::gateway::detail {
namespace {

bool starts_character(char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; }

std::size_t characters(std::string_view text) {
  return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), starts_character));
}

// Octets of the first `columns` characters.
std::size_t octets_of(std::string_view text, std::size_t columns) {
  std::size_t at = 0;
  for (; at < text.size(); ++at) {
    if (starts_character(text[at]) && columns-- == 0) {
      break;
    }
  }
  return at;
}

void fold_line(std::string_view line, std::size_t columns, std::string& result) {
  line = line.substr(0, line.find_last_not_of(' ') + 1);
  const auto begin = std::min(line.find_first_not_of(' '), line.size());
  const auto lead = line.substr(0, begin);
  line.remove_prefix(begin);
  const auto room = columns > begin ? columns - begin : 1;
  for (;;) {
    result += lead;
    if (characters(line) <= room) {
      result += line;
      return;
    }
    auto blank = line.rfind(' ', octets_of(line, room));
    if (blank == std::string_view::npos || blank == 0) {
      blank = line.find(' ', octets_of(line, room));
    }
    if (blank == std::string_view::npos) {
      result += line;
      return;
    }
    result.append(line.substr(0, line.find_last_not_of(' ', blank) + 1)) += '\n';
    line.remove_prefix(std::min(line.find_first_not_of(' ', blank), line.size()));
  }
}

}  // namespace

std::string row(std::string_view label, std::string_view value) {
  if (value.empty()) {
    return {};
  }
  const auto begin = std::min(label.find_first_not_of(' '), label.size());
  const auto head = std::string(label) + ": ";
  // The first line is shorter by its label, the others by their indent.
  const auto first = value.substr(0, value.find('\n'));
  const auto folded =
      hold_width(std::string(head.size() - begin, '#') + std::string(first),
                 kWidth - begin - (characters(first) + head.size() > kWidth ? 2 : 0));
  auto text = folded.substr(head.size() - begin);
  if (first.size() < value.size()) {
    text += "\n" + hold_width(value.substr(first.size() + 1), kWidth - begin - 2);
  }
  const auto rest = indent(text, begin + 2);
  return head + rest.substr(std::min(rest.size(), begin + 2)) + "\n";
}

std::string heading(std::string_view title) { return "\n" + std::string(title) + "\n"; }

std::string paragraph(std::string_view text) { return hold_width(text, kWidth) + "\n"; }

std::string indent(std::string_view text, std::size_t columns) {
  std::string result;
  std::size_t begin = 0;
  while (begin <= text.size()) {
    const auto end = std::min(text.find('\n', begin), text.size());
    if (begin > 0) {
      result += '\n';
    }
    if (end > begin) {
      result.append(columns, ' ').append(text.substr(begin, end - begin));
    }
    begin = end + 1;
  }
  return result;
}

std::string indented(std::string_view text, std::size_t columns) {
  return indent(hold_width(text, kWidth - columns), columns) + "\n";
}

std::string numbered(int number, std::string_view text) {
  const auto head = "  " + std::to_string(number) + ". ";
  const auto body = indented(text, head.size());
  return head + body.substr(std::min(body.size() - 1, head.size()));
}

std::string join(const std::vector<std::string>& items, std::string_view between) {
  std::string result;
  for (const auto& item : items) {
    result += (result.empty() ? std::string() : std::string(between)) + item;
  }
  return result;
}

std::string hold_width(std::string_view text, std::size_t columns) {
  std::string result;
  std::size_t begin = 0;
  while (begin <= text.size()) {
    const auto end = std::min(text.find('\n', begin), text.size());
    result += begin > 0 ? "\n" : "";
    fold_line(text.substr(begin, end - begin), columns, result);
    begin = end + 1;
  }
  return result;
}

std::string shortened(std::string_view text, std::size_t columns) {
  return characters(text) <= columns
             ? std::string(text)
             : std::string(text.substr(0, octets_of(text, columns - 1))) + "…";
}

std::size_t lines_in(std::string_view text) {
  return static_cast<std::size_t>(std::count(text.begin(), text.end(), '\n'));
}

std::string spoken(const std::string& fingerprint) {
  std::string text;
  for (std::size_t at = 0; at < fingerprint.size(); at += 4) {
    text += (text.empty() ? "" : " ") + fingerprint.substr(at, 4);
  }
  return text;
}

}  // namespace pouch::gateway::detail
