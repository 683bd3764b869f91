#include "search/query/nearby.hpp"

#include <algorithm>

#include "search/ascii.hpp"
#include "search/names/fold.hpp"
#include "search/query/query_lexer.hpp"
#include "search/query/query_parser.hpp"

namespace pouch::search {
namespace {

bool may_be_off(const Node& leaf) {
  constexpr std::size_t kShortest = 4;  // letters
  const bool of_words =
      leaf.field == nullptr || leaf.field->kind == Kind::kName || leaf.field->name == "text";
  const auto parts = words(leaf.text);
  return leaf.kind == NodeKind::kWord && of_words && parts.size() == 1 && !has_digit(leaf.text) &&
         fold_word(leaf.text).size() >= kShortest;
}

}  // namespace

std::string with_near_words(std::string_view query) {
  const auto parsed = parse_query(query);
  if (!parsed.root) {
    return {};
  }
  auto text = with_plain_quotes(query);
  auto leaves = wanted_leaves(*parsed.root);
  std::sort(leaves.begin(), leaves.end(),
            [](const Node* left, const Node* right) { return left->end > right->end; });
  bool any = false;
  for (const auto* leaf : leaves) {
    if (may_be_off(*leaf)) {
      text.insert(leaf->end, "~");
      any = true;
    }
  }
  return any ? text : std::string();
}

std::string with_met_words(std::string_view query, const std::vector<Meeting>& met) {
  auto text = with_plain_quotes(query);
  auto last_first = met;
  std::sort(last_first.begin(), last_first.end(),
            [](const Meeting& left, const Meeting& right) { return left.at > right.at; });
  bool any = false;
  for (const auto& one : last_first) {
    const auto at = text.find(one.asked, one.at);
    if (one.how >= How::kSimilarSound && at != std::string::npos && at < one.end) {
      text.replace(at, one.asked.size(), one.found);
      any = true;
    }
  }
  // A mark that allowed the wrong letter is not needed any more.
  text.erase(std::remove(text.begin(), text.end(), '~'), text.end());
  return any ? text : std::string();
}

}  // namespace pouch::search
