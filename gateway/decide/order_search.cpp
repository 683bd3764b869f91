#include "gateway/decide/order_search.hpp"

#include <algorithm>
#include <array>
#include <sstream>

#include "templates/text/fold.hpp"
#include "templates/types/vocabulary.hpp"

namespace pouch::gateway::detail {
namespace {

constexpr std::size_t kLongestLabel = 120;  // octets
constexpr std::size_t kMostQuery = 500;     // characters, as the form's field takes

struct Labelled {
  std::string id, label, value;  // id: field of the form `search`; empty: no such label
};

// Fields of the form `search` that a plain mail may give as lines of their own.
bool is_taken(std::string_view id) {
  constexpr std::array<std::string_view, 13> kFields{
      "query",  "justification", "case_no", "scope", "types",         "from",   "to",
      "states", "fuzzy",         "mode",    "limit", "transliterate", "deliver"};
  return std::find(kFields.begin(), kFields.end(), id) != kFields.end();
}

Labelled labelled(const std::string& line, const templates::TemplateSet& templates) {
  const auto colon = line.find(':');
  if (colon == std::string::npos || colon > kLongestLabel) {
    return {};
  }
  auto label = line.substr(0, colon);
  auto value = line.substr(colon + 1);
  const bool term = !value.empty() && value.front() != ' ' && value.front() != '\t';
  const auto* field = templates::field_called(templates, "search", label);
  if (field == nullptr) {
    return {};
  }
  const auto& id = field->id;
  // `from:ana` and `to:BG` are words of the query; "Why:because" can only be the reason.
  const bool clear = id == "justification" || id == "query";
  if (!is_taken(id) || (term && !clear)) {
    return {};
  }
  const auto begin = value.find_first_not_of(" \t");
  value.erase(0, begin == std::string::npos ? value.size() : begin);
  return {id, std::move(label), std::move(value)};
}

void append(std::string& text, const std::string& more) {
  text += (text.empty() || more.empty() ? "" : " ") + more;
}

}  // namespace

void take_search(std::string_view text, const templates::TemplateSet& templates,
                 const Numbering& ours, Order& order) {
  std::istringstream in{std::string(text)};
  bool asked = false;  // the words came first, then the reason: what follows is a name, most likely
  for (std::string line; std::getline(in, line);) {
    const auto found = labelled(line, templates);
    if (found.id == "justification") {
      append(order.why, found.value);
    } else if (found.id == "query") {
      append(order.query, found.value);
    } else if (found.id == "case_no") {
      const auto numbers = find_numbers(found.value, ours);
      if (numbers.valid.size() == 1) {
        order.number = numbers.valid.front();
      } else {
        order.fields += line + "\n";
      }
    } else if (!found.id.empty()) {
      order.fields += line + "\n";
    } else if (asked) {
      order.left += (order.left.empty() ? "" : "\n") + line;
    } else {
      append(order.query, line);
    }
    asked = asked || (found.id == "justification" && !order.query.empty());
  }
}

bool may_be_query(std::string_view text) { return templates::characters(text) <= kMostQuery; }

bool is_block_header(std::string_view line, const templates::TemplateSet& templates) {
  if (line.size() < 3 || line.front() != '[' || line.back() != ']') {
    return false;
  }
  auto name = templates::fold(line);
  while (!name.empty() && name.back() >= '0' && name.back() <= '9') {
    name.pop_back();
  }
  return templates.vocabulary().block_names.count(name) > 0;
}

std::string behind_words(std::string_view line, std::size_t words) {
  std::size_t at = 0;
  for (std::size_t i = 0; i < words && at != std::string_view::npos; ++i) {
    at = line.find_first_not_of(" \t", at);
    at = at == std::string_view::npos ? at : line.find_first_of(" \t", at);
  }
  const auto begin = at == std::string_view::npos ? at : line.find_first_not_of(" \t", at);
  return begin == std::string_view::npos ? std::string() : std::string(line.substr(begin));
}

std::string reason_in(std::string_view text, const templates::TemplateSet& templates) {
  std::istringstream in{std::string(text)};
  std::string reason;
  for (std::string line; std::getline(in, line);) {
    const auto found = labelled(line, templates);
    append(reason, found.id == "justification" ? found.value : line);
  }
  return reason;
}

}  // namespace pouch::gateway::detail
