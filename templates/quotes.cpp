#include "templates/lines.hpp"
#include "templates/reader.hpp"

namespace pouch::templates {
namespace {

constexpr std::size_t kMostLines = 100000;

// "On 24 November 2026, Pouch wrote:", perhaps broken over two lines, right above a quotation.
bool introduces_quote(const std::vector<Line>& lines, std::size_t at) {
  auto next = at + 1;
  while (next < lines.size() && lines[next].depth == 0 && lines[next].text.empty()) {
    ++next;
  }
  const auto text = lines[at].text;
  return next < lines.size() && lines[next].depth > 0 &&
         (text.ends_with(':') || text.ends_with("\xEF\xBC\x9A"));
}

}  // namespace

std::string without_quotes(std::string_view text) {
  bool all = true;
  const auto lines = split_lines(text, kMostLines, &all);
  std::string result;
  for (std::size_t i = 0; i < lines.size(); ++i) {
    const auto& line = lines[i];
    if (line.depth > 0) {
      continue;
    }
    if (is_signature(line)) {
      break;
    }
    if (introduces_quote(lines, i)) {
      continue;
    }
    if (!line.text.empty() || !result.ends_with("\n\n")) {
      result += std::string(line.text.empty() ? line.text : line.whole) + "\n";
    }
  }
  return std::string(trim(result));
}

}  // namespace pouch::templates
