#include "templates/replies/fence.hpp"

#include <algorithm>
#include <optional>

#include "templates/replies/printed.hpp"
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

// Empty: a word of it is unknown, so that no text can have it.
Ids ids_of(std::string_view text, Dictionary& dictionary, bool learn) {
  Ids ids;
  for (const auto& word : words_of(text, 0, dictionary, learn)) {
    if (word.id == kForeign) {
      return {};
    }
    ids.push_back(word.id);
  }
  return ids;
}

constexpr std::string_view kId = "{id}";

// What stands before and after the identifier, folded.
struct Ends {
  std::string before, after;
};

Ends ends_of(std::string_view line) {
  const auto at = line.find(kId);
  return {fold(line.substr(0, at)), fold(line.substr(at + kId.size()))};
}

const std::vector<Ends>& all_ends() {
  static const auto kEnds = [] {
    std::vector<Ends> ends;
    for (const auto& one : all_printed()) {
      ends.push_back(ends_of(one.begins));
      ends.push_back(ends_of(one.ends));
    }
    return ends;
  }();
  return kEnds;
}

// The two lines of a language as words.
struct Mark {
  Ids begin, end;
};

std::vector<Mark> marks_of(std::string_view id, Dictionary& dictionary) {
  std::vector<Mark> marks;
  for (const auto& one : all_printed()) {
    const bool english = marks.empty();  // of the others those count that our letters have
    Mark mark{ids_of(with(one.begins, kId, id), dictionary, english),
              ids_of(with(one.ends, kId, id), dictionary, english)};
    if (english || (!mark.begin.empty() && !mark.end.empty())) {
      marks.push_back(std::move(mark));
    }
  }
  return marks;
}

}  // namespace

// In round brackets: no header of a block, no label, nothing that a client makes a list, a rule or
// bold type of.
bool is_fence_line(std::string_view text) {
  constexpr std::size_t kLongest = 160;  // octets
  const auto first = text.find_first_not_of("*_ ");
  if (first == std::string_view::npos || text[first] != '(' || text.size() > kLongest) {
    return false;
  }
  const auto words = fold(text);
  const auto& all = all_ends();
  return std::any_of(all.begin(), all.end(), [&](const Ends& ends) {
    return words.size() >= ends.before.size() + ends.after.size() &&
           words.starts_with(ends.before) && words.ends_with(ends.after);
  });
}

std::string fenced(std::string_view id, std::string_view body, std::string_view language) {
  const bool ended = body.empty() || body.back() == '\n';
  const auto& lines = printed(language);
  return with(lines.begins, kId, id) + "\n" + std::string(body) + (ended ? "" : "\n") +
         with(lines.ends, kId, id) + "\n";
}

std::vector<WholeFence> whole_fences(const std::vector<Line>& lines, const std::vector<Word>& words,
                                     Dictionary& dictionary, std::string_view id) {
  std::vector<WholeFence> found;
  const auto marks = marks_of(id, dictionary);
  std::optional<WholeFence> open;
  const Mark* opened = nullptr;
  for (std::size_t i = 0; i < words.size() && !id.empty() && found.size() < kMostFences; ++i) {
    const auto depth = lines[words[i].line].depth;
    const auto begun = std::find_if(marks.begin(), marks.end(), [&](const Mark& mark) {
      return stands_at(words, i, mark.begin);
    });
    if (begun != marks.end()) {
      open = WholeFence{depth, i + begun->begin.size(), 0, words[i].line, 0};
      opened = &*begun;
    } else if (open && stands_at(words, i, opened->end)) {
      open->end = i;
      open->behind = words[i + opened->end.size() - 1].line + 1;
      if (open->depth == depth) {
        found.push_back(*open);
      }
      open.reset();
    }
  }
  return found;
}

}  // namespace pouch::templates
