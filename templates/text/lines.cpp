#include "templates/text/lines.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <map>

#include "templates/text/fold.hpp"

namespace pouch::templates {
namespace {

constexpr std::size_t kLabelOctets = 120, kLabelWords = 8;
constexpr std::size_t kDeepest = 50;  // levels of quotation that are told apart

constexpr std::array<std::string_view, 11> kBlanks{
    "\xC2\xA0",     "\xE2\x80\x87", "\xE2\x80\xAF", "\xE3\x80\x80", "\xE2\x80\x8B", "\xEF\xBB\xBF",
    "\xE2\x80\x8C", "\xE2\x80\x8D", "\xE2\x81\xA0", "\xE2\x80\x83", "\xE2\x80\x82"};
constexpr std::array<std::string_view, 4> kColons{":", "\xEF\xBC\x9A", "\xEF\xB9\x95",
                                                  "\xE2\x88\xB6"};
constexpr std::array<std::string_view, 8> kBullets{
    "-",           "*", "\xE2\x80\xA2", "\xE2\x80\x93", "\xE2\x80\x94", "\xC2\xB7", "\xE2\x97\xA6",
    "\xE2\x96\xAA"};

bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\v' || c == '\f'; }

// Octets of white space at the beginning; 0: none.
std::size_t blank_at(std::string_view text) {
  if (text.empty()) {
    return 0;
  }
  if (is_blank(text.front()) || text.front() == '\n' || text.front() == '\r') {
    return 1;
  }
  if (static_cast<unsigned char>(text.front()) < 0x80) {
    return 0;
  }
  for (const auto blank : kBlanks) {
    if (text.starts_with(blank)) {
      return blank.size();
    }
  }
  return 0;
}

std::size_t blank_before(std::string_view text) {
  if (text.empty()) {
    return 0;
  }
  if (blank_at(text.substr(text.size() - 1)) > 0) {
    return 1;
  }
  for (const auto blank : kBlanks) {
    if (text.ends_with(blank)) {
      return blank.size();
    }
  }
  return 0;
}

Line make_line(std::size_t number, std::string_view whole) {
  Line line{number, 0, whole, whole};
  auto rest = whole;
  while (line.depth < kDeepest) {
    const auto mark = rest.find_first_not_of(" \t");
    if (mark == std::string_view::npos || rest[mark] != '>') {
      break;
    }
    rest.remove_prefix(mark + 1);
    ++line.depth;
  }
  line.text = trim(rest);
  return line;
}

// The Bat! and its like put the initials of who wrote before each mark: "JS> ". Their octets; 0:
// none.
std::size_t initials_at(std::string_view line) {
  constexpr std::size_t kLongest = 12;  // octets
  const auto mark = line.find('>');
  if (mark == 0 || mark == std::string_view::npos || mark > kLongest) {
    return 0;
  }
  const auto initials = line.substr(0, mark);
  const bool letters = std::all_of(initials.begin(), initials.end(), [](char c) {
    return (c >= 'A' && c <= 'Z') || static_cast<unsigned char>(c) >= 0x80;
  });
  return letters ? mark : 0;
}

// Where at least so many lines bear the same initials, they are marks of a quotation.
void take_initials(std::vector<Line>& lines) {
  constexpr int kLeast = 3;
  std::map<std::string_view, int> counts;
  for (const auto& line : lines) {
    if (const auto octets = initials_at(line.whole)) {
      ++counts[line.whole.substr(0, octets)];
    }
  }
  for (auto& line : lines) {
    const auto octets = counts.empty() ? 0 : initials_at(line.whole);
    if (octets > 0 && counts[line.whole.substr(0, octets)] >= kLeast) {
      const auto whole = line.whole;
      line = make_line(line.number, whole.substr(octets));
      line.whole = whole;
    }
  }
}

// Offset of the line's end and octets of the line end itself.
std::pair<std::size_t, std::size_t> line_end(std::string_view text, std::size_t from) {
  for (auto at = from; at < text.size(); ++at) {
    const char c = text[at];
    if (c == '\n') {
      return {at, 1};
    }
    if (c == '\r') {
      return {at, at + 1 < text.size() && text[at + 1] == '\n' ? 2 : 1};
    }
    if (c == '\xE2' &&
        (text.substr(at, 3) == "\xE2\x80\xA8" || text.substr(at, 3) == "\xE2\x80\xA9")) {
      return {at, 3};
    }
  }
  return {text.size(), 0};
}

std::string_view strip(std::string_view text, std::string_view characters) {
  while (!text.empty() && characters.find(text.front()) != std::string_view::npos) {
    text.remove_prefix(1);
  }
  while (!text.empty() && characters.find(text.back()) != std::string_view::npos) {
    text.remove_suffix(1);
  }
  return text;
}

std::pair<std::size_t, std::size_t> first_colon(std::string_view line) {
  std::pair<std::size_t, std::size_t> best{std::string_view::npos, 0};
  for (const auto colon : kColons) {
    const auto at = line.substr(0, kLabelOctets).find(colon);
    if (at < best.first) {
      best = {at, colon.size()};
    }
  }
  return best;
}

std::optional<Labelled> tidied(Labelled result, bool bold) {
  result.label = trim(strip(trim(result.label), "*_"));
  result.value = trim(result.value);
  if (bold) {
    result.value = trim(strip(result.value, "*_"));
  }
  const auto words = std::count(result.label.begin(), result.label.end(), ' ') + 1;
  if (!starts_with_letter(result.label) || static_cast<std::size_t>(words) > kLabelWords ||
      result.value.starts_with("//")) {
    return std::nullopt;
  }
  return result;
}

}  // namespace

std::vector<Line> split_lines(std::string_view text, std::size_t most, bool* all) {
  std::vector<Line> lines;
  std::size_t begin = 0;
  while (begin < text.size() && lines.size() < most) {
    const auto [end, length] = line_end(text, begin);
    lines.push_back(make_line(lines.size() + 1, text.substr(begin, end - begin)));
    begin = end + std::max<std::size_t>(length, 1);
  }
  if (all != nullptr) {
    *all = begin >= text.size();
  }
  take_initials(lines);
  return lines;
}

std::string_view trim(std::string_view text) {
  while (const auto octets = blank_at(text)) {
    text.remove_prefix(octets);
  }
  while (const auto octets = blank_before(text)) {
    text.remove_suffix(octets);
  }
  return text;
}

std::string fold_spaces(std::string_view text) {
  std::string result;
  bool blank = false;
  while (!text.empty()) {
    if (const auto octets = blank_at(text)) {
      blank = true;
      text.remove_prefix(octets);
      continue;
    }
    if (blank && !result.empty()) {
      result += ' ';
    }
    blank = false;
    result += text.front();
    text.remove_prefix(1);
  }
  return result;
}

std::optional<Labelled> labelled(std::string_view line) {
  const auto [colon, octets] = first_colon(line);
  if (colon == std::string_view::npos) {
    return labelled_cell(line);
  }
  const auto bare = strip(line, " \t");
  const bool bold = bare.starts_with('*') || bare.starts_with('_');
  return tidied({line.substr(0, colon), line.substr(colon + octets)}, bold);
}

std::optional<Labelled> labelled_cell(std::string_view line) {
  const auto tab = line.substr(0, kLabelOctets).find('\t');
  if (tab == std::string_view::npos) {
    return std::nullopt;
  }
  const auto bare = strip(line, " \t");
  const bool bold = bare.starts_with('*') || bare.starts_with('_');
  return tidied({line.substr(0, tab), line.substr(tab + 1), true}, bold);
}

std::optional<BlockHeader> block_header(std::string_view line) {
  auto text = trim(strip(line, "*_ "));
  const bool ascii = text.starts_with('[') && text.ends_with(']');
  const bool wide = text.starts_with("\xEF\xBC\xBB") && text.ends_with("\xEF\xBC\xBD");
  if (!ascii && !wide) {
    return std::nullopt;
  }
  const std::size_t octets = ascii ? 1 : 3;
  if (text.size() < 2 * octets || text.size() > kLabelOctets) {
    return std::nullopt;
  }
  text = trim(text.substr(octets, text.size() - 2 * octets));
  BlockHeader header;
  const auto digits = text.find_last_not_of("0123456789");
  const auto from = digits == std::string_view::npos ? 0 : digits + 1;
  if (from < text.size()) {
    const auto [end, error] =
        std::from_chars(text.data() + from, text.data() + text.size(), header.number);
    if (error != std::errc()) {
      header.number = -1;
    }
  }
  header.name = trim(strip(trim(text.substr(0, from)), "#"));
  const auto punctuation = header.name.find_first_of("[]{}()<>:;,/\\|@\"=!?");
  if (!starts_with_letter(header.name) || punctuation != std::string_view::npos) {
    return std::nullopt;
  }
  return header;
}

std::optional<ListItem> list_item(std::string_view line) {
  auto text = trim(line);
  auto digits = text;
  if (digits.starts_with('Q') || digits.starts_with('q')) {
    digits.remove_prefix(1);
  }
  const auto end = digits.find_first_not_of("0123456789");
  const auto count = end == std::string_view::npos ? digits.size() : end;
  if (count > 0 && count <= 4 && end != std::string_view::npos) {
    const auto after = digits.substr(count);
    const bool closed = after.starts_with('.') || after.starts_with(')') ||
                        (after.starts_with(':') && digits.size() < text.size());
    const auto rest = closed ? after.substr(1) : std::string_view();
    if (closed && (rest.empty() || blank_at(rest) > 0)) {
      ListItem item;
      std::from_chars(digits.data(), digits.data() + count, item.number);
      item.text = trim(rest);
      return item.number > 0 ? std::optional(item) : std::nullopt;
    }
  }
  for (const auto bullet : kBullets) {
    const auto rest = text.substr(std::min(bullet.size(), text.size()));
    if (text.starts_with(bullet) && (rest.empty() || blank_at(rest) > 0)) {
      return ListItem{0, trim(rest)};
    }
  }
  return std::nullopt;
}

bool is_signature(const Line& line) { return line.text == "--"; }
bool is_mark(std::string_view line) { return line.starts_with("!!"); }
bool is_help(std::string_view line) { return line.starts_with("##"); }

}  // namespace pouch::templates
