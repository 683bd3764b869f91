#include "templates/replies/fence.hpp"

#include <algorithm>
#include <optional>

#include "templates/replies/written.hpp"
#include "templates/text/fold.hpp"

namespace pouch::templates {
namespace {

constexpr std::size_t kMostFences = 20;  // more copies of one form are not looked for

using Ids = std::vector<std::uint32_t>;

// A number of a case may have words in common with its own parts, so all are compared.
bool stands_at(const std::vector<Word>& words, std::size_t at, const Ids& mark) {
  if (mark.size() > words.size() - at) {
    return false;
  }
  return std::equal(mark.begin(), mark.end(), words.begin() + static_cast<std::ptrdiff_t>(at),
                    [](std::uint32_t id, const Word& word) { return word.id == id; });
}

Ids ids_of(std::string_view text, Dictionary& dictionary) {
  Ids ids;
  for (const auto& word : words_of(text, 0, dictionary, true)) {
    ids.push_back(word.id);
  }
  return ids;
}

}  // namespace

// In round brackets: no header of a block, no label, nothing that a client makes a list, a rule or
// bold type of.
std::string fence_begin(std::string_view id) {
  return "(form " + std::string(id) + " begins here)";
}

std::string fence_end(std::string_view id) { return "(form " + std::string(id) + " ends here)"; }

bool is_fence_line(std::string_view text) {
  constexpr std::size_t kLongest = 120;  // octets
  const auto first = text.find_first_not_of("*_ ");
  if (first == std::string_view::npos || text[first] != '(' || text.size() > kLongest) {
    return false;
  }
  const auto words = fold(text);
  return words.starts_with("form") &&
         (words.ends_with("beginshere") || words.ends_with("endshere"));
}

std::string fenced(std::string_view id, std::string_view body) {
  const bool ended = body.empty() || body.back() == '\n';
  return fence_begin(id) + "\n" + std::string(body) + (ended ? "" : "\n") + fence_end(id) + "\n";
}

std::vector<WholeFence> whole_fences(const std::vector<Line>& lines, const std::vector<Word>& words,
                                     Dictionary& dictionary, std::string_view id) {
  std::vector<WholeFence> found;
  const auto begin = ids_of(fence_begin(id), dictionary);
  const auto end = ids_of(fence_end(id), dictionary);
  std::optional<WholeFence> open;
  for (std::size_t i = 0; i < words.size() && !id.empty() && found.size() < kMostFences; ++i) {
    const auto depth = lines[words[i].line].depth;
    if (stands_at(words, i, begin)) {
      open = WholeFence{depth, i + begin.size(), 0, words[i].line, 0};
    } else if (open && stands_at(words, i, end)) {
      open->end = i;
      open->behind = words[i + end.size() - 1].line + 1;
      if (open->depth == depth) {
        found.push_back(*open);
      }
      open.reset();
    }
  }
  return found;
}

}  // namespace pouch::templates
