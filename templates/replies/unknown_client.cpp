#include "templates/replies/unknown_client.hpp"

#include "templates/reading/quotes.hpp"

namespace pouch::templates {
namespace {

constexpr std::size_t kHeaderLines = 3;
constexpr std::size_t kMostDatedLines = 3;

// Behind the last line with text above `at`.
std::size_t filled_before(const std::vector<Line>& lines, std::size_t at) {
  while (at > 0 && lines[at - 1].text.empty() && !lines[at - 1].header) {
    --at;
  }
  return at;
}

}  // namespace

std::size_t header_above(const std::vector<Line>& lines, std::size_t at) {
  std::size_t labels = 0;
  bool address = false, time = false;
  auto begin = filled_before(lines, at);
  while (begin > 0 && lines[begin - 1].depth == 0 && labelled(lines[begin - 1].text)) {
    const auto text = lines[--begin].text;
    ++labels;
    address = address || text.find('@') != std::string_view::npos;
    time = time || names_time(text);
  }
  if (labels < kHeaderLines || !address || !time) {
    return at;
  }
  const auto above = filled_before(lines, begin);
  const auto mark = above > 0 ? lines[above - 1].text : std::string_view();
  const bool dashed = mark.starts_with("---") && mark.ends_with("---");
  return is_rule(mark) || dashed ? above - 1 : begin;
}

bool is_dated_attribution(const std::vector<Line>& lines, std::size_t at,
                          const std::function<bool(std::size_t)>& begins) {
  const auto depth = lines[at].depth;
  auto last = at;
  while (last + 1 < lines.size() && last + 1 < at + kMostDatedLines &&
         !lines[last + 1].text.empty() && lines[last + 1].depth == depth) {
    ++last;
  }
  auto next = last + 1;
  while (next < lines.size() && lines[next].text.empty() && !lines[next].header) {
    ++next;
  }
  if (!lines[last].text.ends_with(':') || next == lines.size() || lines[next].depth <= depth ||
      !begins(next)) {
    return false;
  }
  for (auto begin = last; last - begin < kMostDatedLines; --begin) {
    if (lines[begin].text.empty() || lines[begin].depth != depth) {
      return false;
    }
    if (names_time(lines[begin].text)) {
      return begin <= at;
    }
    if (begin == 0) {
      return false;
    }
  }
  return false;
}

}  // namespace pouch::templates
