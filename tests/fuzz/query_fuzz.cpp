#include <cstdlib>

#include "search/query/marker.hpp"
#include "search/query/nearby.hpp"
#include "search/query/query_parser.hpp"
#include "search/query/read_back.hpp"
#include "tests/fuzz/targets.hpp"

namespace pouch::fuzz {
namespace {

// A leaf has text, a knot has something below it, NOT has one.
void check(const search::Node& node, std::size_t depth) {
  using search::NodeKind;
  const bool knot = node.kind == NodeKind::kAnd || node.kind == NodeKind::kOr;
  const bool good =
      depth <= 4 * search::kQueryDepth && (!knot || node.below.size() > 1) &&
      (node.kind != NodeKind::kNot || node.below.size() == 1) &&
      (knot || node.kind == NodeKind::kNot || node.kind == NodeKind::kDays || !node.text.empty());
  if (!good) std::abort();
  for (const auto& part : node.below) check(*part, depth + 1);
}

void check_line(const std::string& line) {
  for (const char c : line) {
    if (static_cast<unsigned char>(c) < 0x20) std::abort();
  }
}

}  // namespace

// The first line is a query, the rest a text that it is looked for in.
void query_target(std::string_view input) {
  constexpr std::size_t kWidth = 100, kText = 4096;
  const auto line = input.substr(0, input.find('\n'));
  const auto parsed = search::parse_query(line);
  if (parsed.root) {
    check(*parsed.root, 0);
    if (search::wanted_leaves(*parsed.root).size() > search::kQueryWords) std::abort();
    check_line(search::read_back(*parsed.root));
    const auto near = search::with_near_words(line);
    if (!near.empty() && near.size() <= search::kQueryOctets && !search::parse_query(near).root) {
      std::abort();
    }
  } else if (parsed.column > line.size() + 1) {
    std::abort();
  } else if (parsed.problem.empty() || parsed.hint.empty()) {
    std::abort();
  }
  const auto text = input.substr(line.size()).substr(0, kText);
  std::vector<search::Meeting> met;
  check_line(search::Marker(line).snippet(text, kWidth, &met));
  for (const auto& one : met) check_line(one.found + one.asked);
}

}  // namespace pouch::fuzz

#ifdef POUCH_FUZZ_ENTRY
extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
  pouch::fuzz::query_target({reinterpret_cast<const char*>(data), size});
  return 0;
}
#endif
